"""The world and the services that goflow's own tests of sessions run with."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from fnmatch import translate
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from pamoja.engines.environment import Environment
from pamoja.engines.flows.assets import Assets, read_assets
from pamoja.engines.flows.assets.kinds import LLM
from pamoja.engines.flows.definition.reading import read_flow
from pamoja.engines.flows.engine import Engine
from pamoja.engines.flows.limits import Limits
from pamoja.engines.flows.migrations.registry import Config
from pamoja.engines.flows.services import AirtimeTransfer, LLMResponse, ServiceError, Services
from pamoja.engines.flows.webhooks import Request, Trace

from .pcg import Pcg, SequentialClock, Uuids

USER_AGENT = "goflow-testing"
BLOCKED = "graph.facebook.com"
PROMPTS = {
    "categorize": "Categorize the following text into one of the following categories and only return that category "
    "or <CANT> if you can't: {{ .arg1 }}"
}
CURRENCY = "RWF"
LENGTH = "Content-Length"
WHITE = " \t"
"""What a header has around its value is not sent."""
CODE_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
AIRTIME_LOG = {
    "url": "http://send.airtime.com",
    "status_code": 200,
    "request": "GET / HTTP/1.1\r\nHost: send.airtime.com\r\nUser-Agent: Go-http-client/1.1\r\n"
    "Accept-Encoding: gzip\r\n\r\n",
    "response": 'HTTP/1.0 200 OK\r\nContent-Length: 15\r\n\r\n{"status":"ok"}',
    "elapsed_ms": 0,
    "retries": 0,
    "sizes": {"request": 0, "response": 0},
    "status": "success",
    "created_on": "2019-10-16T13:59:30.123456789Z",
}


class GoWorld:
    """Time, UUIDs and chance as goflow's tests mock them."""

    def __init__(self) -> None:
        self.clock = SequentialClock()
        self._uuids = Uuids(self.clock)
        self._random = Pcg()

    def now(self) -> datetime:
        return self.clock.now()

    def uuid4(self) -> str:
        return self._uuids.uuid4()

    def uuid7(self) -> str:
        return self._uuids.uuid7()

    def random(self) -> float:
        return self._random.float64()

    def intn(self, below: int) -> int:
        return self._random.intn(below)


