"""Walks through small exports that have one fault each, and the findings about them."""

from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest

from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.convert import truthy
from pamoja.engines.flows.cases import TESTS
from pamoja.engines.flows.loop import ResumeError
from pamoja.engines.flows.routers.switch import Case
from pamoja.engines.flows.simulation import Report, SimulatedWorld, Talk, Ticking, Workspace, build, examine
from pamoja.engines.flows.simulation.answers import ALWAYS, MAKERS, answer
from pamoja.engines.flows.simulation.talk import make_contact
from pamoja.engines.flows.tests.sessions import flow, node, texts, types, uuid

START = datetime(2026, 3, 1, 8, tzinfo=UTC)
POLL, OTHER = uuid(500), uuid(501)


def world(seed: int = 1) -> SimulatedWorld:
    return SimulatedWorld(Ticking(START), Random(seed).random)


def workspace(*flows: Any, **more: Any) -> Workspace:
    return build(flows, world(), **more)


def examined(*flows: Any, contacts: int = 8, **more: Any) -> Report:
    return examine(workspace(*flows, **more), contacts)


def fork(number: int, *cases: tuple[str, list[str], int | None], other: int | None = None, **more: Any) -> Any:
    """A node that asks; each case is a test with its arguments and the node to which it leads."""
    ways = [*cases, ("", [], other)]
    categories = [
        {"uuid": uuid(number * 100 + at), "name": f"Way {at}", "exit_uuid": uuid(number * 1000 + at)}
        for at in range(len(ways))
    ]
    goal = [{"destination_uuid": uuid(to)} if to is not None else {} for *_, to in ways]
    router = {
        "type": "switch",
        "operand": "@input.text",
        "wait": {"type": "msg"},
        "categories": categories,
        "cases": [
            {"uuid": uuid(number * 10_000 + at), "type": test, "arguments": given, "category_uuid": category["uuid"]}
            for at, ((test, given, _to), category) in enumerate(zip(cases, categories, strict=False))
        ],
        "default_category_uuid": categories[-1]["uuid"],
    }
    exits = [{"uuid": each["exit_uuid"], **way} for each, way in zip(categories, goal, strict=True)]
    return {"uuid": uuid(number), "actions": [], "router": router | more, "exits": exits}


def say(number: int, text: str, to: int | None = None) -> Any:
    return node(number, [{"type": "send_msg", "text": text}], to)


YES_OR_NO = fork(2, ("has_any_word", ["yes ok"], 3), ("has_any_word", ["no"], 4), other=5, result_name="Answer")
ASKING = flow(POLL, "Poll", [say(1, "Well?", 2), YES_OR_NO, say(3, "Good"), say(4, "Sorry"), say(5, "What?", 2)])


def test_every_exit_of_a_poll_is_taken_by_answers_made_from_its_cases() -> None:
    report = examined(ASKING)
    assert (report.unvisited, report.untaken, report.unreachable, report.traps) == ((), (), (), ())
    assert report.record.walks == 8
    assert not report.record.problems
    assert not report.record.dead_ends


def test_the_same_seed_gives_the_same_report() -> None:
    first, second = (examine(build([ASKING], world(7)), 3).to_json() for _ in range(2))
    assert first == second


def test_an_answer_that_ends_the_conversation_without_a_word_is_a_dead_end() -> None:
    lost = fork(2, ("has_text", [], None), result_name="Name")
    report = examined(flow(POLL, "Poll", [say(1, "Name?", 2), lost]))
    assert {(each.node, each.category) for each in report.record.dead_ends} == {(uuid(2), "Way 0")}


def test_nodes_without_a_way_to_them_are_told_apart_from_those_where_nobody_came() -> None:
    closed = node(3, [], None, None)
    never = fork(2, ("has_only_text", ["@results.nothing"], 3), other=4)
    report = examined(flow(POLL, "Poll", [never, closed, say(4, "Bye"), say(5, "Lost")]))
    assert [each.node for each in report.unreachable] == [uuid(5)]
    assert [each.node for each in report.unvisited] == [uuid(3)]


def test_answers_are_also_made_from_later_questions_about_the_same_answer_and_from_what_web_services_may_say() -> None:
    ask = fork(1, other=2)
    about_input = fork(2, ("has_beginning", ["join"], 3), other=4, operand="@(lower(input.text))")
    call = {"uuid": uuid(301), "type": "call_webhook", "method": "GET", "url": "http://example.org/"}
    about_answer = fork(3, ("has_any_word", ["rain"], 4), other=4, operand="@webhook.json.weather") | {
        "actions": [call]
    }
    for each in (about_input, about_answer):
        del each["router"]["wait"]
    report = examined(flow(POLL, "Poll", [ask, about_input, about_answer, say(4, "Thanks")]), contacts=20, failures=0.2)
    assert report.untaken == ()


