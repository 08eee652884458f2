"""What is fuzzed: each target takes a text, and lets no exception escape but those that are documented."""

import json
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal

from pamoja.engines.contactql.criteria import criteria_of
from pamoja.engines.contactql.errors import QueryError
from pamoja.engines.contactql.inspection import inspect as inspect_query
from pamoja.engines.contactql.properties import Catalogue
from pamoja.engines.contactql.query import parse_query
from pamoja.engines.contactql.tree import PropertyKind, conditions
from pamoja.engines.environment import Environment
from pamoja.engines.excellent.references import context_references, refactor
from pamoja.engines.excellent.scanner import scan
from pamoja.engines.excellent.templates import Context, Template
from pamoja.engines.excellent.values import XObject
from pamoja.engines.flows.assets.kinds import Field
from pamoja.engines.flows.definition.reading import read_flow
from pamoja.engines.flows.definition.writing import write_flow
from pamoja.engines.flows.inspection.inspecting import inspect
from pamoja.engines.flows.legacy.expressions.template import migrate_expression
from pamoja.engines.flows.migrations.registry import Config
from pamoja.engines.flows.reading import FlowReadError
from pamoja.engines.flows.resumes import read_resume
from pamoja.engines.flows.session_json import write_session
from pamoja.engines.flows.tests.samples import Office
from pamoja.engines.flows.tests.sessions import POLL, said

ENV = Environment(clock=lambda: datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC), country="RW")
ROOT = XObject(
    {
        "contact": XObject({"__default__": "Amina", "name": "Amina", "age": Decimal("34.5")}),
        "results": XObject({"x": "7", "list": ["a", ["b", Decimal(1)], None], "on": datetime(2025, 1, 1, tzinfo=UTC)}),
    }
)
TOP_LEVELS = ("contact", "results")
CONTEXT = Context(ENV, ROOT, random=lambda: 0.5, budget=20_000)
FIELDS = Catalogue(
    [Field("age", "Age", "number", ""), Field("due", "Due", "datetime", ""), Field("x", "X", "text", "")]
)

_SCHEME = re.compile("[a-z0-9_]+")


def templates(text: str) -> None:
    """A template gives a value, falls into parts that make it up, and gives the same text in its standard form."""
    assert "".join(segment.source for segment in scan(text)) == text
    template = Template(text)
    template.value(CONTEXT)
    list(context_references(text, TOP_LEVELS))
    standard = refactor(text, TOP_LEVELS, lambda each: each, rewrite=True).template
    assert refactor(standard, TOP_LEVELS, lambda each: each, rewrite=True).template == standard
    assert Template(standard).text(CONTEXT).text == template.text(CONTEXT).text


def contactql(text: str) -> None:
    """A query is refused, or its own text is the same query.

    But a URN that stands alone may have a scheme that no property can have (`Tel:1`, `"x y:1"`), as in goflow.
    """
    with suppress(QueryError):
        query = parse_query(ENV, text, FIELDS)
        if all(_SCHEME.fullmatch(each.key) for each in conditions(query.root) if each.kind is PropertyKind.URN):
            assert parse_query(ENV, str(query), FIELDS) == query
        json.dumps(inspect_query(query).to_json())
        criteria_of(ENV, query)


def legacy(text: str) -> None:
    """A template of the oldest kind becomes one of the newest."""
    assert isinstance(migrate_expression(text), str)


def flows(text: str) -> None:
    """A definition is refused; or it is written, inspected, and a session goes through two sprints of it."""
    try:
        definition = json.loads(text)
    except (ValueError, RecursionError):
        return
    with suppress(FlowReadError):
        flow = read_flow(definition, Config(lambda: "99999999-0000-4000-8000-000000000000"))
        inspect(flow, lambda reference: False)
        _session(write_flow(flow))


def _session(definition: dict[str, object]) -> None:
    office = Office(definition | {"uuid": POLL}, steps_per_sprint=20, runs_per_session=5)
    session, _ = office.start({"uuid": POLL, "name": "Fuzzed"})
    again = session
    for _ in range(2):  # reading trims the names of results, as goflow does, so that the second time counts
        stored = json.loads(json.dumps(write_session(again)))
        again = office.engine.read(office.assets, stored, office.env, session.contact, office.call)
    assert write_session(again) == stored
    if again.status == "waiting" and definition["type"] != "voice":
        office.engine.resume(again, read_resume(said("yes 7")))
        json.dumps(write_session(again))


TARGETS: dict[str, Callable[[str], None]] = {each.__name__: each for each in (templates, contactql, legacy, flows)}
