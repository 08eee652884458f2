from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from pamoja.engines.environment import Environment, LocationTree, NumberFormat
from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.registry import FUNCTIONS
from pamoja.engines.excellent.values import XError, XObject
from pamoja.engines.flows.cases import TESTS

NOW = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
LUSAKA = ZoneInfo("Africa/Lusaka")
ENV = Environment(date_format="DD-MM-YYYY", timezone=LUSAKA, country="ZM", clock=lambda: NOW)


def answer(name, *args, env=ENV):
    """What a test matched; False for no match, the message for an error."""
    found = TESTS[name](Call(env), [Decimal(each) if isinstance(each, int) else each for each in args])
    if isinstance(found, XError):
        return found
    return found.get("match")[0] if found.default else found.default


@pytest.mark.parametrize(
    ("name", "text", "wanted", "match"),
    [
        ("has_phrase", "I feel very sick today", "VERY sick", "very sick"),
        ("has_phrase", "I feel very sick", "sick very", False),
        ("has_phrase", "very very sick", "very sick", False),
        ("has_phrase", "anything", "", ""),
        ("has_phrase", "", "sick", False),
        ("has_only_phrase", "Very sick!", "very SICK", "Very sick"),
        ("has_only_phrase", "very very sick", "very sick", False),
        ("has_all_words", "sick, SICK and tired", "tired sick", "sick SICK tired"),
        ("has_all_words", "only tired", "tired sick", False),
        ("has_all_words", "anything", "", ""),
        ("has_any_word", "ndio, asante", "ndio yes", "ndio"),
        ("has_any_word", "👍🏽", "👍", "👍"),
        ("has_any_word", "don't", "don", False),
        ("has_any_word", "anything", "", False),
        ("has_only_text", "Yes", "Yes", "Yes"),
        ("has_only_text", "Yes", "yes", False),
        ("has_beginning", "  JOIN camp 3 ", " join C", "JOIN c"),
        ("has_beginning", "ward", "wards", False),
        ("has_beginning", "ward", "", False),
        ("has_beginning", "ÉCOLE de Goma", "école", "ÉCOLE"),
        ("has_beginning", "straße", "STRASS", False),
        ("has_beginning", "日本", "a", False),
        ("has_pattern", "id: AB-12", r" [a-z]{2}-(\d+)$ ", "AB-12"),
        ("has_pattern", "id: AB-12 ", r"[a-z]{2}-(\d+)$", False),
        ("has_pattern", "first\nsecond", "^SECOND$", "second"),
    ],
)
def test_words_are_found_in_any_case_and_texts_to_the_letter(name, text, wanted, match):
    assert answer(name, text, wanted) == match


def test_words_are_compared_in_the_collation_of_the_environment():
    written, wanted = "بلي", "بلی"
    assert answer("has_any_word", written, wanted) is False
    assert answer("has_any_word", written, wanted, env=Environment(input_collation="arabic_variants")) == written


def test_a_pattern_tells_its_groups_and_what_is_no_pattern_is_an_error():
    found = TESTS["has_pattern"](Call(ENV), ["pay 40 now", r"pay (\d+)( later)?"])
    assert found.get("extra")[0].properties == {"0": "pay 40", "1": "40", "2": ""}
    assert answer("has_pattern", "x", "(").message == (
        "error calling has_pattern(...): must be called with a valid regular expression"
    )


@pytest.mark.parametrize(
    ("name", "text", "match"),
    [
        ("has_text", " hello\n", "hello"),
        ("has_value", "hello", "hello"),
        ("has_text", "\u00a0\u3000", False),
        ("has_text", "\x1c", "\x1c"),
        ("has_text", None, False),
        ("has_email", "write to Mary.Phiri+reg@health.gov.zm, please", "Mary.Phiri+reg@health.gov.zm"),
        ("has_email", "mary@localhost", False),
        ("has_number", "about 1,250.50 kwacha", Decimal("1250.50")),
        ("has_number", "we are ٤٢", Decimal(42)),
        ("has_number", "we are .5", Decimal("0.5")),
        ("has_number", "४२ or 7", Decimal(7)),
        ("has_number", "none", False),
        ("has_time", "come at 3:15 pm", time(15, 15)),
        ("has_time", "come at 25", False),
        ("has_date", "since 1.2.2024", datetime(2024, 2, 1, 9, 8, 9, tzinfo=LUSAKA)),
        ("has_date", "since 31.2.2024", False),
        ("has_phone", "call 0977 123456", "+260977123456"),
        ("has_phone", "call me", False),
    ],
)
def test_what_is_looked_for_is_found_in_a_text(name, text, match):
    assert answer(name, text) == match


@pytest.mark.parametrize(
    ("name", "limits", "passes"),
    [
        ("has_number_between", (40, 42), True),
        ("has_number_between", (43, 50), False),
        ("has_number_lt", (42,), False),
        ("has_number_lte", (42,), True),
        ("has_number_eq", (42,), True),
        ("has_number_gte", (43,), False),
        ("has_number_gt", (41,), True),
    ],
)
def test_the_first_number_that_is_within_limits_counts(name, limits, passes):
    assert (answer(name, "42.0 or 43", *limits) == Decimal(42)) is passes


