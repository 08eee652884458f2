"""Legacy tests of rules as the cases of a switch router: one function each, registered by the type of the test."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from pamoja.engines.flows.legacy.expressions import migrate_expression
from pamoja.engines.flows.legacy.reading import JsonObject, LegacyFlowError, number_text_of, text_of, translations_of
from pamoja.engines.flows.legacy.referring import reference
from pamoja.engines.flows.legacy.work import Work, filled

# What the old editor wrote for a number of days from today; the new one shows that number.
DAYS_FROM_TODAY = re.compile(r"@\(date\.today[ \t\n\f\r]+([-+])[ \t\n\f\r]+(-?[0-9]+)\)")


@dataclass(frozen=True, slots=True)
class Case:
    """A router test with its arguments, and what the editor keeps beside it."""

    type: str
    arguments: list[str] = field(default_factory=list)
    ui: JsonObject = field(default_factory=dict)


Migrate = Callable[[JsonObject, str, Work], Case | None]

TESTS: dict[str, Migrate] = {}
SUCCEEDED = "success"


def legacy_test(name: str) -> Callable[[Migrate], Migrate]:
    """Register what migrates tests of this type: given the test, the UUID of its case, and the work."""

    def register(migrate: Migrate) -> Migrate:
        TESTS[name] = migrate
        return migrate

    return register


def migrated_case(test: JsonObject, category: str, work: Work) -> tuple[JsonObject, JsonObject] | None:
    """The case for a test and what the editor keeps of it; None for what the default category takes."""
    migrate = TESTS.get(text_of(test, "type"))
    if migrate is None:
        raise LegacyFlowError(f"There are no tests of type {test.get('type')!r}.")
    uuid = work.new_uuid()
    case = migrate(test, uuid, work)
    if case is None:
        return None
    arguments = filled(arguments=case.arguments)
    return {"uuid": uuid, "type": case.type, "category_uuid": category, **arguments}, case.ui


def _without_arguments(new: str, test: JsonObject, uuid: str, work: Work) -> Case:
    return Case(new)


def _numbers(new: str, keys: tuple[str, ...], test: JsonObject, uuid: str, work: Work) -> Case:
    return Case(new, [migrate_expression(number_text_of(test, key)) for key in keys])


def _localized(new: str, test: JsonObject, uuid: str, work: Work) -> Case:
    texts = translations_of(test.get("test"))
    work.localization.add(texts, uuid, "arguments")
    return Case(new, [migrate_expression(work.localization.base(texts))])


def _date(new: str, test: JsonObject, uuid: str, work: Work) -> Case:
    text = text_of(test, "test")
    return Case(new, [migrate_expression(text, raw_dates=True)], {"arguments": [str(_days(text))]})


def _days(text: str) -> int:
    found = DAYS_FROM_TODAY.search(text)
    if not found:
        return 0
    return -int(found.group(2)) if found.group(1) == "-" else int(found.group(2))


PLAIN = {
    "date": "has_date",
    "has_email": "has_email",
    "not_empty": "has_text",
    "number": "has_number",
    "phone": "has_phone",
    "state": "has_state",
}
LOCALIZED = {
    "contains": "has_all_words",
    "contains_any": "has_any_word",
    "contains_only_phrase": "has_only_phrase",
    "contains_phrase": "has_phrase",
    "starts": "has_beginning",
}
DATES = {"date_after": "has_date_gt", "date_before": "has_date_lt", "date_equal": "has_date_eq"}

TESTS |= {old: partial(_without_arguments, new) for old, new in PLAIN.items()}
TESTS |= {old: partial(_numbers, f"has_number_{old}", ("test",)) for old in ("eq", "gt", "gte", "lt", "lte")}
TESTS |= {"between": partial(_numbers, "has_number_between", ("min", "max"))}
TESTS |= {old: partial(_localized, new) for old, new in LOCALIZED.items()}
TESTS |= {old: partial(_date, new) for old, new in DATES.items()}


@legacy_test("regex")
def regex(test: JsonObject, uuid: str, work: Work) -> Case:
    """A pattern is no template: its base stays to the letter."""
    texts = translations_of(test.get("test"))
    work.localization.add(texts, uuid, "arguments")
    return Case("has_pattern", [work.localization.base(texts)])


@legacy_test("in_group")
def in_group(test: JsonObject, uuid: str, work: Work) -> Case:
    """The contact is in a group."""
    value = test.get("test")
    group = {"uuid": "", "name": migrate_expression(value)} if isinstance(value, str) else reference(value)
    return Case("has_group", [group["uuid"], group["name"]])


@legacy_test("subflow")
def subflow(test: JsonObject, uuid: str, work: Work) -> Case:
    """How the flow that was entered ended."""
    return Case("has_only_text", [text_of(test, "exit_type")])


@legacy_test("webhook_status")
def webhook_status(test: JsonObject, uuid: str, work: Work) -> Case:
    """Whether the call of a webhook succeeded, which its result has as category."""
    return Case("has_only_text", ["Success" if text_of(test, "status") == SUCCEEDED else "Failure"])


@legacy_test("airtime_status")
def airtime_status(test: JsonObject, uuid: str, work: Work) -> Case | None:
    """Whether airtime could be sent; a failure is what the default category is for."""
    return Case("has_category", ["Success"]) if text_of(test, "exit_status") == SUCCEEDED else None


@legacy_test("district")
def district(test: JsonObject, uuid: str, work: Work) -> Case:
    """A district, of a state."""
    return Case("has_district", [migrate_expression(text_of(test, "test"))])


@legacy_test("ward")
def ward(test: JsonObject, uuid: str, work: Work) -> Case:
    """A ward, of a district and a state."""
    return Case("has_ward", [migrate_expression(text_of(test, key)) for key in ("district", "state")])
