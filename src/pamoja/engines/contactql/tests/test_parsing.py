"""What queries say, as their canonical text."""

import pytest

from pamoja.engines.contactql.errors import Code, QueryError
from pamoja.engines.contactql.query import MAX_CONDITIONS, MAX_DEPTH, MAX_LENGTH, parse_query
from pamoja.engines.contactql.tests.workspace import WORKSPACE, environment

QUERIES = {
    "Amina": 'name ~ "Amina"',
    '"Amina D"': 'name ~ "Amina D"',
    "a": 'name = "a"',
    "é": 'name ~ "é"',
    '""': 'name = ""',
    "Amina Diallo": 'name ~ "Amina" AND name ~ "Diallo"',
    "आमिना": 'name ~ "आमिना"',
    "0788": "urns.tel ~ 0788",
    "Amina 0788-123": 'name ~ "Amina" AND urns.tel ~ 0788123',
    "+250 788 123 123": 'urns.tel = "+250788123123"',
    "0788 123 123": 'urns.tel = "+250788123123"',
    "telegram:12345": "urns.telegram = 12345",
    "NAME Has amina": 'name ~ "amina"',
    "Age IS 18": "fields.age = 18",
    "age>=18.5": "fields.age >= 18.5",
    'age = "18"': "fields.age = 18",
    "age = -1": 'fields.age = "-1"',
    'village = "Ny\\"a"': 'fields.village = "Ny\\"a"',
    'village = "\\u00e9\\x41"': 'fields.village = "éA"',
    'village = "\\\\"': 'fields.village = "\\\\"',
    'village = "\\\\" and age = 1': 'fields.village = "\\x5c" AND fields.age = 1',
    'village = "\\w"': 'fields.village = "\\\\w"',
    "due < 1/2/2026": 'fields.due < "1/2/2026"',
    'GROUP = "youth club"': 'group = "youth club"',
    "history != registration": 'history != "registration"',
    "status = BLOCKED": 'status = "BLOCKED"',
    "fields.language = x": 'fields.language = "x"',
    "language = kin": 'language = "kin"',
    "urns.tel ~ 788": "urns.tel ~ 788",
    'whatsapp != ""': 'urns.whatsapp != ""',
    "a and b or c": '(name = "a" AND name = "b") OR name = "c"',
    "a or b c": 'name = "a" OR (name = "b" AND name = "c")',
    "a AND (b AND (c d))": 'name = "a" AND name = "b" AND name = "c" AND name = "d"',
    "((age = 1) OR (age = 2)) and age = 3": "(fields.age = 1 OR fields.age = 2) AND fields.age = 3",
    "android oregon": 'name ~ "android" AND name ~ "oregon"',
}


@pytest.mark.parametrize(("text", "canonical"), QUERIES.items())
def test_a_query_says(text: str, canonical: str) -> None:
    query = parse_query(environment(), text, WORKSPACE)
    assert str(query) == canonical
    assert parse_query(environment(), canonical, WORKSPACE) == query


REDACTED = {
    "telegram:12345": 'name ~ "telegram:12345"',
    "+250788123123": 'name ~ "+250788123123"',
    "A6YWQL": 'ref = "A6YWQL"',
    "Amina": 'name ~ "Amina"',
    'tel != ""': 'urns.tel != ""',
}


@pytest.mark.parametrize(("text", "canonical"), REDACTED.items())
def test_where_urns_are_redacted_a_query_says(text: str, canonical: str) -> None:
    assert str(parse_query(environment(redaction_policy="urns"), text, WORKSPACE)) == canonical


STARTS = "{'(', STRING, PROPERTY, TEXT}"
LITERALS = "{STRING, PROPERTY, TEXT}"
SYNTAX = {
    "": f"mismatched input '<EOF>' expecting {STARTS}",
    "$": f"mismatched input '$' expecting {STARTS}",
    "$ x": f"extraneous input '$' expecting {STARTS}",
    "x and": f"mismatched input '<EOF>' expecting {STARTS}",
    "or x": f"extraneous input 'or' expecting {STARTS}",
    "age = ": f"mismatched input '<EOF>' expecting {LITERALS}",
    'age = "x': f"extraneous input '\"' expecting {LITERALS}",
    "age = (1)": f"extraneous input '(' expecting {LITERALS}",
    "a b)": "extraneous input ')' expecting <EOF>",
    "a ) b": "mismatched input ')' expecting <EOF>",
    "a.b.c = 1": "mismatched input '=' expecting <EOF>",
    "(a": "missing ')' at '<EOF>'",
    "((a": "mismatched input '<EOF>' expecting ')'",
    "(a $)": "extraneous input '$' expecting ')'",
    "(a = 1 = 2)": "mismatched input '=' expecting ')'",
    "a \U0001f600": "extraneous input '\U0001f600' expecting <EOF>",
}


