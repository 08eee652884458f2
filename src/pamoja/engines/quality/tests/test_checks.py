"""Each check on a few records of which one is odd."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pamoja.engines.quality import (
    CHECKS,
    Chosen,
    Dataset,
    Flag,
    Option,
    Question,
    Record,
    Rule,
    Target,
    Timing,
    run_checks,
)

DAY = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
YES_NO = (Option("yes", ("Yes",)), Option("no", ("No",)), Option("dk", ("Don't know",)))


def record(name: object, answers: dict[str, Any], **about: Any) -> Record:
    return Record(str(name), answers, **about)


def found(check: str, questions: list[Question], records: list[Record], **more: Any) -> list[Flag]:
    settings = more.pop("settings", {})
    data = Dataset(tuple(questions), tuple(records), **more)
    chosen = {name: Chosen(name == check, settings if name == check else None) for name in CHECKS}
    return run_checks(data, chosen)


def who(flags: list[Flag]) -> list[tuple[str, str]]:
    return [(each.code, each.record) for each in flags]


def test_an_interview_of_less_than_half_or_more_than_three_medians_is_flagged() -> None:
    minutes = [30] * 20 + [14, 15, 90, 91]
    records = [record(n, {}, started=DAY, ended=DAY + timedelta(minutes=m)) for n, m in enumerate(minutes)]

    assert who(found("duration", [], records)) == [("too-short", "20"), ("too-long", "23")]
    assert not found("duration", [], records[-10:]), "a median of ten tells little"


def test_time_at_work_counts_before_the_time_between_opening_and_closing() -> None:
    records = [
        record(n, {}, started=DAY, ended=DAY + timedelta(hours=9), timing=Timing(60 * minutes))
        for n, minutes in enumerate([30] * 20 + [5])
    ]

    flags = found("duration", [], records)

    assert who(flags) == [("too-short", "20")]
    assert flags[0].facts == {"minutes": 5.0, "median": 30.0}


def test_limits_say_nothing_until_they_are_set() -> None:
    records = [record(n, {}, started=DAY, ended=DAY + timedelta(minutes=n)) for n in (5, 20, 80)]

    assert not found("duration_limits", [], records)
    flags = found("duration_limits", [], records, settings={"shortest": 10, "longest": 60.0})
    assert who(flags) == [("under-limit", "5"), ("over-limit", "80")]


def test_rushing_through_a_third_of_the_questions_is_flagged() -> None:
    usual = {f"/q{n}": 10.0 for n in range(12)}
    rushed = usual | {f"/q{n}": 4.0 for n in range(4)}
    one_section = usual | {f"/q{n}": 4.0 for n in range(3)}
    times = [usual] * 20 + [rushed, one_section]

    flags = found("question_time", [], [record(n, {}, timing=Timing(120, each)) for n, each in enumerate(times)])

    assert who(flags) == [("rushed-questions", "20")]
    assert flags[0].facts == {"rushed": 4, "timed": 12}


def test_a_forgotten_zero_and_one_too_many_are_both_unusual() -> None:
    # most pay around a thousand, fewer and fewer more: below the plain fence there is nothing but negative numbers
    amounts = [500 * 1.1**n for n in range(30)] + ["10", "100000", "999999", "0"]
    records = [record(n, {"/paid": amount}) for n, amount in enumerate(amounts)]

    flags = found("outliers", [Question("/paid", "number")], records)

    assert [(each.code, each.value) for each in flags] == [("value-low", "10"), ("value-high", "100000")]


def test_a_number_that_the_form_worked_out_is_not_unusual_by_itself() -> None:
    records = [record(n, {"/n": n}) for n in (*range(40), 5000)]

    assert not found("outliers", [Question("/n", "number", is_asked=False)], records)
    assert len(found("outliers", [Question("/n", "number")], records)) == 1


def test_where_most_answers_are_one_the_rest_is_judged_by_its_mean_deviation() -> None:
    answers = [7] * 60 + [6, 5, 6, 8, 4, 6, 1, 2]
    records = [record(n, {"/days": value}) for n, value in enumerate(answers)]

    flags = found("outliers", [Question("/days", "number")], records)

    # the mean deviation is 20 / 68 = 0.294: ordinary is 7 ± 3.5 * 1.2533 * 0.294 = 5.71 to 8.29
    assert sorted(each.value for each in flags) == ["1", "2", "4", "5"]


def test_a_number_ordinary_on_the_whole_may_be_odd_in_its_place() -> None:
    hill = [record(f"h{n}", {"/n": 10 + n % 5}, place="hill") for n in range(20)]
    town = [record(f"t{n}", {"/n": 200 + n % 7}, place="town") for n in range(20)]
    odd = record("odd", {"/n": 200}, place="hill")

    flags = found("group_outliers", [Question("/n", "number")], [*hill, *town, odd])

    assert who(flags) == [("value-high-here", "odd")]
    assert flags[0].facts["group"] == "hill"


def test_todays_date_is_odd_only_where_others_answer_earlier_days() -> None:
    past = [record(n, {"/moved": f"20{n:02}-05-01", "/visit": "2026-03-10"}, started=DAY) for n in range(1, 21)]
    odd = [
        record("today", {"/moved": "2026-03-10"}, started=DAY),
        record("ahead", {"/moved": "2026-03-11"}, started=DAY),
        record("ancient", {"/moved": "1880-01-01"}, started=DAY),
        record("unread", {"/moved": "no day"}, started=DAY),
    ]

    flags = found("days", [Question("/moved", "day"), Question("/visit", "day")], past + odd)

    expected = [("day-of-interview", "today"), ("day-ahead", "ahead"), ("day-long-ago", "ancient")]
    assert who(flags) == expected


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("dont_know", ()),
        ("98", ("Don’t know",)),
        ("a", ("Ne sait pas",)),
        ("a", ("لا أعرف",)),
        ("pnta", ()),
        ("a", ("Prefer not to answer",)),
        ("-99", ()),
    ],
)
def test_dont_know_is_recognised_in_several_languages(value: str, words: tuple[str, ...]) -> None:
    questions = [Question(f"/q{n}", "one", options=(Option("yes", ("Yes",)), Option(value, words))) for n in range(10)]
    full = record("full", {each.key: "yes" for each in questions})
    empty = record("empty", {each.key: value if n < 2 else "yes" for n, each in enumerate(questions)})

    assert who(found("dont_know", questions, [full, empty])) == [("many-without-answer", "empty")]


def test_a_choice_of_dont_know_beside_a_real_one_is_an_answer() -> None:
    many = [Question(f"/m{n}", "many", options=YES_NO) for n in range(10)]
    mixed = record("mixed", {each.key: ["yes", "dk"] for each in many})
    empty = record("empty", {each.key: ["dk"] for each in many})

    assert who(found("dont_know", many, [mixed, empty])) == [("many-without-answer", "empty")]


def test_leaving_out_what_everybody_answers_is_flagged() -> None:
    questions = [Question(f"/q{n}", "text") for n in range(10)]
    everything = {each.key: "x" for each in questions}
    records = [record(n, everything) for n in range(30)]
    short = record("short", {each.key: "x" for each in questions[2:]})

    assert who(found("left_out", questions, [*records, short])) == [("many-left-out", "short")]


def test_a_broken_rule_flags_every_question_that_it_names() -> None:
    rule = Rule("poor", "Spends more than it has", ("/spent", "/earned"), lambda a: a["/spent"] > a["/earned"])
    records = [record("a", {"/spent": 5, "/earned": 4}), record("b", {"/spent": 3, "/earned": 4})]

    flags = found("rules", [], records, rules=(rule,))

    assert [(each.record, each.question, each.value) for each in flags] == [("a", "/spent", "5"), ("a", "/earned", "4")]


def test_what_was_written_under_other_is_likened_to_the_choices() -> None:
    choices = (Option("well", ("Protected well", "بئر محمي")), Option("river", ("River",)), Option("other", ("Other",)))
    questions = [
        Question("/w", "one", options=choices),
        Question("/w_other", "text", other_of="/w", other_value="other"),
    ]
    written = ["a protected well", "بئر محمّي", "a lorry", "  "]
    records = [record(n, {"/w": "other", "/w_other": text}) for n, text in enumerate(written)]

    flags = found("others", questions, records)

    assert [(each.record, each.proposed) for each in flags] == [("0", "well"), ("1", "well"), ("2", "")]


def test_one_answer_to_five_like_questions_is_a_straight_line_unless_many_give_it() -> None:
    battery = [Question(f"/b{n}", "one", options=YES_NO, group="b") for n in range(5)]
    mixed = [record(n, {q.key: "yes" if i % 2 else "no" for i, q in enumerate(battery)}) for n in range(9)]
    straight = [record(f"s{n}", {each.key: "no" for each in battery}) for n in range(6)]

    assert who(found("straight_lines", battery, [*mixed, straight[0]])) == [("straight-line", "s0")]
    assert not found("straight_lines", battery, [*mixed, *straight]), "six of fifteen agree: that is what they think"


def test_the_same_answers_twice_are_flagged_once() -> None:
    questions = [Question(f"/q{n}", "text") for n in range(10)] + [Question("/start", "moment", is_asked=False)]
    one = {f"/q{n}": f"answer {n}" for n in range(10)}
    records = [record("a", one | {"/start": "1"}), record("b", one | {"/start": "2"}), record("c", one | {"/q0": "x"})]

    flags = found("duplicates", questions, records)

    assert who(flags) == [("duplicate", "b")]
    assert flags[0].facts == {"other": "a"}


def test_nearly_the_same_answers_are_flagged_with_the_nearest() -> None:
    questions = [Question(f"/q{n}", "one") for n in range(20)]
    base = {each.key: "x" for each in questions}
    far = {each.key: "y" for each in questions}
    records = [record("a", base), record("b", base | {"/q0": "z", "/q1": "z"}), record("c", base | {"/q2": "z"})]

    flags = found("near_duplicates", questions, [*records, record("far", far)])

    assert [(each.record, each.facts["other"], each.facts["alike"]) for each in flags] == [
        ("a", "c", 95),
        ("b", "a", 90),
        ("c", "a", 95),
    ]


def point(latitude: float, longitude: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [longitude, latitude]}


GPS = [Question("/gps", "point")]


def test_a_record_taken_far_from_its_target_is_flagged() -> None:
    # a thousandth of a degree of latitude is 111 metres
    records = [
        record("near", {"/gps": point(10.004, 20)}, place="P1"),
        record("far", {"/gps": point(10.005, 20)}, place="P1"),
    ]
    records.append(record("elsewhere", {"/gps": point(50, 20)}, place="P2"))

    flags = found("target_distance", GPS, records, targets=(Target("P1", 5, 10.0, 20.0), Target("P2", 5)))

    assert who(flags) == [("far-from-target", "far")]
    assert flags[0].facts["metres"] == 556


def test_a_record_far_from_the_others_of_its_place_is_flagged() -> None:
    village = [record(n, {"/gps": point(10 + n / 10_000, 20)}, place="V") for n in range(10)]
    astray = record("astray", {"/gps": point(10.05, 20)}, place="V")

    assert who(found("spread", GPS, [*village, astray])) == [("far-from-others", "astray")]


def test_five_interviews_of_one_collector_at_one_table_are_flagged() -> None:
    table = [record(n, {"/gps": point(10 + n / 1_000_000, 20)}, collector="c", started=DAY) for n in range(5)]
    away = [record(f"a{n}", {"/gps": point(11 + n, 20)}, collector="c", started=DAY) for n in range(5)]
    tomorrow = [record(f"t{n}", {"/gps": point(10, 20)}, collector="c", started=DAY + timedelta(1)) for n in range(4)]

    assert who(found("same_spot", GPS, table + away + tomorrow)) == [("same-spot", str(n)) for n in range(5)]


def test_a_collector_whose_answers_are_unlike_all_others_is_named() -> None:
    questions = [
        Question("/n", "number"),
        Question("/yes", "one", options=YES_NO),
        Question("/same", "one", options=YES_NO),
    ]
    others = [record(n, {"/n": n % 10, "/yes": "yes", "/same": "no"}, collector=f"c{n % 4}") for n in range(100)]
    odd = [record(f"o{n}", {"/n": 20 + n % 3, "/yes": "no", "/same": "no"}, collector="odd") for n in range(25)]
    few = [record(f"f{n}", {"/n": 90, "/yes": "no"}, collector="few") for n in range(5)]

    flags = [each for each in found("collectors", questions, others + odd + few) if each.collector == "odd"]

    assert [(each.subject, each.question) for each in flags] == [("collector", "/n"), ("collector", "/yes")]
    assert flags[1].facts["detail"] == "no 100 % ↔ 5 %"
    assert "few" not in {each.collector for each in found("collectors", questions, others + odd + few)}


def test_columns_that_may_tell_who_somebody_is_are_named() -> None:
    questions = [
        Question("/hh/head_name", "text"),
        Question("/gps", "point"),
        Question("/a", "text", ("رقم الهاتف",)),
        Question("/b", "text"),
        Question("/c", "text"),
        Question("/d", "text"),
        Question("/village", "text", ("Name of the village",)),
        Question("/age", "number", ("Age",)),
    ]
    answers = {
        "/b": "amina@example.org",
        "/c": "+265 999 123 456",
        "/d": "A long remark that may name a neighbour by name",
    }

    flags = found("personal", questions, [record(n, answers | {"/village": "Ombo", "/age": 40}) for n in range(3)])

    assert {each.question: each.code.removeprefix("personal-") for each in flags} == {
        "/hh/head_name": "name",
        "/gps": "position",
        "/a": "phone",
        "/b": "email",
        "/c": "phone",
        "/d": "text",
    }


def test_progress_names_places_behind_over_and_outside_the_sample() -> None:
    places = ["A"] * 2 + ["B"] * 5 + ["C"] + ["D"] * 11
    records = [record(n, {}, place=place) for n, place in enumerate(places)]

    flags = found("progress", [], records, targets=(Target("A", 3), Target("B", 4), Target("D", 10)))

    assert [(each.code, each.place, each.facts["count"]) for each in flags] == [
        ("behind-target", "A", 2),
        ("over-target", "B", 5),
        ("not-in-sample", "C", 1),
    ]
