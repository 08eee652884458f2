"""Answers of each kind of question, from what the browser sends to what the form engine keeps, and back."""

from datetime import datetime

import pytest
from django.http import QueryDict
from django.utils import timezone

from pamoja.apps.forms.plain.reading import answer, unfit
from pamoja.apps.forms.plain.widgets import asked, widget_of
from pamoja.engines.xforms import Choice, NodeState

THREE = tuple(Choice(each, each.upper()) for each in "abc")
MANY = tuple(Choice(f"v{n}", f"Village {n}") for n in range(300))


def question(**more: object) -> NodeState:
    given = {"path": "/q", "name": "q", "kind": "question", "control": "input", "type": "string", **more}
    return NodeState(**given)  # type: ignore[arg-type]


def sent(text: str) -> QueryDict:
    return QueryDict(text)


@pytest.mark.parametrize(
    ("more", "text", "value"),
    [
        ({"type": "int"}, "/q=١٢", "12"),
        ({"type": "int"}, "/q=many", "many"),
        ({"type": "date"}, "/q=2026-03-14", "2026-03-14"),
        ({"type": "date", "appearance": "month-year"}, "/q=2026-03", "2026-03-01"),
        ({"type": "date", "appearance": "year"}, "/q=2026", "2026-01-01"),
        ({"type": "geopoint"}, "/q:lat=-13.9&/q:lon=33.7", "-13.9 33.7 0 0"),
        ({"type": "geopoint"}, "/q:lat=-13.9&/q:lon=", "-13.9 - 0 0"),
        ({"type": "geopoint"}, "/q:lat=&/q:lon=", ""),
        ({"type": "geotrace"}, "/q=1 2%0D%0A3, 4", "1 2 0 0; 3 4 0 0"),
        ({"control": "trigger"}, "/q=OK", "OK"),
        ({"control": "select", "is_multiple": True, "choices": THREE}, "/q=a&/q=c", "a c"),
        ({"control": "rank", "is_multiple": True, "choices": THREE}, "/q:a=2&/q:b=3&/q:c=1", "c a b"),
        ({"control": "select1", "choices": MANY}, "/q=&/q:find=village 299", "v299"),
        ({"control": "select1", "choices": MANY}, "/q=v7&/q:find=", "v7"),
        ({"control": "select", "is_multiple": True, "choices": MANY}, "/q=v7&/q:find=Village 299", "v7 v299"),
    ],
)
def test_an_answer_is_as_the_engine_writes_it(more: dict[str, object], text: str, value: str) -> None:
    assert answer(question(**more), sent(text)) == value


def test_times_carry_the_zone_of_the_pages() -> None:
    moment = datetime.fromisoformat(answer(question(type="dateTime"), sent("/q=2026-03-14T10:30")))
    assert moment == datetime(2026, 3, 14, 10, 30, tzinfo=timezone.get_current_timezone())
    assert answer(question(type="time"), sent("/q=10:30")).startswith("10:30:00.000")
    assert answer(question(type="time"), sent("/q=noon")) == "noon"


def test_what_was_typed_stands_in_its_input_again() -> None:
    assert asked(question(type="geopoint", value="-13.9 - 0 0")).pair == ("-13.9", "")
    assert asked(question(type="dateTime", value="2026-03-14T10:30:00.000+02:00")).text == "2026-03-14T10:30"
    assert asked(question(type="geotrace", value="1 2 0 0; 3 4 0 0")).text == "1 2\n3 4"
    placed = asked(question(control="rank", is_multiple=True, choices=THREE, value="c a b")).options
    assert [(each.value, each.place) for each in placed] == [("a", 2), ("b", 3), ("c", 1)]


def test_two_choices_cannot_have_one_rank() -> None:
    ranked = question(control="rank", is_multiple=True, choices=THREE)
    assert unfit(ranked, sent("/q:a=1&/q:b=1&/q:c=2"))
    assert not unfit(ranked, sent("/q:a=1&/q:b=3&/q:c=2"))
    assert not unfit(ranked, sent("/q:a=&/q:b=&/q:c="))


def test_a_long_list_is_found_by_a_part_of_a_name() -> None:
    village = question(control="select1", choices=MANY, value="v7")
    assert widget_of(village) == "find"
    assert [each.value for each in asked(village).options] == ["v7"]
    assert [each.value for each in asked(village, words="ge 29").options][:3] == ["v7", "v29", "v290"]
    assert unfit(village, sent("/q:find=ge 29")) == "Choose among these."
    assert unfit(village, sent("/q:find=town")).startswith("Nothing on the list")
    assert not unfit(village, sent("/q:find=village 29"))


def test_each_question_has_its_widget() -> None:
    found = [
        widget_of(question(**more))
        for more in (
            {"is_readonly": True},
            {"control": "select1", "choices": THREE},
            {"control": "select1", "choices": THREE, "appearance": "minimal"},
            {"control": "select1", "choices": MANY[:13]},
            {"control": "range"},
            {"appearance": "multiline"},
            {"type": "barcode"},
            {"control": "upload", "type": "binary"},
        )
    ]
    assert found == ["shown", "radios", "select", "select", "range", "lines", "text", "file"]
