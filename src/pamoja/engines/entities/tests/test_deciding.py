"""What is done about an entity that was sent: the cases of the specification, and those that clash."""

from dataclasses import replace

import pytest

from pamoja.engines.entities import (
    Absence,
    Conflict,
    Create,
    EntityRefused,
    Hold,
    Known,
    Occasion,
    Sent,
    Update,
    Version,
    decide,
)

UUID = "12345678-1234-4123-8234-123456789abc"
BRANCH = "abcdef01-1234-4123-8234-123456789abc"
OTHER_BRANCH = "abcdef02-1234-4123-8234-123456789abc"
ALWAYS = Occasion(permitted=("create", "update"))
FORCED = replace(ALWAYS, is_forced=True)
CREATE = Sent("people", UUID, create="1", label="Ada", data={"age": "20"})
UPDATE = Sent("people", UUID, update="1", base_version_text="1", data={"age": "30"})
OFFLINE = replace(UPDATE, branch_id_text=BRANCH, trunk_version_text="1")
FIRST = Version(1, "Ada", {"age": "20", "town": "Zomba"})
AGED = Version(2, "Ada", {"age": "25", "town": "Zomba"})
MOVED = Version(2, "Ada", {"age": "20", "town": "Dedza"})


def test_a_new_entity_is_made() -> None:
    made = decide(CREATE, Absence.NEVER, ALWAYS)
    assert made == Create("Ada", {"age": "20"}, {"age": "20", "label": "Ada"})


def test_a_change_of_the_current_version_is_added_to_it() -> None:
    done = decide(UPDATE, Known((FIRST,)), ALWAYS)
    assert done == Update(2, "Ada", {"age": "30", "town": "Zomba"}, {"age": "30"}, base_version=1)


def test_a_blank_answer_clears_a_property_and_a_blank_label_changes_nothing() -> None:
    done = decide(replace(UPDATE, data={"age": ""}, label=" "), Known((FIRST,)), ALWAYS)
    assert isinstance(done, Update)
    assert (done.label, done.data["age"]) == ("Ada", "")


@pytest.mark.parametrize(
    ("between", "conflict", "twice"),
    [
        (MOVED, Conflict.SOFT, ()),
        (AGED, Conflict.HARD, ("age",)),
        (Version(2, "Ada", {"age": "30", "town": "Zomba"}), Conflict.SOFT, ()),
    ],
    ids=["another property", "the same property", "the same property to the same value"],
)
def test_a_change_of_an_older_version_clashes(between: Version, conflict: Conflict, twice: tuple[str, ...]) -> None:
    done = decide(UPDATE, Known((FIRST, between)), ALWAYS)
    assert isinstance(done, Update)
    assert (done.number, done.base_version, done.conflict, done.conflicting) == (3, 1, conflict, twice)


def test_two_labels_clash() -> None:
    renamed = Version(2, "Eda", dict(FIRST.data))
    done = decide(replace(UPDATE, label="Ida"), Known((FIRST, renamed)), ALWAYS)
    assert isinstance(done, Update)
    assert (done.conflict, done.conflicting) == (Conflict.HARD, ("label",))


def test_a_hard_conflict_is_never_made_softer() -> None:
    done = decide(UPDATE, Known((FIRST, MOVED), Conflict.HARD), ALWAYS)
    assert isinstance(done, Update)
    assert (done.conflict, done.conflicting) == (Conflict.HARD, ())


def test_the_first_offline_change_is_based_on_its_trunk() -> None:
    done = decide(OFFLINE, Known((FIRST,)), ALWAYS)
    assert isinstance(done, Update)
    assert (done.conflict, done.branch_id, done.trunk_version, done.branch_base_version) == ("", BRANCH, 1, 1)


def test_a_later_offline_change_is_based_on_the_one_before_it() -> None:
    before = Version(2, "Ada", {"age": "30"}, BRANCH, branch_base_version=1)
    done = decide(replace(OFFLINE, base_version_text="2", data={"age": "31"}), Known((FIRST, before)), ALWAYS)
    assert isinstance(done, Update)
    assert (done.number, done.base_version, done.conflict) == (3, 2, "")


def test_an_offline_change_waits_for_the_one_before_it() -> None:
    later = replace(OFFLINE, base_version_text="3")
    assert decide(later, Known((FIRST,)), ALWAYS) == Hold(BRANCH, 3)
    assert decide(later, Absence.NEVER, ALWAYS) == Hold(BRANCH, 3)


