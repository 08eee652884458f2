"""The command that tries flows in the terminal."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from pamoja.core.ops.simulator.progress import CLEAR
from pamoja.core.ops.simulator.telling import TELLERS, lines
from pamoja.engines.flows.events import MAKERS
from pamoja.engines.flows.tests.sessions import flow, node, question

FLOW, OTHER = "0b7a5b1e-57a8-4b0f-8d0a-1c1f0a6d3a01", "0b7a5b1e-57a8-4b0f-8d0a-1c1f0a6d3a02"
ASK = {
    "type": "send_msg",
    "text": "How old are you?",
    "quick_replies": ["12", "13"],
    "attachments": ["image:http://a.b/c"],
}
NODES = [node(1, [ASK], 2, question(1, "Age")), node(2, [{"type": "send_msg", "text": "@results.age, @(1/0)"}], 3)]
POLL = flow(FLOW, "Poll", [*NODES, node(3, [{"type": "send_msg", "text": "b" * 200}]), node(4, [])])


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "flows.json"
    path.write_text(json.dumps({"version": "13", "flows": [POLL, flow(OTHER, "Other", []) | {"mood": 1}]}))
    return path


def simulated(path: Path, said: str, monkeypatch: pytest.MonkeyPatch, **options: Any) -> str:
    out = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.StringIO(said))
    call_command("simulate", str(path), stdout=out, **options)
    return out.getvalue()


def test_a_flow_talks_in_the_terminal(export: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = simulated(export, "12\n", monkeypatch, flow="poll").splitlines()
    assert told[:4] == ["(flow Poll)", "How old are you?", "  + image:http://a.b/c", "  [12] [13]"]
    assert told[4:7] == [
        "(result Age: 12 [All Responses])",
        "(error: Error evaluating expression: division by zero)",
        "12, ",
    ]
    assert told[-1] == "The conversation is over."


@pytest.mark.parametrize(
    ("said", "ending"),
    [
        ("", "The flow still waits for an answer."),
        ("/quit\n", "The flow still waits for an answer."),
        ("/timeout\n", "The conversation is over."),
        ("/expire\n", "The conversation is over."),
        ("/send image/jpeg:http://a.b/d\n", "The conversation is over."),
    ],
)
def test_a_conversation_ends_with_a_word(export: Path, monkeypatch: pytest.MonkeyPatch, said: str, ending: str) -> None:
    assert simulated(export, said, monkeypatch, flow=FLOW).splitlines()[-1] == ending


def test_what_does_not_fit_is_refused_and_may_be_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    router = question(1, "Age") | {"wait": {"type": "msg"}}
    path = tmp_path / "one.json"
    path.write_text(json.dumps(flow(FLOW, "Poll", [node(1, [], None, router)])))
    told = simulated(path, "/timeout\n12\n", monkeypatch)
    assert "This is not what the flow waits for.\n(result Age: 12" in told


def test_a_call_that_is_put_through_ends_as_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    router = question(1, "Call") | {"wait": {"type": "dial", "phone": "+12065550111"}, "operand": "@resume.dial.status"}
    path = tmp_path / "one.json"
    path.write_text(json.dumps(flow(FLOW, "Line", [node(1, [], None, router)], type="voice")))
    told = simulated(path, "hello\nbusy\n", monkeypatch)
    assert "(simulated call to tel:+12065550111: type answered, no_answer, busy or failed)\n" in told
    assert "This is not what the flow waits for.\n(result Call: busy" in told


def test_a_conversation_that_fails_breaks_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "one.json"
    path.write_text(json.dumps(flow(FLOW, "Poll", [node(1, [{"type": "enter_flow", "flow": {"uuid": OTHER}}])])))
    assert simulated(path, "", monkeypatch).splitlines()[-1] == "The conversation broke off."


def test_a_flow_has_to_be_chosen_where_there_are_several(export: Path) -> None:
    with pytest.raises(CommandError, match="Other\nPoll"):
        call_command("simulate", str(export))


def test_the_report_is_readable_and_has_what_programs_need(export: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = simulated(export, "", monkeypatch, random=4, seed=3)
    assert "2 flows: 8 contacts" in told
    assert "Nodes to which no way leads (1)\n  Poll" in told
    assert "Messages longer than one SMS (1)\n  Poll\n    2 SMS (eng, gsm7, 200): " in told
    assert "× error: Error evaluating expression: division by zero “@results.age, @(1/0)”" in told
    assert "Warnings (1)\n  Other\n    unknown property: mood" in told
    data = json.loads(simulated(export, "", monkeypatch, random=4, seed=3, json=True))
    assert data["counts"]["flows"] == 2
    assert [each["flow_name"] for each in data["unreachable"]] == ["Poll"]
    assert data == json.loads(simulated(export, "", monkeypatch, random=4, seed=3, json=True))


class Terminal(io.StringIO):
    """A terminal, as far as one can tell."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("err", "verbosity", "shown"),
    [
        (Terminal, 1, ["  0% Poll", " 25% Poll", " 50% Other", " 75% Other", ""]),
        (Terminal, 0, []),
        (io.StringIO, 1, []),
        (io.StringIO, 2, ["  0% Poll", " 25% Poll", " 50% Other", " 75% Other"]),
    ],
)
def test_a_walk_shows_how_far_it_is(export: Path, err: type[io.StringIO], verbosity: int, shown: list[str]) -> None:
    out, told = io.StringIO(), err()
    call_command("simulate", str(export), random=2, stdout=out, stderr=told, verbosity=verbosity)
    lines = told.getvalue().split(CLEAR)[1:] if err is Terminal else told.getvalue().splitlines()
    assert lines == shown
    assert "2 flows: 4 contacts" in out.getvalue()


