"""What a request may ask, and the links from page to page."""

import base64

import pytest

from pamoja.formats.odata import ODataRefused, Options, next_link, read_options, require_supported
from pamoja.formats.odata.options import read_token, write_token


def test_nothing_asked_is_everything() -> None:
    assert read_options({}) == Options()
    assert read_options({"$select": "*", "$top": "all", "$count": "yes"}) == Options()


def test_numbers_are_never_below_zero() -> None:
    options = read_options({"$top": "-1", "$skip": "-5"})
    assert (options.top, options.skip) == (0, 0)


def test_a_token_counts_more_than_a_number_of_rows_to_skip() -> None:
    options = read_options({"$skip": "9", "$skiptoken": write_token({"instanceId": "uuid:é"})})
    assert (options.skip, options.token) == (0, {"instanceId": "uuid:é"})


@pytest.mark.parametrize("token", ["", "01", "02e30=", "01!!!", "01W10=", "01bnVsbA=="])
def test_a_token_that_is_none_is_refused(token: str) -> None:
    with pytest.raises(ODataRefused) as refused:
        read_token(token)
    assert refused.value.code == "400.35"


def test_the_next_page_asks_the_same_question() -> None:
    query = {"$top": "1", "$skip": "1", "$filter": "not a/b eq 'x~'", "$skiptoken": "old"}
    link = next_link("http://here/Submissions", query, {"instanceId": "rtwo"})
    asked = "%24top=1&%24filter=not+a%2Fb+eq+%27x%7E%27&%24skiptoken=01eyJpbnN0YW5jZUlkIjoicnR3byJ9"
    assert link == f"http://here/Submissions?{asked}"


@pytest.mark.parametrize(
    ("query", "accept", "version", "code"),
    [
        ({"$apply": "x"}, "", "", "501.1"),
        ({"st": "x"}, "", "", "501.1"),
        ({"$expand": "child"}, "", "", "501.6"),
        ({"$expand": "*", "$select": "a"}, "", "", "501.11"),
        ({"$format": "atom"}, "application/json", "", "406.1"),
        ({}, "application/xml", "", "406.1"),
        ({}, "", "3.0", "404.1"),
    ],
)
def test_what_is_not_supported_is_refused_by_number(
    query: dict[str, str], accept: str, version: str, code: str
) -> None:
    with pytest.raises(ODataRefused) as refused:
        require_supported(query, accept, version, "json")
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("query", "accept", "version"),
    [({"$format": "json"}, "application/xml", ""), ({}, "*/*", "4.01"), ({}, "application/xml,application/json", "")],
)
def test_ordinary_clients_are_answered(query: dict[str, str], accept: str, version: str) -> None:
    require_supported({**query, "$top": "1", "$wkt": "true"}, accept, version, "json")


def test_power_bi_may_read_both_documents() -> None:
    accept = "application/json;odata.metadata=minimal;q=1.0,application/atom+xml;q=0.8,application/xml;q=0.7"
    require_supported({}, accept, "4.0", "xml")
    require_supported({}, accept, "4.0", "json")


def test_an_order_and_a_token_do_not_go_together() -> None:
    with pytest.raises(ODataRefused) as refused:
        read_options({"$orderby": "a", "$skiptoken": write_token({})})
    assert refused.value.text.startswith("The requested feature using $orderby and $skiptoken together")


@pytest.mark.parametrize("text", ['{"a": "\\u0000"}', '{"a": "\\ud800"}', '{"a": ' + "[" * 20_000 + "]" * 20_000 + "}"])
def test_a_token_that_no_database_can_look_up_is_refused(text: str) -> None:
    with pytest.raises(ODataRefused, match="Invalid"):
        read_token("01" + base64.b64encode(text.encode()).decode())


def test_a_version_of_thousands_of_digits_is_a_late_one() -> None:
    require_supported({}, "", "9" * 5000, "json")