def test_an_exit_for_a_category_that_no_case_leads_to_leads_nowhere() -> None:
    forgotten = fork(1, ("has_any_word", ["yes"], 2), other=3, default_category_uuid="")
    report = examined(flow(POLL, "Poll", [forgotten, say(2, "Good"), say(3, "Never")]), contacts=2)
    assert [each.node for each in report.unreachable] == [uuid(3)]
    assert {each.text for each in report.record.problems} == {"Router failed to pick a category"}


def test_a_loop_without_a_wait_is_found_by_reading_and_by_the_limit_on_steps() -> None:
    report = examined(flow(POLL, "Poll", [say(1, "Round", 2), say(2, "and round", 1)]), contacts=1)
    [trap] = report.traps
    assert (trap.nodes, trap.asks) == ((uuid(1), uuid(2)), False)
    [loop] = report.record.loops
    assert set(loop.nodes) == {uuid(1), uuid(2)}
    assert "100" in loop.text


def test_a_menu_that_nobody_can_leave_asks_for_ever() -> None:
    menu = fork(2, ("has_any_word", ["a"], 1), other=1)
    report = examined(flow(POLL, "Menu", [say(1, "a or b?", 2), menu]), contacts=1)
    assert [(trap.nodes, trap.asks) for trap in report.traps] == [((uuid(1), uuid(2)), True)]
    assert report.record.unfinished == 1


def test_texts_that_a_language_of_the_export_lacks_are_told_but_not_what_has_no_words() -> None:
    spanish = {"spa": {uuid(101): {"text": ["¿Y bien?"]}}}
    spoken = flow(
        POLL, "Poll", [say(1, "Well?", 2), say(2, "Good", 3), say(3, "@contact.name: 12")], localization=spanish
    )
    report = examined(spoken, flow(OTHER, "Other", [say(9, "Nothing")]))
    found = {(each.flow, each.node, each.language, each.key, each.text) for each in report.missing}
    assert found == {(POLL, uuid(2), "spa", "text", "Good"), (OTHER, uuid(9), "spa", "text", "Nothing")}


def test_messages_are_measured_as_written_or_as_said_by_language_and_encoding() -> None:
    russian = {"rus": {uuid(101): {"text": ["я" * 71]}}}
    long = flow(
        POLL, "Long", [say(1, "b" * 161, 2), say(2, "@(repeat(contact.first_name, 60))", 3), say(3, "“q”" * 30)]
    )
    report = examined(long | {"localization": russian})
    found = {(each.node, each.language, each.encoding, each.length, each.segments) for each in report.long}
    assert found == {
        (uuid(1), "eng", "gsm7", 161, 2),
        (uuid(1), "rus", "ucs2", 71, 2),
        (uuid(2), "eng", "gsm7", 240, 2),
        (uuid(3), "eng", "ucs2", 90, 2),
    }
    assert next(each.plain_segments for each in report.long if each.node == uuid(3)) == 1
    assert report.totals["eng", "gsm7"].long == 2


def test_error_events_are_counted_with_their_node() -> None:
    missing = {"type": "enter_flow", "flow": {"uuid": OTHER, "name": "Gone"}}
    report = examined(flow(POLL, "Poll", [say(1, "@(1 / 0)", 2), node(2, [missing])]), contacts=3)
    found = {(each.node, each.type, count) for each, count in report.record.problems.items()}
    assert found == {(uuid(1), "error", 3), (uuid(2), "failure", 3)}


def test_a_flow_that_cannot_be_read_does_not_stop_the_others() -> None:
    report = examined(ASKING, {"uuid": OTHER, "name": "Broken", "spec_version": "14.4.2", "nodes": [{}]}, contacts=1)
    assert [each.name for each in report.unreadable] == ["Broken"]
    assert report.record.walks == 1