class MockWebhooks:
    """Answers from a list for each URL, each used once; a URL without an answer is an error of the test."""

    def __init__(self, world: GoWorld, mocks: Mapping[str, list[Any]], response_bytes: int) -> None:
        self._world = world
        self._mocks = {url: list(answers) for url, answers in mocks.items()}
        self._limit = response_bytes

    @property
    def unused(self) -> list[str]:
        return [url for url, answers in self._mocks.items() if answers]

    def is_blocked(self, hostname: str) -> bool:
        host = hostname.lower().removesuffix(".")
        return host == BLOCKED or host.endswith(f".{BLOCKED}")

    def call(self, request: Request) -> Trace:
        dump, started = dumped(request), self._world.now()
        mock = self._answer(request.url)
        known = {"method": request.method, "url": request.url, "request": dump, "started_on": started}
        if not mock["status"]:
            return Trace(ended_on=self._world.now(), body=None, **known)
        text = mock.get("body", "")
        body = (text if isinstance(text, str) else json.dumps(text)).encode() * max(mock.get("body_repeat", 1), 1)
        headers = {_titled(name): value for name, value in (mock.get("headers") or {}).items()}
        shown = {name: value for name, value in sorted(headers.items()) if name != LENGTH}
        lines = [f"HTTP/1.0 {mock['status']} {HTTPStatus(mock['status']).phrase}", f"{LENGTH}: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in shown.items()]
        is_too_long = len(body) > self._limit
        return Trace(
            ended_on=self._world.now(),
            status=mock["status"],
            headers=headers,
            response="\r\n".join([*lines, "", ""]).encode(),
            body=None if is_too_long else body,
            content_length=len(body),
            is_too_long=is_too_long,
            **known,
        )

    def _answer(self, url: str) -> Any:
        fitting = [each for each in self._mocks if self._mocks[each] and re.match(translate(each), url)]
        best = url if self._mocks.get(url) else max(fitting, key=len, default="")
        if not best:
            raise AssertionError(f"missing mock for URL {url}")
        return self._mocks[best].pop(0)


def dumped(request: Request) -> bytes:
    """A request as Go's client sends it."""
    parts = urlsplit(request.url)
    headers = {_titled(name): value for name, value in request.headers.items()}
    if headers.get("Accept-Encoding") == "gzip":
        del headers["Accept-Encoding"]
    agent = headers.pop("User-Agent", "") or USER_AGENT
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = [f"{request.method} {target} HTTP/1.1", f"Host: {parts.netloc}", f"User-Agent: {agent}"]
    body = request.body.encode()
    if body or request.method in ("POST", "PUT", "PATCH"):
        lines.append(f"Content-Length: {len(body)}")
    lines += [f"{name}: {headers[name].strip(WHITE)}" for name in sorted(headers)]
    if "Accept-Encoding" not in headers:
        lines.append("Accept-Encoding: gzip")
    return "\r\n".join([*lines, "", ""]).encode() + body


def _titled(name: str) -> str:
    return "-".join(part.capitalize() for part in name.split("-"))


class MockEmail:
    """Sends nothing; fails with an error if it was given one."""

    def __init__(self, error: str = "") -> None:
        self._error = error

    def send(self, addresses: list[str], subject: str, body: str) -> None:
        if self._error:
            raise ServiceError(self._error)


class MockLLM:
    """Does what its input says: returns or fails; categorises by the last word of its instructions."""

    def respond(self, llm: LLM, instructions: str, input: str, max_tokens: int) -> LLMResponse:
        if input.startswith("\\error "):
            raise ServiceError(input[7:])
        if input.startswith("\\return "):
            output = input[8:]
        elif instructions.startswith("Categorize"):
            output = instructions.split()[-1].removesuffix("]")
        else:
            output = f"You asked:\n\n{instructions}\n\n{input}"
        return LLMResponse(output, 45, 78)


class MockAirtime:
    """Gives airtime in one currency; not to numbers with 666 in them."""

    def __init__(self, world: GoWorld) -> None:
        self._world = world

    def create(
        self,
        transfer_uuid: str,
        sender: str,
        recipient: str,
        amounts: Mapping[str, Decimal],
        log: Callable[[dict[str, Any]], None],
    ) -> AirtimeTransfer:
        if "666" in recipient:
            raise ServiceError("invalid recipient number")
        log(dict(AIRTIME_LOG))
        if CURRENCY not in amounts:
            raise ServiceError(f"no amount configured for transfers in {CURRENCY}")
        code = "".join(CODE_CHARACTERS[self._world.intn(len(CODE_CHARACTERS))] for _ in range(10))
        return AirtimeTransfer(code, sender, recipient, CURRENCY, amounts[CURRENCY])


class Universe:
    """A world with an engine that has all services."""

    def __init__(
        self,
        mocks: Mapping[str, list[Any]] | None = None,
        *,
        response_bytes: int = 100_000,
        smtp_error: str = "",
        field_chars: int = 640,
        **options: Any,
    ) -> None:
        self.world = GoWorld()
        self.webhooks = MockWebhooks(self.world, mocks or {}, response_bytes)
        services = Services(MockEmail(smtp_error), self.webhooks, MockLLM(), MockAirtime(self.world))
        limits = Limits(response_bytes=response_bytes, field_chars=field_chars)
        self.engine = Engine(self.world, services, limits, PROMPTS, **options)

    def assets(self, data: Any) -> Assets:
        """The assets of a test; flows are migrated with UUIDs of this world."""
        config = Config(self.world.uuid4)
        env = Environment(clock=self.world.now)
        return read_assets(data, lambda definition: read_flow(definition, config), env)
