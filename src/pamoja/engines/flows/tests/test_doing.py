"""What single actions do, and what they say when they cannot."""

from typing import Any

import pytest

from pamoja.engines.environment import Environment
from pamoja.engines.flows.assets import read_assets
from pamoja.engines.flows.contacts import read_contact
from pamoja.engines.flows.definition.reading import read_flow
from pamoja.engines.flows.engine import Engine
from pamoja.engines.flows.migrations.registry import Config
from pamoja.engines.flows.registry import ACTIONS
from pamoja.engines.flows.tests.sessions import AMINA, ASSETS, CHANNEL, StepWorld, flow, node, uuid
from pamoja.engines.flows.triggers import read_trigger

HOLDER = uuid(700)
REPORTERS = {"uuid": uuid(901), "name": "Reporters"}
ADULTS = {"uuid": uuid(902), "name": "Adults"}
NOBODY = {"uuid": uuid(999), "name": "Nobody"}


def done(actions: list[Any], contact: Any = AMINA, **more: Any) -> list[dict[str, Any]]:
    """The events of actions in a flow of their own, without those of the run."""
    world = StepWorld()
    engine = Engine(world)
    definition = flow(HOLDER, "Holder", [node(7, actions)], **more)
    data = ASSETS | {"flows": [definition]}
    assets = read_assets(data, lambda each: read_flow(each, Config(world.uuid4)), Environment(clock=world.now))
    start = {"type": "manual", "flow": {"uuid": HOLDER, "name": "Holder"}, "triggered_on": "2025-05-04T12:00:00Z"}
    env = Environment(allowed_languages=("eng", "fra"), country="RW")
    _, sprint = engine.start(assets, env, read_contact(assets, contact), read_trigger(assets, start))
    return sprint.events[1:-1]


def told(event: dict[str, Any]) -> dict[str, Any]:
    """An event without what all have."""
    return {name: value for name, value in event.items() if name not in ("uuid", "created_on")}


CASES: list[tuple[str, list[Any], list[Any]]] = [
    (
        "a group by name is added once",
        [{"type": "add_contact_groups", "groups": [{"name_match": "REPORTERS"}]}] * 2,
        [{"type": "contact_groups_changed", "groups_added": [REPORTERS]}],
    ),
    (
        "nobody is added to a group by query",
        [{"type": "add_contact_groups", "groups": [ADULTS]}],
        [{"type": "error", "text": "Can't add contacts to the query based group 'Adults'"}],
    ),
    (
        "a field that is not there is told",
        [{"type": "set_contact_field", "field": {"key": "x", "name": "X"}, "value": "1"}],
        [
            {
                "type": "error",
                "text": "Missing dependency: field[key=x,name=X]",
                "code": "dependency:missing",
                "extra": {"type": "field", "identity": "x"},
            }
        ],
    ),
    (
        "a template that fails sets nothing",
        [{"type": "set_run_result", "name": "Sum", "value": "@(1 / 0)"}],
        [
            {
                "type": "error",
                "text": "Error evaluating expression: division by zero",
                "code": "expression",
                "extra": {"expression": "@(1 / 0)"},
            }
        ],
    ),
    (
        "a language has three letters",
        [{"type": "set_contact_language", "language": "en"}],
        [{"type": "error", "text": "iso-639-3 codes must be 3 characters, got: en"}],
    ),
    (
        "a contact who is stopped leaves all groups",
        [
            {"type": "add_contact_groups", "groups": [REPORTERS]},
            {"type": "set_contact_status", "status": "stopped"},
        ],
        [
            {"type": "contact_groups_changed", "groups_added": [REPORTERS]},
            {"type": "contact_status_changed", "status": "stopped"},
            {"type": "contact_groups_changed", "groups_removed": [REPORTERS]},
        ],
    ),
    (
        "without a service nothing is called",
        [{"type": "call_webhook", "method": "GET", "url": "http://example.com/"}],
        [{"type": "error", "text": "no webhook service factory configured"}],
    ),
    (
        "a local variable is counted up and used",
        [
            {"type": "set_run_local", "local": "n", "value": "2", "operation": "increment"},
            {"type": "set_run_local", "local": "n", "value": "3", "operation": "increment"},
            {"type": "set_contact_name", "name": "@locals.n"},
        ],
        [{"type": "contact_name_changed", "name": "5"}],
    ),
    (
        "blanks around a name are trimmed, but not the separators of data",
        [{"type": "set_contact_name", "name": "\u00a0 Ben\u001c\n"}],
        [{"type": "contact_name_changed", "name": "Ben\u001c"}],
    ),
    (
        "a date of old times has the offset in hours and minutes",
        [
            {"type": "set_contact_timezone", "timezone": "Africa/Nairobi"},
            {"type": "set_contact_field", "field": {"key": "age", "name": "Age"}, "value": "1900-05-06 10:30"},
        ],
        [
            {"type": "contact_timezone_changed", "timezone": "Africa/Nairobi"},
            {
                "type": "contact_field_changed",
                "field": {"key": "age", "name": "Age"},
                "value": {"text": "1900-05-06 10:30", "datetime": "1900-05-06T10:30:00.000000+02:27"},
            },
        ],
    ),
    (
        "a quick reply may be a form",
        [{"type": "send_msg", "text": "Hi", "quick_replies": ["<form>Fill in<extra>123"]}],
        [
            {
                "type": "msg_created",
                "msg": {
                    "urn": "tel:+250788123123",
                    "channel": {"uuid": CHANNEL, "name": "Line"},
                    "text": "Hi",
                    "quick_replies": [{"type": "form", "text": "Fill in", "extra": "123"}],
                    "locale": "eng-RW",
                },
            }
        ],
    ),
]


