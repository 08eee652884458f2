"""Refusals of the entity rules as the house tells problems."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pamoja.apps.forms.problems import ENTITY_CLASHES, ENTITY_REFUSED
from pamoja.core.problems import Problem
from pamoja.engines.entities import EntityRefused


def refuse(code: str, **details: Any) -> Problem:
    """The problem for one of the protocol's numbered refusals, which `refusal` and `details` name."""
    kind = ENTITY_CLASHES if code.startswith("409.") else ENTITY_REFUSED
    return Problem(kind, refusal=code, details=details)


@contextmanager
def refusals_told() -> Iterator[None]:
    """What the rules refuse inside is told as a problem."""
    try:
        yield
    except EntityRefused as refused:
        raise refuse(refused.code, **refused.details) from refused
