"""Old expressions and what Excellent calls the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pamoja.engines.flows.legacy import migrate_expression


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Dear @contact.first_name,", "Dear @contact.first_name,"),
        ("@contact.village", "@fields.village"),
        ("@CONTACT.Village", "@fields.village"),
        ("@contact.whatsapp", '@(default(urn_parts(urns.whatsapp).path, ""))'),
        ("@contact.telegram.display", "@(format_urn(urns.telegram))"),
        ("@parent.contact.village", "@parent.fields.village"),
        ("@flow.a.value.b", "@(flow.a.value.b)"),
        ("@flow.weight.text", "@results.weight.input"),
        ("@child.3rd_visit.category", '@(child.results["3rd_visit"].category_localized)'),
        ("@step.value", "@input"),
        ("@step.attachments.2", "@(attachment_parts(input.attachments[2]).url)"),
        ("@extra.clinics.0.name", '@(legacy_extra.clinics["0"].name)'),
        ("@date.yesterday", '@(format_date(datetime_add(now(), -1, "D")))'),
        ("@channel.tel", "@contact.channel.address"),
        ("@(flow.नाम)", "@(flow.नाम)"),
    ],
)
def test_references(old: str, new: str) -> None:
    assert migrate_expression(old) == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("@(1 + 2 * 3)", "@(legacy_add(1, 2 * 3))"),
        ("@(contact.age + 1)", "@(legacy_add(fields.age, 1))"),
        ("@(contact.age * 2 + 1)", "@(legacy_add(fields.age * 2, 1))"),
        ("@(2 + 3 + contact.age)", "@(legacy_add(2 + 3, fields.age))"),
        ("@(-contact.age ^ 2)", "@(-fields.age ^ 2)"),
        ("@(--1)", "@(--1)"),
        ("@(contact.age <> 5 & 1)", "@(fields.age != 5 & 1)"),
        ("@(date.today - 7)", '@(format_date(datetime_add(format_date(today()), -7, "D")))'),
        ("@(now() - 7)", '@(datetime_add(now(), -7, "D"))'),
        ("@(contact.due - TIME(1, 0, 0))", "@(legacy_add(fields.due, -time_from_parts(1, 0, 0)))"),
        ('@("say ""hi""")', r'@("say \"hi\"")'),
        ("@( TRUE )", "@(true)"),
        ("@(true())", "@(true)"),
    ],
)
def test_operators(old: str, new: str) -> None:
    assert migrate_expression(old) == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("@(UPPER(step.value))", "@(upper(input))"),
        ("@(LEN(step))", "@(text_length(input))"),
        ("@(RIGHT(step.value, 3))", "@(text_slice(input, -3))"),
        ("@(WORD(step.value, contact.place))", "@(word(input, fields.place - 1))"),
        ("@(WORD_COUNT(step.value, true))", r'@(word_count(input, " \t"))'),
        ("@(FIXED(1.5))", "@(format_number(1.5, 2))"),
        ("@(DAYS(date.now, contact.born))", '@(datetime_diff(fields.born, now(), "D"))'),
        ("@(EDATE(contact.due, 3))", '@(datetime_add(fields.due, 3, "M"))'),
        (
            "@(YEAR(step) & MONTH(step) & DAY(step))",
            '@(format_date(input, "YYYY") & format_date(input, "M") & format_date(input, "D"))',
        ),
        (
            "@(HOUR(step) * MINUTE(step) / SECOND(step))",
            '@(format_datetime(input, "tt") * format_datetime(input, "m") / format_datetime(input, "s"))',
        ),
        ("@(WEEKDAY(step))", "@(weekday(input) + 1)"),
        ("@(EXP(2))", "@(2.718281828459045 ^ 2)"),
        ("@(SUM(1, contact.age))", "@(1 + fields.age)"),
        ("@(CONCATENATE(1, contact.age))", "@(1 & fields.age)"),
        ("@(WORD_SLICE(step, 2, 4, FALSE))", "@(word_slice(input, 1, 3, NULL))"),
        ("@(DATE(2026, 2, 1))", "@(date_from_parts(2026, 2, 1))"),
        ("@(MADE_UP(1))", "@(made_up(1))"),
        ("@(POWER(2))", "@()"),
        ("@(LEFT(step, 2, 3))", "@(text_slice(input, 0, 2))"),
        ("@(FIELD(step, 9223372036854775808))", "@(field(input, 9223372036854775808 - 1))"),
    ],
)
def test_functions(old: str, new: str) -> None:
    assert migrate_expression(old) == new


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No expression at all",
        "write to amina@example.org",
        "@@contact",
        "@",
        "@(contact.name",
        '@("unended)',
        "@(1 +)",
        "@(1 2)",
        "@(contact.name))",
        "@(UPPER(contact.name)",
        "@(2nd)",
        "@('text')",
        "@()",
    ],
)
def test_what_is_no_expression_stays_as_it_is(text: str) -> None:
    assert migrate_expression(text) == text.replace("@(contact.name))", "@contact.name)")


def test_brackets_may_be_deep_but_not_without_end() -> None:
    deep = "@({}1{})".format("(" * 100, ")" * 100)
    assert migrate_expression(deep) == deep
    over = "@({}1 + flow.x{})".format("(" * 101, ")" * 101)
    assert migrate_expression(over) == over
    many = "@(" + " & ".join(["-1"] * 5000) + ")"
    assert migrate_expression(many) == many


def test_times_in_times_do_not_grow_without_end() -> None:
    expression = "1"
    for _ in range(45):
        expression = f"NOW() + TIME({expression}, 0, 0)"
    assert migrate_expression(f"@({expression})") == f"@({expression})"


@given(st.text(alphabet='@()"\\., +-*/^=<>&1aé_\n') | st.text())
def test_any_text_can_be_migrated(text: str) -> None:
    assert isinstance(migrate_expression(text), str)
    assert "@" in text or migrate_expression(text) == text


def test_an_empty_text_is_nothing() -> None:
    assert migrate_expression('@("")') == ""


def test_an_expression_may_stand_for_itself_when_it_fails() -> None:
    new = migrate_expression('@(LEFT(flow.x, "1"))', default_to_self=True)
    assert (
        new
        == r'@(if(is_error(text_slice(results.x, 0, "1")), "@(LEFT(flow.x, \"1\"))", text_slice(results.x, 0, "1")))'
    )


def test_what_cannot_be_printed_is_escaped() -> None:
    new = migrate_expression('@(flow.x &\n"\x01\u00a0\U000e0001é")', default_to_self=True)
    assert r'"@(flow.x &\n\"\x01\u00a0\U000e0001é\")"' in new


def test_a_url_takes_values_encoded() -> None:
    assert migrate_expression("http://x.org/?a=@flow.a", url_encode=True) == "http://x.org/?a=@(url_encode(results.a))"


def test_dates_may_stay_dates() -> None:
    assert migrate_expression("@(date.today + 2)", raw_dates=True) == '@(datetime_add(today(), 2, "D"))'
