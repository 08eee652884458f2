"""Every function does what its own documentation shows, and keeps to its limits."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from pamoja.engines.environment import Environment
from pamoja.engines.excellent.call import Budget, Call
from pamoja.engines.excellent.completion import ERROR, Example, examples_of
from pamoja.engines.excellent.registry import FUNCTIONS
from pamoja.engines.excellent.templates import Context, compile_template, evaluate
from pamoja.engines.excellent.values import Value, XError, XObject, too_complex

NOW = datetime(2025, 3, 4, 7, 15, 30, 123456, tzinfo=UTC)
HERE = Environment(date_format="DD-MM-YYYY", timezone=ZoneInfo("Africa/Kigali"), clock=lambda: NOW)
NAMES = sorted(name for name in FUNCTIONS if not name.startswith("has_"))  # tests of routers are shown in a run
EXAMPLES = [each for name in NAMES for each in examples_of(FUNCTIONS[name].documentation)]
IN_AUTUMN = 'parse_datetime("2024-11-03 01:30", "YYYY-MM-DD tt:mm", "America/New_York")'
BIG = '(repeat("x", 3000))'


def result(template: str, random: float = 0.5) -> str:
    """The text of a template, or ERROR."""
    made = compile_template(template).text(Context(HERE, XObject({}), lambda: random))
    return ERROR if made.errors else made.text


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each.template)
def test_an_example_gives_what_it_shows(example: Example) -> None:
    assert result(example.template) == example.output


def test_each_function_is_told_with_an_example() -> None:
    told = {name for name, each in FUNCTIONS.items() if any(examples_of(each.documentation))}
    assert set(FUNCTIONS) - told == {"rand", "rand_between"}


def test_chance_is_given_from_outside() -> None:
    assert result("@(rand())", 0.25) == "0.25"
    assert [result("@(rand_between(1, 10))", each) for each in (0.0, 0.55, 0.999)] == ["1", "6", "10"]
    assert result("@(rand_between(-3, -1.5))", 0.99) == "-1"


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ('@(trim("  a "))|@(trim("  a ", null))|@(trim("  a ", ""))', "a|a|  a "),
        ("@(trim(char(31) & char(12288)))", "\x1f"),
        ('@(upper("straße"))@(lower("ΣΑΣ"))', "STRAßEσας".replace("ς", "σ")),
        ("@(char(55296))@(char(-1))@(char(1114112))", "\ufffd\ufffd\ufffd"),
        ('@(replace("abc", "", "-", 2))', "-a-bc"),
        ("@(clean(char(888) & char(8203) & char(57344) & char(129768)))", "\U0001fae8"),
        ('@(word_slice("a b c", 1, 0))', "b c"),
        ('@(field("abc", 1, ""))', "b"),
        ('@(regex_match("b", "(a)|b", 1))', ""),
        ('@(html_decode("&#5 &#53; &#x;&notit; &euro;&#128;&bogus;"))', "&#5 5 \ufffd¬it; €€&bogus;"),
        ('@(url_encode("é~_-.*"))', "%C3%A9~_-.%2A"),
        ("@(sort(array(false, true, false)))", "[false, false, true]"),
        ('@(sort(array("b")))@(is_error(sort(array(array(), array()))))', "[b]true"),
        ("@(unique(array(1, 1.0, true, array(1), array(1.00))))", "[1, true, [1]]"),
        ('@(keys(object("b", 1, "a", 2, "b", 3)))', "[a, b]"),
        ('@(default(object("__default__", ""), "x"))', "x"),
        ("@(count(null))", "0"),
        ('@(format_datetime("9999-12-31T23:59:59Z", "YYYY tt", "America/Lima"))', "9999 18"),
        ("@(if(true, 1, 1 / 0))@(and(false, 1 / 0))@(or(true, 1 / 0))", "1falsetrue"),
        ('@(read_chars("++123"))|@(read_chars(""))', "1 2 3|"),
        ('@(percent(0.005))@(percent("-.555"))', "1%-56%"),
        ('@(text_slice("vaccine", 1, 3))@(text_slice("vaccine", 1, 3, null))', "acaccine"),
        ("@(clean(char(201774) & char(888)))", "\U0003142e"),
        ('@(attachment_parts("a:b").url)@(attachment_parts("IMAGE/png:c").content_type)', "a:bimage/png"),
    ],
)
def test_edges(template: str, expected: str) -> None:
    assert result(template) == expected


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ('@(datetime_diff("2018-01-01", "2018-01-31T23:59:59Z", "M"))', "0"),
        ('@(datetime_diff("2018-01-08", "2018-01-02", "W"))', "0"),
        ('@(datetime_diff("9999-12-31", "1000-01-01", "D"))', "-106751"),
        ('@(datetime_add("2020-02-29", 1, "Y"))', "2021-03-01T00:00:00.000000+02:00"),
        ('@(datetime_add("2020-01-01", 9999, "Y"))', ERROR),
        ('@(datetime_add("2020-01-01", 2147483647, "h"))', ERROR),
        ('@(datetime_add("2020-01-01", 1, "x"))', ERROR),
        ("@(date_from_parts(0, 1, 1))", ERROR),
        ("@(epoch(date_from_parts(1, 1, 1)))", ERROR),
        ("@(date_from_parts(2018, 3, 0))", "2018-02-28"),
        ('@(tz(parse_datetime("2018", "YYYY", "")))', "UTC"),
        ('@(parse_datetime("2018", "YYYY", "Nowhere/Else"))', ERROR),
        ('@(tz("2018-01-01T00:00:00+03:00"))|@(tz("2018-01-01T00:00:00+02:00"))', "|Africa/Kigali"),
        ('@(tz_offset("2018-01-01T00:00:00+05:30"))', "+0530"),
        ("@(epoch(datetime_from_epoch(-0.5)))", "-0.5"),
        (f'@(((first) => count(unique(array(first, datetime_add(first, 1, "h")))))({IN_AUTUMN}))', "2"),
        (f'@(((first) => sort(array(datetime_add(first, 1, "h"), first))[0] = first)({IN_AUTUMN}))', "true"),
    ],
)
def test_edges_of_time(template: str, expected: str) -> None:
    assert result(template) == expected


@pytest.mark.parametrize(
    "template",
    [
        f'@(replace({BIG}, "", {BIG}) & replace({BIG}, "", {BIG}))',
        f'@(join(split(repeat("x ", 5000)), replace({BIG}, "", {BIG})))',
        '@(repeat("é", 10001))',
        '@(concat(split(repeat("x ", 5000)), split(repeat("x ", 5000))) & count(concat(array(1), array(2))))',
    ],
)
def test_nothing_beyond_the_limits_is_made(template: str) -> None:
    found = result(template)
    assert found == ERROR or len(found) < 50_000


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ('datetime_add("2024-05-01", 3)', "datetime_add(...): takes exactly three arguments, received 2"),
        ('datetime_diff("2024-05-01", 3)', "datetime_diff(...): need 3 argument(s), got 2"),
        ('word_slice("one two", -1, "two")', "word_slice(...): must start with a positive index"),
        ('field("one two", -1, 1 / 0)', "field(...): cannot use a negative index"),
    ],
)
def test_the_first_thing_that_is_wrong_is_told(expression: str, message: str) -> None:
    assert evaluate(expression, Context(HERE, XObject({}))).value == XError(f"error calling {message}")


@pytest.mark.parametrize(("name", "args"), [("split", ["\ud800"]), ("regex_match", ["a", "\udfff"])])
def test_half_a_character_is_an_error(name: str, args: list[Value]) -> None:
    assert isinstance(FUNCTIONS[name](Call(HERE), args), XError)


@pytest.mark.parametrize(
    ("pattern", "found"), [(r"\pL", "a"), (r"\pL{100}", too_complex()), (r"\pL{1000}", too_complex())]
)
def test_patterns_are_paid_for_by_their_programs(pattern: str, found: Value) -> None:
    assert FUNCTIONS["regex_match"](Call(HERE, budget=Budget(10_000)), ["a", pattern]) == found
