"""Walks through small exports that have one fault each, and the findings about them."""

from pamoja.engines.flows.simulation import build, examine
from pamoja.engines.flows.simulation.tests.polls import ASKING, OTHER, POLL, examined, fork, say, world
from pamoja.engines.flows.tests.sessions import flow, node, uuid


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


def test_properties_that_are_not_used_are_told() -> None:
    report = examined(ASKING | {"mood": 1}, contacts=0)
    assert report.to_json()["unknown_properties"] == [{"flow_name": "Poll", "flow": POLL, "property": "mood"}]


def test_a_flow_that_cannot_be_read_does_not_stop_the_others() -> None:
    report = examined(ASKING, {"uuid": OTHER, "name": "Broken", "spec_version": "14.4.2", "nodes": [{}]}, contacts=1)
    assert [each.name for each in report.unreadable] == ["Broken"]
    assert report.record.walks == 1
