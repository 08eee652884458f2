"""What the versions of an entity tell."""

from pamoja.engines.entities import Conflict, Difference, Recorded, differences, judge

BRANCH, OTHER = "b1", "b2"
FIRST = Recorded(1, "Ada", {"age": "20", "town": "Zomba"})
AGED = Recorded(2, "Ada", {"age": "25", "town": "Zomba"}, {"age": "25"}, base_version=1)
AGED_TOO = Recorded(3, "Ada", {"age": "30", "town": "Zomba"}, {"age": "30"}, base_version=1, conflicting=["age"])
MOVED = Recorded(4, "Ada", {"age": "30", "town": "Dedza"}, {"town": "Dedza"}, base_version=3)


def test_each_version_tells_what_it_changed() -> None:
    named = Recorded(2, "Eda", {"age": "20", "town": "Zomba", "sex": "f"})
    assert differences([FIRST, named]) == [[Difference("label", "Ada", "Eda"), Difference("sex", None, "f")]]


def test_without_conflict_the_newest_version_is_the_last_good_one() -> None:
    judged = judge([FIRST, AGED])
    assert [(j.conflict, j.is_last_good, j.is_relevant) for j in judged] == [("", False, False), ("", True, False)]


def test_a_conflict_names_what_it_takes_to_resolve_it() -> None:
    judged = judge([FIRST, AGED, AGED_TOO, MOVED])
    assert [j.conflict for j in judged] == ["", "", Conflict.HARD, ""]
    assert [j.is_last_good for j in judged] == [False, True, False, False]
    assert [j.is_relevant for j in judged] == [True, True, True, True]
    assert (judged[2].base_diff, judged[2].server_diff) == (["age"], ["age"])


def test_a_resolved_conflict_needs_nobody_any_more() -> None:
    judged = judge([FIRST, AGED, AGED_TOO, MOVED], resolved_up_to=3)
    assert [(j.is_resolved, j.is_relevant) for j in judged][2] == (True, False)
    assert judged[3].is_last_good


def test_a_branch_with_a_change_of_somebody_else_in_between_clashes() -> None:
    mine = Recorded(2, "Ada", {"age": "21"}, {"age": "21"}, 1, BRANCH, trunk_version=1)
    theirs = Recorded(3, "Ada", {"age": "22"}, {"age": "22"}, 2, OTHER, trunk_version=2)
    again = Recorded(4, "Ada", {"age": "23"}, {"age": "23"}, 2, BRANCH, trunk_version=1, conflicting=[])
    last = Recorded(5, "Ada", {"age": "24"}, {"age": "24"}, 4, BRANCH, trunk_version=1)
    assert [j.conflict for j in judge([FIRST, mine, theirs, again, last])] == ["", "", "", "soft", "soft"]


def test_a_creation_that_was_taken_as_a_change_clashes() -> None:
    late = Recorded(2, "Ada", {}, {"label": "Ada"}, base_version=1, was_create=True)
    assert [j.conflict for j in judge([Recorded(1, "auto generated", {}), late])] == ["", "soft"]