def test_waiting_ends_with_the_current_version_or_with_a_new_entity() -> None:
    later = replace(OFFLINE, base_version_text="3", label="")
    done = decide(later, Known((FIRST,)), FORCED)
    assert isinstance(done, Update)
    assert (done.base_version, done.branch_base_version) == (1, 3)
    made = decide(later, Absence.NEVER, FORCED)
    assert isinstance(made, Create)
    assert (made.label, made.branch_base_version) == ("auto generated", 3)


def test_a_creation_that_comes_after_its_forced_changes_is_a_change() -> None:
    forced = Known((Version(1, "auto generated", {"age": "31"}, BRANCH, 3),), is_forced=True)
    done = decide(CREATE, forced, ALWAYS)
    assert isinstance(done, Update)
    assert (done.was_create, done.number, done.conflict, done.conflicting) == (True, 2, "hard", ("age", "label"))
    with pytest.raises(EntityRefused, match=r"409\.3"):
        decide(CREATE, Known((FIRST,)), ALWAYS)


def test_a_branch_that_somebody_else_interrupted_is_a_soft_conflict() -> None:
    mine = Version(2, "Ada", {"age": "30"}, BRANCH, branch_base_version=1)
    theirs = Version(3, "Ada", {"age": "30", "town": "Dedza"}, OTHER_BRANCH, branch_base_version=2)
    again = Version(4, "Ada", {"age": "31", "town": "Dedza"}, BRANCH, branch_base_version=2)
    done = decide(replace(OFFLINE, base_version_text="3"), Known((FIRST, mine, theirs, again)), ALWAYS)
    assert isinstance(done, Update)
    assert (done.base_version, done.conflict, done.conflicting) == (4, Conflict.SOFT, None)


def test_an_upsert_changes_what_is_here_and_makes_what_is_not() -> None:
    upsert = replace(UPDATE, create="1", label="Ada")
    assert isinstance(decide(upsert, Known((FIRST,)), ALWAYS), Update)
    assert isinstance(decide(upsert, Absence.NEVER, ALWAYS), Create)
    assert isinstance(decide(replace(upsert, base_version_text=""), Absence.NEVER, ALWAYS), Create)


def test_an_event_that_may_not_make_or_change_does_nothing() -> None:
    assert decide(CREATE, Absence.NEVER, replace(ALWAYS, may_create=False)) is None
    assert decide(UPDATE, Known((FIRST,)), replace(ALWAYS, may_update=False)) is None


@pytest.mark.parametrize(
    ("sent", "known", "code", "details"),
    [
        (replace(CREATE, id=""), Absence.NEVER, "400.2", {"field": "uuid"}),
        (replace(CREATE, id="no"), Absence.NEVER, "400.11", {"field": "uuid", "expected": "valid version 4 UUID"}),
        (replace(CREATE, label=" "), Absence.NEVER, "400.2", {"field": "label"}),
        (CREATE, Known((FIRST,)), "409.3", {"fields": ["uuid"], "values": [UUID]}),
        (CREATE, Absence.ELSEWHERE, "409.3", {"fields": ["uuid"], "values": [UUID]}),
        (CREATE, Absence.DELETED, "409.19", {"entityUuids": [UUID]}),
        (CREATE, Absence.PURGED, "409.19", {"entityUuids": [UUID]}),
        (UPDATE, Absence.NEVER, "404.8", {"entityUuid": UUID, "datasetName": "people"}),
        (UPDATE, Absence.DELETED, "404.11", {"entityUuid": UUID}),
        (replace(UPDATE, base_version_text=""), Known((FIRST,)), "400.2", {"field": "baseVersion"}),
        (replace(UPDATE, base_version_text="x"), Known((FIRST,)), "400.11", None),
        (replace(UPDATE, base_version_text="7"), Known((FIRST,)), "404.9", None),
        (replace(OFFLINE, branch_id_text="x"), Known((FIRST,)), "400.11", None),
        (replace(OFFLINE, branch_id_text=""), Known((FIRST,)), "400.2", {"field": "branchId"}),
        (replace(OFFLINE, trunk_version_text="9"), Known((FIRST,)), "404.9", None),
    ],
)
def test_what_cannot_be_done_is_refused(
    sent: Sent, known: Known | Absence, code: str, details: dict[str, str] | None
) -> None:
    with pytest.raises(EntityRefused) as refused:
        decide(sent, known, ALWAYS)
    assert refused.value.code == code
    assert details is None or refused.value.details == details


def test_a_form_does_only_what_it_declares() -> None:
    with pytest.raises(EntityRefused) as refused:
        decide(UPDATE, Known((FIRST,)), Occasion(permitted=("create",)))
    assert (refused.value.code, refused.value.details) == ("403.2", {"action": "update", "permitted": ["create"]})
