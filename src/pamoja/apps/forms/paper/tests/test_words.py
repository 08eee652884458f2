"""What the paper says about when a question is asked and where to go on."""

import pytest
from django.utils.translation import override

from pamoja.apps.forms.paper.words import Words, limits, listed, skips
from pamoja.engines.paper import (
    All,
    Any,
    Compared,
    Condition,
    Counted,
    Filled,
    Judged,
    Measured,
    OneOf,
    Option,
    Question,
    Skip,
    Value,
)

NUMBERS = {"/water": 3, "/age": 4, "/other": 5}
YES, NO = Value("yes", "Yes"), Value("no", "No")
SAID: list[tuple[Condition, str]] = [
    (OneOf("/water", (YES,)), "the answer to question 3 is “Yes”"),
    (OneOf("/water", (YES, NO)), "the answer to question 3 is “Yes” or “No”"),
    (OneOf("/water", (YES,), is_in=False), "the answer to question 3 is not “Yes”"),
    (OneOf("/water", (YES, NO), is_multiple=True), "“Yes” or “No” is marked in question 3"),
    (OneOf("/water", (NO,), is_in=False, is_multiple=True), "in question 3 this is not marked: “No”"),
    (Measured("/age", ">=", "18"), "the answer to question 4 is at least 18"),
    (Measured("/age", "<", "5"), "the answer to question 4 is less than 5"),
    (Compared("/age", ">", "/other"), "the answer to question 4 is more than the answer to question 5"),
    (Counted("/water", ">", "2"), "more than 2 choices are marked in question 3"),
    (Filled("/age"), "question 4 is answered"),
    (Filled("/age", is_filled=False), "question 4 is not answered"),
    (Judged(("/water", "/age")), "your instructions say so, from the answers to: 3, 4"),
    (Judged(), "your instructions say so"),
    (
        All((Filled("/water"), Any((Filled("/age"), Filled("/other"))))),
        "question 3 is answered and (question 4 is answered or question 5 is answered)",
    ),
]


def plain(words: str) -> str:
    return words.replace("\u2068", "").replace("\u2069", "")


@pytest.mark.parametrize(("condition", "words"), SAID)
def test_a_condition_is_a_sentence(condition: Condition, words: str) -> None:
    with override("en"):
        assert plain(Words(NUMBERS).only_if(condition)) == f"Only if {words}."


def question(count: int, *found: Skip) -> Question:
    options = tuple(Option(str(n), f"v{n}", f"Choice {n}") for n in range(1, count + 1))
    return Question("/q", 1, "Q", space="one", options=options, skips=found)


def to(code: int, number: int | None) -> Skip:
    return Skip(str(code), f"Choice {code}", number)


def test_where_to_go_on_is_a_sentence_for_each_place() -> None:
    with override("en"):
        said = skips(question(4, to(1, 9), to(2, None), to(3, 9)))
    assert [plain(each) for each in said] == [
        "If “Choice 1” or “Choice 3”, go to question 9.",
        "If “Choice 2”, go to the end of the form.",
    ]


def test_when_nearly_every_choice_leads_on_the_others_are_named() -> None:
    with override("en"):
        said = skips(question(7, *(to(code, 9) for code in range(1, 7))))
    assert [plain(each) for each in said] == ["Unless the answer is “Choice 7”, go to question 9."]


def test_when_every_choice_leads_on_none_is_named() -> None:
    with override("en"):
        assert skips(question(2, to(1, 9), to(2, 9))) == ["Then go to question 9."]


def test_the_forms_own_words_about_limits_come_first() -> None:
    asked = {"path": "/q", "number": 1, "label": "Q"}
    with override("en"):
        assert limits(Question(**asked, limits=("0", "9"), limits_words="A digit.")) == "A digit."
        assert limits(Question(**asked, limits=("0", "9"))) == "From 0 to 9."
        assert limits(Question(**asked, limits=("", "9"))) == "At most 9."
        assert limits(Question(**asked, limits=("1", ""))) == "At least 1."
        assert limits(Question(**asked)) == ""


def test_words_of_the_form_keep_their_own_direction() -> None:
    with override("en"):
        assert listed(["نعم"]) == "“\u2068نعم\u2069”"