def test_assets_are_made_of_what_flows_name_and_groups_of_the_export_keep_their_query() -> None:
    group = {"uuid": uuid(700), "name": "Old"}
    actions = [
        {"type": "add_contact_groups", "groups": [{"uuid": uuid(701), "name": "New"}]},
        {"type": "set_contact_field", "field": {"key": "age", "name": "Age"}, "value": "12"},
        {"type": "call_webhook", "method": "GET", "url": "http://example.org/"},
        {"type": "send_email", "addresses": ["a@example.org"], "subject": "S", "body": "B"},
    ]
    age = {"key": "age", "label": "Age", "type": "number"}
    made = workspace(flow(POLL, "Poll", [node(1, actions)]), groups=[group | {"query": "age > 10"}], fields=[age])
    talk = Talk(made, made.flows[0], make_contact(made))
    kinds = [each for each in types(talk.sprint) if each not in ("run_started", "run_ended")]
    changes = ["contact_groups_changed", "contact_field_changed", "contact_groups_changed"]
    assert kinds == [*changes, "webhook_called", "email_sent"]
    called = next(each for each in talk.sprint.events if each["type"] == "webhook_called")
    assert "simulated" in called["request"]
    assert "simulated" in called["response"]


def test_fields_and_groups_of_old_exports_are_taken_as_far_as_they_go() -> None:
    fields = [{"key": "age", "label": "Age", "type": "N"}, {"label": "Lost"}]
    made = workspace(ASKING, fields=fields, groups=[{"name": "Lost", "id": 12}])
    assert [(each.key, each.name, each.type) for each in made.assets.fields] == [("age", "Age", "text")]
    assert [each.name for each in made.assets.groups] == []


def test_a_talk_takes_answers_and_silence() -> None:
    timeout = {"type": "msg", "timeout": {"seconds": 60, "category_uuid": uuid(201)}}
    made = workspace(
        flow(POLL, "Poll", [fork(2, ("has_text", [], 3), other=4, wait=timeout), say(3, "Hm"), say(4, "Hello?")])
    )
    answered, silent, given_up = (Talk(made, made.flows[0], make_contact(made, "eng")) for _ in range(3))
    assert texts(answered.say("words")) == ["Hm"]
    assert texts(silent.time_out()) == ["Hello?"]
    given_up.expire()
    assert [each.is_waiting for each in (answered, silent, given_up)] == [False, False, False]
    with pytest.raises(ResumeError):
        answered.say("more")


def test_a_flow_of_telephony_is_simulated_with_a_call() -> None:
    dial = {"type": "dial", "phone": "+12065550111"}
    busy = fork(2, ("has_only_text", ["busy"], 3), other=4, wait=dial, operand="@resume.dial.status")
    spoken = [{"type": "say_msg", "text": "Busy"}], [{"type": "say_msg", "text": "Done"}]
    report = examined(flow(POLL, "Line", [busy, node(3, spoken[0]), node(4, spoken[1])], type="voice"), contacts=6)
    assert (report.untaken, report.record.problems, report.messages) == ((), {}, ())


def test_a_keyword_of_a_trigger_starts_the_flow() -> None:
    made = workspace(ASKING, triggers=[{"trigger_type": "K", "keyword": "poll", "flow": {"uuid": POLL}}])
    assert made.keywords == {POLL: ("poll",)}


@pytest.mark.parametrize(
    ("test", "arguments"),
    [
        ("has_any_word", ["yes si"]),
        ("has_all_words", ["the fox"]),
        ("has_phrase", ["brown fox"]),
        ("has_only_phrase", ["brown fox"]),
        ("has_only_text", ["Brown"]),
        ("has_beginning", ["The"]),
        ("has_pattern", [r"^(\d+)\s[a-z]+|x$"]),
        ("has_text", []),
        ("has_value", []),
        ("has_number", []),
        ("has_number_between", ["1.5", "2"]),
        ("has_number_between", ["5", "9"]),
        ("has_number_eq", ["4"]),
        ("has_number_lt", ["4"]),
        ("has_number_lte", ["4"]),
        ("has_number_gt", ["4"]),
        ("has_number_gte", ["4"]),
        ("has_date", []),
        ("has_date_eq", ["2026-01-02"]),
        ("has_date_lt", ["2026-01-02"]),
        ("has_date_gt", ["2026-01-02"]),
        ("has_time", []),
        ("has_phone", []),
        ("has_email", []),
        ("has_state", []),
        ("has_district", ["State"]),
        ("has_ward", ["State", "District"]),
    ],
)
def test_an_answer_passes_the_case_that_it_is_made_from(test: str, arguments: list[str]) -> None:
    made = workspace(flow(POLL, "Poll", [say(1, "Hi")]))
    env = made.engine._equipped(made.env, made.assets)
    said = answer(made.world, Case(type=test, arguments=tuple(arguments)), arguments)
    assert truthy(TESTS[test](Call(env, made.world.random), [said, *arguments]))


def test_every_test_of_texts_has_an_answer() -> None:
    not_of_texts = {"has_error", "has_group", "has_category", "has_intent", "has_top_intent"}
    assert set(MAKERS) | set(ALWAYS) == set(TESTS) - not_of_texts
