"""What comes back from web services, however strange, can be used in expressions and stored."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from pamoja.engines.flows.actions import call_resthook
from pamoja.engines.flows.resumes import read_resume
from pamoja.engines.flows.session_json import write_session
from pamoja.engines.flows.tests.samples import Office
from pamoja.engines.flows.tests.sessions import flow, node, question, said, texts, types, uuid
from pamoja.engines.flows.webhooks import Trace, WebhookCall, json_text

NOW = datetime(2025, 5, 4, tzinfo=UTC)
ANY = {"uuid": uuid(1), "name": "Any"}


def trace(status: int, url: str = "http://e.org/", **more: Any) -> Trace:
    return Trace("POST", url, b"", NOW, NOW, status, **more)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b'{"a": 1.10}', '{"a": 1.10}'),
        (b'{"a": "x\\u0000y\0"}', '{"a": "xy"}'),
        (b'{"a": "\\ud83d\\ude00 \xe2\x82"}', '{"a":"\N{GRINNING FACE} "}'),
        (b'{"a": "caf\\u00e9 \\ud83d"}', '{"a":"caf\N{LATIN SMALL LETTER E WITH ACUTE} \N{REPLACEMENT CHARACTER}"}'),
        (b"[" * 200 + b"]" * 200, "[" * 200 + "]" * 200),
        (b"[" * 201 + b"]" * 201, ""),
        (b"[" * 100_000, ""),
        (b'{"a": 1e999}', ""),
        (b'{"a": NaN}', ""),
        (b"9" * 5000, ""),
        (b"", ""),
    ],
)
def test_what_is_kept_of_an_answer_is_json_that_can_be_stored(body: bytes, text: str) -> None:
    found = json_text(body)
    assert found == text
    found.encode()
    made = WebhookCall.of(trace(200, body=body))
    stored = WebhookCall.from_json(json.loads(json.dumps(made.to_json(), allow_nan=False)))
    assert WebhookCall.from_json(stored.to_json()) == stored


@pytest.mark.parametrize(
    ("statuses", "chosen"),
    [([200, 500, 410, 503, 200], 3), ([410, 200, 410, 201], 3), ([410, 410], 1), ([0, 410], 0), ([], None)],
)
def test_of_the_calls_of_a_resthook_the_last_of_the_worst_tells(statuses: list[int], chosen: int | None) -> None:
    calls = [trace(status, f"http://e.org/{at}") for at, status in enumerate(statuses)]
    assert call_resthook._most_telling(calls) is (None if chosen is None else calls[chosen])


def test_an_answer_that_is_too_long_fails_a_webhook_but_not_a_resthook() -> None:
    long = trace(200, is_too_long=True)
    assert (long.outcome(), long.outcome(is_resthook=True)) == ("connection_error", "success")


@pytest.mark.parametrize("payload", [[], 0, False, "", {}, {"a": [1.5, None]}])
def test_what_a_button_sends_is_seen_as_it_is_also_after_it_was_stored(payload: Any) -> None:
    asks = node(1, [{"type": "send_msg", "text": "@(json(input.payload))"}], 2, question(1, "X"))
    office = Office(flow(*ANY.values(), [asks, node(2, [], 1)]))
    resume = said("pressed")
    resume["event"]["msg"]["payload"] = payload
    session, _ = office.start(ANY)
    sprint = office.engine.resume(session, read_resume(resume))
    assert [json.loads(each) for each in texts(sprint)] == [payload]
    kept = json.loads(json.dumps(write_session(session)))
    assert kept["input"]["payload"] == payload
    again = office.engine.read(office.assets, kept, office.env, session.contact, session.call)
    assert again.input is not None
    assert again.input.payload == payload


def test_a_payload_is_not_nested_deeper_than_expressions_go() -> None:
    resume = said("pressed")
    resume["event"]["msg"]["payload"] = json.loads("[" * 500 + "]" * 500)
    with pytest.raises(ValueError, match="payload' must not be nested deeper"):
        read_resume(resume)


def test_subscribers_are_not_called_when_there_is_nothing_to_tell_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call_resthook, "PAYLOAD", "@(json(1 / 0))")
    office = Office(flow(*ANY.values(), [node(1, [{"type": "call_resthook", "resthook": "new-report"}])]))
    _, sprint = office.start(ANY)
    assert types(sprint) == ["run_started", "error", "run_ended"]