@pytest.mark.parametrize(("text", "message"), SYNTAX.items())
def test_a_message_about_syntax_names_the_place(text: str, message: str) -> None:
    with pytest.raises(QueryError) as raised:
        parse_query(environment(), text, WORKSPACE)
    assert (raised.value.code, raised.value.message) == (Code.SYNTAX, message)


REFUSED = {
    "age = x": (Code.INVALID_NUMBER, {"value": "x"}),
    "age = 1e3": (Code.INVALID_NUMBER, {"value": "1e3"}),
    "due = soon": (Code.INVALID_DATE, {"value": "soon"}),
    "status = asleep": (Code.INVALID_STATUS, {"value": "asleep"}),
    "language = qqqq": (Code.INVALID_LANGUAGE, {"value": "qqqq"}),
    "group = Elders": (Code.INVALID_GROUP, {"value": "Elders"}),
    "flow = Elders": (Code.INVALID_FLOW, {"value": "Elders"}),
    'history = "Elders"': (Code.INVALID_FLOW, {"value": "Elders"}),
    "name ~ x": (Code.INVALID_PARTIAL_NAME, {"min_token_length": "2"}),
    "tel ~ 78": (Code.INVALID_PARTIAL_URN, {"min_value_length": "3"}),
    "village ~ Nya": (Code.UNSUPPORTED_CONTAINS, {"property": "village"}),
    "village > Nya": (Code.UNSUPPORTED_COMPARISON, {"property": "village", "operator": ">"}),
    'uuid != ""': (Code.UNSUPPORTED_SET_CHECK, {"property": "uuid", "operator": "!="}),
    "shoe = 42": (Code.UNKNOWN_PROPERTY, {"property": "shoe"}),
    "Shoe.size = 42": (Code.UNKNOWN_PROPERTY_TYPE, {"type": "shoe"}),
}


@pytest.mark.parametrize(("text", "expected"), REFUSED.items())
def test_a_query_that_cannot_be_asked_says_why(text: str, expected: tuple[Code, dict[str, str]]) -> None:
    with pytest.raises(QueryError) as raised:
        parse_query(environment(), text, WORKSPACE)
    assert (raised.value.code, raised.value.extra) == expected


@pytest.mark.parametrize("text", ["tel = 0788", "urn ~ 0788", "fields.urn = x"])
def test_redacted_urns_cannot_be_asked_for(text: str) -> None:
    with pytest.raises(QueryError, match="cannot query on redacted URNs"):
        parse_query(environment(redaction_policy="urns"), text, WORKSPACE)


def test_without_a_resolver_fields_and_groups_are_believed() -> None:
    assert (
        str(parse_query(environment(), "shoe > big and group = Elders")) == 'fields.shoe > "big" AND group = "Elders"'
    )


@pytest.mark.parametrize(
    "text",
    [
        "x" * (MAX_LENGTH + 1),
        "(" * (MAX_DEPTH + 1) + "x" + ")" * (MAX_DEPTH + 1),
        '"' + "{" * (MAX_DEPTH + 1) + '"',
        " OR ".join(["age = 1"] * (MAX_CONDITIONS + 1)),
    ],
)
def test_a_query_beyond_a_limit_is_too_complex(text: str) -> None:
    with pytest.raises(QueryError, match="query is too complex") as raised:
        parse_query(environment(), text, WORKSPACE)
    assert raised.value.code is Code.TOO_COMPLEX


@pytest.mark.parametrize(
    "text",
    ["x" * MAX_LENGTH, "(" * MAX_DEPTH + "x" + ")" * MAX_DEPTH, " OR ".join(["age = 1"] * MAX_CONDITIONS)],
)
def test_a_query_at_a_limit_is_read(text: str) -> None:
    parse_query(environment(), text, WORKSPACE)