@pytest.mark.parametrize(("actions", "events"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_actions_do_what_they_say(actions: list[Any], events: list[Any]) -> None:
    numbered = [{**action, "uuid": uuid(70 + at)} for at, action in enumerate(actions)]
    assert [told(event) for event in done(numbered)] == events


@pytest.mark.parametrize(
    ("before", "step", "after"),
    [
        ("", "2", "2"),
        ("7", "-9", "-2"),
        ("seven", "1", "1"),
        ("999999999999999999", "+1", "1000000000000000000"),
        ("1000000000000000000", "1", "1000000000000000001"),
        ("99999999999999999999", "1", "1"),
        ("5", '@(repeat("0", 5000))1', "6"),
        ("5", "1.5", "5"),
        ("5", "9223372036854775808", "5"),
    ],
)
def test_a_local_variable_counts_in_whole_numbers_of_64_bits(before: str, step: str, after: str) -> None:
    field = {"type": "set_run_local", "local": "n"}
    events = done(
        [
            {"uuid": uuid(71), **field, "operation": "set", "value": before},
            {"uuid": uuid(72), **field, "operation": "increment", "value": step},
            {"uuid": uuid(73), "type": "set_run_result", "name": "N", "value": "@locals.n"},
        ]
    )
    assert events[-1]["value"] == after
    assert [each["text"] for each in events[:-1]] == ["Increment value is not an integer"] * (after == before)


def test_a_message_is_in_the_language_of_the_contact() -> None:
    action = {"type": "send_msg", "uuid": uuid(71), "text": "Hello"}
    localization = {"fra": {uuid(71): {"text": ["Bonjour"]}}}
    [event] = done([action], AMINA | {"language": "fra"}, localization=localization)
    assert (event["msg"]["text"], event["msg"]["locale"]) == ("Bonjour", "fra-RW")


def test_a_message_to_somebody_who_cannot_be_reached_says_so() -> None:
    [event] = done([{"type": "send_msg", "uuid": uuid(71), "text": "Hello"}], AMINA | {"urns": []})
    assert told(event)["msg"] == {"text": "Hello", "locale": "eng-RW", "unsendable_reason": "no_route"}


def test_a_flow_that_is_not_there_ends_the_run() -> None:
    events = done([{"type": "enter_flow", "uuid": uuid(71), "flow": NOBODY}])
    assert [event.get("text") for event in events] == ["Unable to find flow 'Nobody'"]


def test_every_action_says_what_it_is_for() -> None:
    assert len(ACTIONS) == 26
    assert all(cls.__doc__ and cls.execute.__doc__ for cls in ACTIONS.values())
