"""Our API does what its description says, for whoever asks and whatever they send."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from pamoja.config.wsgi import application
from pamoja.core.ratelimit import limits
from tests.filled import OWNER_SECRET, STRANGER_SECRET, River

EXAMPLES = 2
load_all_checks()
WANTED = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance")
QUIET = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


class _Undo(Exception):
    """Takes back what a call wrote."""


@pytest.fixture(autouse=True)
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pamoja.config.api.API_CALLS", limits.Limit("test", 10_000_000, 1))


@pytest.fixture(autouse=True)
def connection_kept() -> Iterator[None]:
    """A request ends by closing connections in a transaction, and the whole test is one (as in Django's client)."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def operations() -> Iterator[Any]:
    for found in schemathesis.openapi.from_wsgi("/api/openapi.json", application).get_all_operations():
        yield found.ok()


def ask_everything(river: River, secret: str, mode: GenerationMode) -> list[tuple[Case, Any]]:
    """Call every operation several times, half of them about river's own rows; returns what was answered."""
    answers: list[tuple[Case, Any]] = []
    for operation in operations():
        for known in ({}, river.ids):
            _ask(operation.as_strategy(generation_mode=mode), known, secret, answers)
    return answers


def _ask(cases: Any, known: dict[str, str], secret: str, answers: list[tuple[Case, Any]]) -> None:
    @given(case=cases)
    @QUIET
    def ask(case: Case) -> None:
        case.path_parameters.update({name: known[name] for name in case.path_parameters if name in known})
        answers.append((case, _answer(case, secret)))

    ask()


def _answer(case: Case, secret: str) -> Any:
    try:
        with transaction.atomic():
            answer = case.call(headers={"Authorization": f"Bearer {secret}"})
            raise _Undo
    except _Undo:
        pass
    case.validate_response(answer, checks=[CHECKS.get_one(name) for name in WANTED])
    return answer


@pytest.mark.slow
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_the_owner_gets_what_the_description_says(river: River, mode: GenerationMode) -> None:
    answers = ask_everything(river, OWNER_SECRET, mode)
    told = {answer.status_code for _case, answer in answers}
    assert 422 in told and not any(status >= 500 for status in told)
    if mode is GenerationMode.POSITIVE:
        found = " ".join(answer.text for _case, answer in answers)
        assert 200 in told and all(public_id in found for public_id in river.ids.values())
    refused = [answer for _case, answer in answers if answer.status_code in (400, 409, 422)]
    assert all(answer.headers["content-type"] == ["application/problem+json"] for answer in refused)


@pytest.mark.slow
def test_a_stranger_never_sees_anything_of_river(river: River) -> None:
    answers = ask_everything(river, STRANGER_SECRET, GenerationMode.POSITIVE)
    assert any(answer.status_code == 200 for _case, answer in answers)
    asked = [(case, answer) for case, answer in answers if set(case.path_parameters) & set(river.ids)]
    assert asked and all(answer.status_code in (400, 404, 422) for _case, answer in asked)
    leaks = [case.formatted_path for case, answer in answers for one in river.ids.values() if one in answer.text]
    assert leaks == []


def test_who_has_proved_nothing_gets_nothing(river: River) -> None:
    answers = ask_everything(river, "no-such-secret", GenerationMode.POSITIVE)
    assert {answer.status_code for _case, answer in answers} <= {401, 429}
