"""Triggers as they are read and stored again, with the events that they bring."""

from typing import Any

import pytest

from pamoja.engines.environment import Environment
from pamoja.engines.flows.assets import Assets, read_assets
from pamoja.engines.flows.checks import one_of
from pamoja.engines.flows.definition.reading import read_flow
from pamoja.engines.flows.migrations.registry import Config
from pamoja.engines.flows.missing import Missing
from pamoja.engines.flows.modifiers import read_modifier
from pamoja.engines.flows.reading import FlowReadError
from pamoja.engines.flows.tests.sessions import ASSETS, CHANNEL, GIVEN, POLL, StepWorld
from pamoja.engines.flows.triggers import read_trigger

START = {"flow": {"uuid": POLL, "name": "Poll"}, "triggered_on": "2025-05-04T12:00:00Z"}
RADIO = {"uuid": CHANNEL, "name": "Radio"}
WHEN = {"uuid": GIVEN, "created_on": "2025-05-04T12:00:00Z"}


@pytest.fixture(scope="module")
def assets() -> Assets:
    world = StepWorld()
    return read_assets(ASSETS, lambda each: read_flow(each, Config(world.uuid4)), Environment(clock=world.now))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (
            {"type": "msg_received", "msg": {"uuid": GIVEN, "text": "Habari", "channel": None}, "kind": "x"},
            {"type": "msg_received", "msg": {"text": "Habari"}},
        ),
        (
            {"type": "chat_started", "channel": RADIO, "params": {}},
            {"type": "chat_started", "channel": RADIO},
        ),
        ({"type": "call_missed"}, {"type": "call_missed", "channel": None}),
    ],
)
def test_an_event_keeps_what_its_type_has(assets: Assets, given: dict[str, Any], kept: dict[str, Any]) -> None:
    told = read_trigger(assets, {"type": "manual", **START, "event": {**WHEN, **given}}).to_json()
    assert told["event"] == {**WHEN, **kept}


def test_who_keeps_events_may_note_who_did_it_and_how(assets: Assets) -> None:
    event = {**WHEN, "type": "call_missed", "channel": RADIO, "_user": {"uuid": GIVEN, "name": "Ben"}, "_via": "api"}
    assert read_trigger(assets, {"type": "call", **START, "event": event}).to_json()["event"] == event


def test_what_a_trigger_of_a_channel_lacks_is_told_of_its_event_last(assets: Assets) -> None:
    with pytest.raises(FlowReadError) as caught:
        read_trigger(assets, {"type": "channel", "triggered_on": START["triggered_on"]})
    assert str(caught.value) == "field 'flow' is required, field 'event' is required"


@pytest.mark.parametrize(
    ("kind", "given", "problem"),
    [
        ("manual", {"params": [1]}, "JSON doesn't contain an object"),
        ("manual", {"event": [1]}, "field 'type' is required"),
        ("campaign", {"event": [1]}, "campaign trigger event must be of type campaign_fired"),
        ("ticket", {"ticket": {"uuid": "x"}}, "field 'ticket.uuid' must be a valid UUID"),
    ],
)
def test_what_cannot_be_a_trigger_is_refused(assets: Assets, kind: str, given: dict[str, Any], problem: str) -> None:
    with pytest.raises(FlowReadError) as caught:
        read_trigger(assets, {"type": kind, **START, **given})
    assert str(caught.value) == problem


def test_a_ticket_whose_topic_is_gone_is_kept_and_told(assets: Assets) -> None:
    topic, told = {"uuid": GIVEN, "name": "Gone"}, Missing()
    given = {"uuid": GIVEN, "status": "open", "topic": topic, "note": "x"}
    read = read_trigger(assets, {"type": "ticket", **START, "ticket": given}, told)
    assert read.to_json()["ticket"] == {"uuid": GIVEN, "status": "open", "topic": topic}
    assert told.references == [("topic", topic)]


def test_a_word_that_is_none_of_those_known_is_refused_with_them() -> None:
    assert one_of(("add", "remove"))("add") == ""
    assert one_of(("add", "remove"))("put") == "failed tag 'eq=add|eq=remove'"
    assert one_of(("add",), "is odd")("put") == "is odd"


@pytest.mark.parametrize("language", ["", None])
def test_a_modifier_that_clears_the_language_says_null(assets: Assets, language: str | None) -> None:
    given = {"type": "language", "language": language}
    assert read_modifier(assets, given).to_json() == {"type": "language", "language": None}