def test_numbers_have_the_marks_of_the_environment():
    german = Environment(number_format=NumberFormat(decimal_symbol=",", digit_grouping_symbol="."))
    assert answer("has_number", "1.234,5", env=german) == Decimal("1234.5")
    odd = Environment(number_format=NumberFormat(decimal_symbol="^", digit_grouping_symbol="]"))
    assert answer("has_number", "1]234^5", env=odd) == Decimal("1234.5")
    none = Environment(number_format=NumberFormat(decimal_symbol="", digit_grouping_symbol=","))
    assert answer("has_number", "1234", env=none) is False


@pytest.mark.parametrize(
    ("name", "other", "passes"),
    [
        ("has_date_lt", "02-02-2024", True),
        ("has_date_lt", "01-02-2024", False),
        ("has_date_eq", "01-02-2024 23:59", True),
        ("has_date_gt", "31-01-2024", True),
        ("has_date_gt", "01-02-2024", False),
    ],
)
def test_dates_are_compared_by_day(name, other, passes):
    assert (answer(name, "on 1-2-2024 at 10:00", other) == datetime(2024, 2, 1, 10, tzinfo=LUSAKA)) is passes


def test_days_are_those_of_the_environment():
    assert answer("has_date_eq", "2024-02-01T23:30:00Z", date(2024, 2, 2)) == datetime(2024, 2, 1, 23, 30, tzinfo=UTC)


def test_a_phone_number_with_a_country_code_needs_no_country():
    assert answer("has_phone", "it is +260977123456", "") == "+260977123456"
    assert answer("has_phone", "it is 0977123456", "") is False


def test_a_group_is_found_by_its_uuid():
    groups = [XObject({"uuid": "g-1", "name": "Mothers"}), XObject({"uuid": "g-2", "name": "Midwives"})]
    assert answer("has_group", groups, "g-2") is groups[1]
    assert answer("has_group", groups, "g-3", "Doctors") is False
    assert answer("has_group", None, "g-3") is False
    assert isinstance(answer("has_group", ["g-3"], "g-3"), XError)


RESULT = {"name": "Age", "value": "7", "category": "Child", "created_on": "2024-05-06T07:08:09.123456789Z"}


@pytest.mark.parametrize(
    ("changes", "match"),
    [
        ({}, "Child"),
        ({"category": "Adult"}, False),
        ({"created_on": NOW, "input": None, "extra": []}, "Child"),
        ({"created_on": "2024-05-06"}, XError),
        ({"created_on": "2024-13-06T00:00:00Z"}, XError),
        ({"name": ""}, XError),
        ({"value": Decimal(7)}, XError),
        ({"category": None}, False),
    ],
)
def test_a_category_is_read_from_what_is_a_result(changes, match):
    found = answer("has_category", XObject(RESULT | changes), "Infant", "Child")
    assert (type(found) is match) if match is XError else (found == match)


def test_classifiers_never_find_an_intent():
    assert answer("has_intent", XObject({}), "book", 1) is answer("has_top_intent", XObject({}), "book", 1) is False


def test_an_error_is_matched_by_its_message_and_passed_on_by_other_tests():
    assert answer("has_error", XError("too late")) == "too late"
    assert answer("has_error", "no") is False
    assert answer("has_text", XError("too late")).message == "error calling has_text(...): too late"


def test_every_test_is_a_function_of_expressions():
    assert len(TESTS) == 31
    assert all(FUNCTIONS[name] is test for name, test in TESTS.items())


WARDS = [{"name": "Matero"}, {"name": "Chilenje"}]
COUNTRY = {
    "name": "Zambia",
    "children": [
        {"name": "Lusaka Province", "aliases": ["Lusaka"], "children": [{"name": "Chongwe", "children": WARDS}]},
        {"name": "Southern", "children": [{"name": "Choma"}, {"name": "Monze", "children": WARDS[:1]}]},
        {"name": "Copperbelt", "children": [{"name": "Choma"}]},
    ],
}
THERE = Environment(locations=LocationTree.from_json([COUNTRY]))


@pytest.mark.parametrize(
    ("name", "args", "path"),
    [
        ("has_state", ["we come from Lusaka!"], "Zambia > Lusaka Province"),
        ("has_state", ["lusaka province"], "Zambia > Lusaka Province"),
        ("has_state", ["Chongwe"], False),
        ("has_district", ["near chongwe"], "Zambia > Lusaka Province > Chongwe"),
        ("has_district", ["Choma"], False),
        ("has_district", ["Choma", "Southern"], "Zambia > Southern > Choma"),
        ("has_district", ["Chongwe", "Southern"], False),
        ("has_district", ["Chongwe", "nowhere"], False),
        ("has_ward", ["Chilenje"], "Zambia > Lusaka Province > Chongwe > Chilenje"),
        ("has_ward", ["Matero"], False),
        ("has_ward", ["Matero", "Southern", "Monze"], "Zambia > Southern > Monze > Matero"),
        ("has_ward", ["Chilenje", "Southern", "Monze"], False),
        ("has_ward", ["Chilenje", "nowhere", "Chongwe"], False),
    ],
)
def test_a_place_is_found_in_its_parent_or_if_no_other_has_its_name(name, args, path):
    assert answer(name, *args, env=THERE) == path


def test_places_need_a_country_and_a_ward_its_state_and_district_or_neither():
    assert answer("has_state", "Lusaka").message == (
        "error calling has_state(...): can't find locations in environment which is not location enabled"
    )
    assert answer("has_ward", "Matero", "Monze", env=THERE).message == (
        "error calling has_ward(...): takes one or three arguments, got 2"
    )
