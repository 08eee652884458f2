"""What to do first in a new workspace: apps register steps (in their `navigation.py`), the home page draws them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from pamoja.core.permissions import Actor, may_at_all

Words = str | Promise


@dataclass(frozen=True)
class Step:
    """One step: words, the page where it is done, who may (verb on a kind), and whether it is done already."""

    label: Words
    text: Words
    url_name: str
    kind: str
    is_done: Callable[[Actor], bool]
    verb: str = "create"
    order: int = 50


STEPS: list[Step] = []


def register_step(step: Step) -> Step:
    """Add a step."""
    STEPS.append(step)
    return step


def steps_for(actor: Actor) -> list[tuple[Step, bool]]:
    """The steps this actor may take, each with whether it is done; empty when all are, or outside a workspace."""
    if actor.workspace is None:
        return []
    allowed = sorted((s for s in STEPS if may_at_all(actor, s.verb, s.kind)), key=lambda s: s.order)
    found = [(step, step.is_done(actor)) for step in allowed]
    return [] if all(is_done for _, is_done in found) else found
