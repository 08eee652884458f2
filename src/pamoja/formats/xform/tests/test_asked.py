"""Questions as checks see them: which of them say "other, please specify"."""

from pamoja.formats.xform.asked import questions_of
from pamoja.formats.xform.model import Choice, Field

CHOICES = (Choice("well", {"English": "Well", "French": "Puits"}), Choice("96", {"French": "Autre (préciser)"}))


def field(name: str, **more: object) -> Field:
    return Field(name, ("hh", name), "field", control=str(more.pop("control", "input")), **more)  # type: ignore[arg-type]


def test_the_specify_question_is_known_by_its_relevance_or_its_name() -> None:
    fields = [
        field("water", control="select1", choices=CHOICES),
        field("which", relevant="selected( /data/hh/water , '96')"),
        field("depth", relevant=" /data/hh/water = 'well'"),
        field("food", control="select", choices=CHOICES),
        field("food_other"),
    ]

    found = {each.key: (each.other_of, each.other_value) for each in questions_of(fields)}

    assert found["/hh/which"] == ("/hh/water", "96")
    assert found["/hh/depth"] == ("", "")
    assert found["/hh/food_other"] == ("/hh/food", "96")


def test_what_the_form_fills_in_is_not_asked_and_notes_are_left_out() -> None:
    fields = [
        field("today", control="none", type="date", preload="date"),
        field("note", readonly="true()"),
        field("age", type="int", labels={"English": "Age", "French": "Âge", "Other": "Age"}),
    ]

    today, age = questions_of(fields)

    assert (today.is_asked, today.kind) == (False, "day")
    assert (age.is_asked, age.kind, age.words) == (True, "number", ("Age", "Âge"))