def test_of_many_findings_some_are_shown_unless_all_are_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "many.json"
    path.write_text(json.dumps(flow(FLOW, "Many", [node(number, []) for number in range(1, 20)])))
    assert "and 8 more" in simulated(path, "", monkeypatch, random=1)
    assert "more" not in simulated(path, "", monkeypatch, random=1, all=True)


@pytest.mark.parametrize("content", ["no JSON", '{"version": "2", "flows": []}'])
def test_what_is_no_export_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "flows.json"
    path.write_text(content)
    with pytest.raises(CommandError, match="no export of flows"):
        call_command("simulate", str(path))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("simulate", str(tmp_path / "nothing.json"))


def test_the_contact_speaks_the_language_that_is_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spanish = {"spa": {NODES[0]["actions"][0]["uuid"]: {"text": ["¿Cuántos años?"]}}}
    path = tmp_path / "one.json"
    path.write_text(json.dumps(POLL | {"localization": spanish}))
    assert "¿Cuántos años?" in simulated(path, "", monkeypatch, language="spa")
    assert "¿Cuántos años?" not in simulated(path, "", monkeypatch, language="eng")
    assert "    spa: text “bbb" in simulated(path, "", monkeypatch, random=1)


def test_only_events_that_exist_are_told() -> None:
    assert TELLERS.keys() <= MAKERS.keys()


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ({"type": "email_sent", "to": ["a@b.c"], "subject": "S"}, ["(simulated e-mail to a@b.c: S)"]),
        ({"type": "webhook_called", "url": "http://a", "status_code": 503}, ["(simulated call of http://a: 503)"]),
        ({"type": "contact_groups_changed", "groups_added": [{"name": "A"}]}, ["(in groups: A)"]),
        ({"type": "contact_groups_changed", "groups_removed": [{"name": "A"}]}, ["(no longer in groups: A)"]),
        ({"type": "contact_field_changed", "field": {"name": "Age"}, "value": None}, ["(field Age: )"]),
        ({"type": "airtime_created", "amount": 5, "currency": "USD"}, ["(simulated airtime: 5 USD)"]),
        ({"type": "msg_wait"}, []),
    ],
)
def test_an_event_is_told_in_a_line(event: dict[str, Any], told: list[str]) -> None:
    assert list(lines(event)) == told
