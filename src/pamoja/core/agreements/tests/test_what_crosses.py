"""Whatever was agreed, wherever, for however long: the other side gets exactly that, never more."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pamoja.core import clock
from pamoja.core.accounts.models import Team
from pamoja.core.agreements import services
from pamoja.core.agreements.models import Agreement
from pamoja.core.agreements.problems import NOT_AGREED, NOT_IN_FORCE
from pamoja.core.agreements.selectors import shared
from pamoja.core.agreements.services import Terms
from pamoja.core.agreements.sharing import SHAREABLE
from pamoja.core.audit.models import AuditEntry
from pamoja.core.permissions import Actor, Held
from pamoja.core.problems import INVALID_INPUT, NOT_ALLOWED, NOT_FOUND, Problem
from pamoja.core.testing.cast import Cast
from pamoja.core.testing.models import Note
from pamoja.core.workspaces.context import workspace_active

DAY = date(2026, 6, 15)
# one is a prefix of another by letters, and not by place
PATHS = ("MWI/", "MWI/MW1/", "MWI/MW1/MW101/", "MWI/MW10/", "KEN/", "")
NOTE_FIELDS, TEAM_FIELDS = ("title", "due"), ("name",)
Fields = dict[str, list[str]]


@dataclass(frozen=True)
class Case:
    """One agreement, what the reader may do, and the day of reading (days from `DAY`)."""

    fields: Fields
    paths: list[str]
    starts: int
    length: int
    is_accepted: bool
    is_ended: bool
    today: int
    notes: list[str]
    grants: tuple[Held, ...]


VIEW = {"testing.note": ("view",), "accounts.team": ("view",)}
GRANTS = st.one_of(
    st.builds(Held, st.just(VIEW), st.just("workspace")),
    st.builds(Held, st.just(VIEW), st.just("place"), st.sampled_from(PATHS)),
    st.builds(Held, st.just(VIEW), st.sampled_from(["team", "own", "assigned"])),
    st.just(Held({"testing.note": ("change",)})),
)
CASES = st.builds(
    Case,
    fields=st.fixed_dictionaries(
        {},
        optional={
            "testing.note": st.lists(st.sampled_from(NOTE_FIELDS), unique=True, min_size=1),
            "accounts.team": st.just(["name"]),
        },
    ).filter(bool),
    paths=st.lists(st.sampled_from(PATHS[:-1]), unique=True, max_size=2),
    starts=st.integers(-3, 3),
    length=st.integers(0, 4),
    is_accepted=st.sampled_from([True, True, True, False]),
    is_ended=st.sampled_from([False, False, False, True]),
    today=st.integers(-4, 8),
    notes=st.lists(st.sampled_from(PATHS), max_size=6),
    grants=st.lists(GRANTS, max_size=2).map(tuple),
)


@pytest.fixture
def sides(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setitem(SHAREABLE, "testing.note", {"title": "Title", "due": "Due"})
    monkeypatch.setitem(SHAREABLE, "accounts.team", {"name": "Name"})
    with workspace_active(cast.lake):
        Note.objects.create(title="lake's own", place_path="MWI/MW1/")
    return cast


def at(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    moment = datetime(DAY.year, DAY.month, DAY.day, 12, tzinfo=timezone.utc) + timedelta(days=days)  # noqa: UP017
    for module in ("pamoja.core.agreements.selectors", "pamoja.core.agreements.services"):
        monkeypatch.setattr(f"{module}.now", lambda: moment)


def build(cast: Cast, case: Case) -> Agreement:
    """Play the case: river gives, lake receives."""
    with workspace_active(cast.river):
        for number, path in enumerate(case.notes):
            Note.objects.create(title=f"note {number}", body="secret", place_path=path)
    first = DAY + timedelta(days=case.starts)
    terms = Terms("p", case.fields, first, first + timedelta(days=case.length), case.paths)
    agreement = services.propose_agreement(cast.actor("amina"), cast.lake, terms)
    copy = agreement
    if case.is_accepted:
        copy = services.accept_agreement(cast.actor("chol"), agreement)
    if case.is_ended:
        services.end_agreement(cast.actor("amina"), agreement)
    return copy  # as it was before its end: a page may still hold it


def is_below(path: str, places: list[str]) -> bool:
    wanted = [place.split("/")[:-1] for place in places]
    parts = path.split("/")[:-1]
    return any(parts[: len(place)] == place for place in wanted if place)


def expected_notes(case: Case) -> list[dict[str, Any]]:
    """By hand, from the words of the agreement: in its places, and where the reader may look."""
    seen = []
    everywhere = any(held.scope == "workspace" and "view" in held.permissions["testing.note"] for held in case.grants)
    districts = [held.place_path for held in case.grants if held.scope == "place"]
    for number, path in enumerate(case.notes):
        if (not case.paths or is_below(path, case.paths)) and (everywhere or is_below(path, districts)):
            seen.append({"title": f"note {number}", "due": None})
    wanted = case.fields.get("testing.note", [])
    return [{name: row[name] for name in wanted} for row in seen]


def is_open(case: Case) -> bool:
    return case.is_accepted and not case.is_ended and case.starts <= case.today <= case.starts + case.length


@settings(
    max_examples=80, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(case=CASES)
def test_what_crosses_is_exactly_what_was_agreed(sides: Cast, case: Case) -> None:
    with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        at(patch, 0)
        agreement = build(sides, case)
        at(patch, case.today)
        reader = Actor("user:reader", sides.lake, sides.chol, grants=case.grants)
        uses = AuditEntry.objects.filter(verb="see-shared").count()
        try:
            rows = [row.values for row in shared(Note, reader, agreement)]
        except Problem as problem:
            may_look = any("view" in held.permissions["testing.note"] for held in case.grants)
            refusal = NOT_ALLOWED if not may_look else NOT_IN_FORCE if not is_open(case) else NOT_AGREED
            assert refusal.code in str(problem)
            assert refusal != NOT_AGREED or "testing.note" not in case.fields
            assert AuditEntry.objects.filter(verb="see-shared").count() == uses
        else:
            assert is_open(case) and "testing.note" in case.fields
            assert rows == expected_notes(case)
            assert AuditEntry.objects.filter(verb="see-shared").count() == uses + 2
        for outsider in (sides.actor("amina"), Actor("user:x", None, grants=(Held(VIEW),))):
            with pytest.raises(Problem, match=NOT_FOUND.code):
                shared(Note, outsider, agreement)
        transaction.set_rollback(True)


def test_a_kind_without_a_place_is_in_no_district(sides: Cast) -> None:
    Team.objects.create(workspace=sides.river, name="North")
    terms = Terms("p", {"accounts.team": ["name"]}, clock.now().date(), clock.now().date())
    agreement = services.propose_agreement(sides.actor("amina"), sides.lake, terms)
    services.accept_agreement(sides.actor("chol"), agreement)
    local = Actor("user:x", sides.lake, sides.chol, grants=(Held(VIEW, "place", "MWI/"),))
    assert shared(Team, local, agreement) == []
    assert len(shared(Team, sides.actor("chol"), agreement)) == 1


@pytest.mark.parametrize("path", ["", "/", "MWI/MW1"])
def test_a_path_that_is_not_whole_is_refused(sides: Cast, path: str) -> None:
    terms = Terms("p", {"accounts.team": ["name"]}, DAY, DAY, [path])
    with pytest.raises(Problem, match=INVALID_INPUT.code):
        services.propose_agreement(sides.actor("amina"), sides.lake, terms)
