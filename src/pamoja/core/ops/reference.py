"""Pages of the reference that are written from the sources: the table of permissions, the API, expressions, flows."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from django.test import RequestFactory
from django.urls import resolve

from pamoja.core.ops.excellent import EXCELLENT, with_functions
from pamoja.core.ops.flow_parts import FLOWS, with_parts
from pamoja.core.permissions import BUILT_IN_ROLES, KINDS, Kind

PERMISSIONS = Path("docs/reference/permissions.md")
API = Path("docs/reference/openapi.json")
API_ADDRESS = "/api/openapi.json"
TABLE_STARTS = "## Kinds of record\n"
HEAD = ("kind", "verbs", "reached by", "in every scope", *BUILT_IN_ROLES)
OF_TESTS = "pamoja.core.testing."


def with_permissions(text: str) -> str:
    """The document with the table of permissions as it is now, in place of whatever stood below its heading."""
    return text.partition(TABLE_STARTS)[0] + TABLE_STARTS + "\n" + permissions_table() + "\n"


def permissions_table() -> str:
    """One row a kind: its verbs, what leads scopes to it, and what each built-in role may do."""
    kinds = sorted((kind for kind in KINDS.values() if not kind.model.__module__.startswith(OF_TESTS)), key=_name)
    lines = [HEAD, ["---"] * len(HEAD), *map(_row, kinds)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def _name(kind: Kind) -> str:
    return kind.name


def _row(kind: Kind) -> list[str]:
    if kind.is_reference:
        operators = ", ".join(verb for verb in kind.verbs if verb != "view")
        return [_code(kind), ", ".join(kind.verbs), f"reference data; operators: {operators}", "view", *_all_view()]
    may = [kind.verbs if role == "owner" else kind.roles.get(role, ()) for role in BUILT_IN_ROLES]
    return [_code(kind), _list(kind.verbs), _list(_reached_by(kind)), _list(kind.common), *map(_list, may)]


def _all_view() -> list[str]:
    return ["view"] * len(BUILT_IN_ROLES)


def _code(kind: Kind) -> str:
    return f"`{kind.name}`" + (" (protected)" if kind.is_protected else "")


def _reached_by(kind: Kind) -> list[str]:
    leads = {
        "place": kind.place,
        "team": kind.team,
        "owner": kind.owner,
        "assignment": kind.assigned or kind.assigned_credential,
    }
    return [name for name, lookup in leads.items() if lookup]


def _list(words: Sequence[str]) -> str:
    return ", ".join(words) or "–"


def with_api(text: str) -> str:
    """The description of our API as it is served now, laid out so that a change can be read."""
    answer = resolve(API_ADDRESS).func(RequestFactory().get(API_ADDRESS))
    return json.dumps(json.loads(answer.content), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


PAGES: dict[Path, Callable[[str], str]] = {
    PERMISSIONS: with_permissions,
    API: with_api,
    EXCELLENT: with_functions,
    FLOWS: with_parts,
}
