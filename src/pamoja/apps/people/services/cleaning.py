"""Checking and normalising what somebody says about a person, wherever it comes from: page, API or sheet.

A fault names where it is and why in words; it never repeats the value, so that it may be kept and logged.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from pamoja.apps.people.models import ContactPoint, Identifier, Person
from pamoja.apps.people.models.details import bare
from pamoja.apps.people.models.persons import NAME_PARTS
from pamoja.apps.places import selectors
from pamoja.core.clock import now
from pamoja.core.permissions import system_actor
from pamoja.core.problems import INVALID_INPUT, Problem
from pamoja.engines.people.countries import ALPHA2
from pamoja.engines.people.washington import Difficulty, Domain

LONGEST_NAME: Final = 200
MOST_NAMES: Final = 8
MOST_LANGUAGES: Final = 20
EARLIEST_BIRTH: Final = date(1890, 1, 1)
LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


class Fault(Exception):
    """One value that cannot be taken; `args[0]` says why."""


@dataclass
class Cleaned:
    """Values fit to be written, and the faults of the others by field."""

    values: dict[str, Any] = field(default_factory=dict)
    faults: list[dict[str, str]] = field(default_factory=list)

    def or_raise(self) -> dict[str, Any]:
        """The values. Raises INVALID_INPUT with the faults located."""
        if self.faults:
            raise Problem(INVALID_INPUT, errors=self.faults)
        return self.values


def clean_person(changes: Mapping[str, Any]) -> Cleaned:
    """Check fields of a person by name; unknown names are faults."""
    cleaned = Cleaned()
    for name, value in changes.items():
        try:
            cleaned.values[name] = _cleaner(name)(value)
        except Fault as fault:
            cleaned.faults.append({"where": name, "detail": str(fault)})
    values = cleaned.values
    if values.get("birth_date") and not values.get("birth_precision"):
        values["birth_precision"] = Person.BirthPrecision.EXACT.value
    return cleaned


def clean_identifier(type_: str, country: str, value: str) -> dict[str, str]:
    """The columns of an identifier. Raises Fault."""
    country = country.strip().upper()
    if type_ not in Identifier.Type.values:
        raise Fault(_("Choose a type from the list."))
    if country and country not in ALPHA2:
        raise Fault(_("Write the country as three letters, such as MWI."))
    if not bare(value) or len(value) > 100:
        raise Fault(_("Write the number: letters and digits, at most 100."))
    return {"type": type_, "country": country, "value": value.strip()}


def clean_contact_point(type_: str, value: str, country: str) -> dict[str, str]:
    """The columns of a contact point; phone numbers without a country code are of `country`. Raises Fault."""
    cleaners = {
        ContactPoint.Type.PHONE: lambda text: _phone(text, country),
        ContactPoint.Type.EMAIL: _email,
        ContactPoint.Type.ADDRESS: _address,
    }
    if type_ not in ContactPoint.Type.values:
        raise Fault(_("Choose a type from the list."))
    return {"type": type_, "value": cleaners[ContactPoint.Type(type_)](value.strip())}


def as_problem(fault: Fault, where: str) -> Problem:
    """The fault of a single value as a problem."""
    return Problem(INVALID_INPUT, errors=[{"where": where, "detail": str(fault)}])


def _cleaner(name: str) -> Callable[[Any], Any]:
    if name not in CLEANERS:
        return _unknown
    return CLEANERS[name]


def _unknown(_value: Any) -> Any:
    raise Fault(_("There is no such field."))


def _names(value: Any) -> list[dict[str, str]]:
    if not isinstance(value, list) or not all(isinstance(entry, Mapping) for entry in value):
        raise Fault(_("Names are a list, one entry for each script."))
    entries = [_name(entry) for entry in value[:MOST_NAMES]]
    kept = [entry for entry in entries if any(entry.get(part) for part in NAME_PARTS)]
    if not kept:
        raise Fault(_("Write at least one name."))
    return kept


def _name(entry: Mapping[str, Any]) -> dict[str, str]:
    parts = {part: " ".join(str(entry.get(part) or "").split()) for part in NAME_PARTS}
    if any(len(part) > LONGEST_NAME for part in parts.values()):
        raise Fault(_("A name has at most 200 characters."))
    language = str(entry.get("language") or "").strip()
    if language and not LANGUAGE.fullmatch(language):
        raise Fault(_("Write the language of a name as a code, such as fr or ar."))
    return {key: text for key, text in {**parts, "language": language}.items() if text}


def _choice(choices: list[str], words: Callable[[], str]) -> Callable[[Any], str]:
    def clean(value: Any) -> str:
        text = str(value or "").strip().lower()
        if text not in choices:
            raise Fault(words())
        return text

    return clean


def _birth_date(value: Any) -> str | None:
    if not value:
        return None
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        raise Fault(_("Write the date as year-month-day, such as 2015-03-27.")) from None
    if not EARLIEST_BIRTH <= day <= now().date():
        raise Fault(_("The birth date lies in the future or too far back."))
    return day.isoformat()


def _languages(value: Any) -> list[str]:
    codes = [str(code).strip() for code in value or [] if str(code).strip()]
    if len(codes) > MOST_LANGUAGES or not all(LANGUAGE.fullmatch(code) for code in codes):
        raise Fault(_("Write languages as codes, such as en, fr, ar."))
    return list(dict.fromkeys(codes))


def _functioning(value: Any) -> dict[str, int]:
    try:
        answers = {Domain(name): Difficulty(int(code)) for name, code in dict(value or {}).items()}
    except (ValueError, TypeError):
        raise Fault(_("An answer on functioning is one of the listed difficulties.")) from None
    return {name.value: code.value for name, code in answers.items()}


def clean_place(value: Any) -> int | None:
    """The key of a place, from a place, a path of P-codes ("MWI/MW1/") or a P-code. Raises Fault."""
    if value is None or isinstance(value, int):
        return value
    text = str(getattr(value, "path", value)).strip()
    if not text:
        return None
    known = selectors.places(system_actor("people"))
    found = known.filter(path=text) if text.endswith("/") else known.filter(pcode=text)
    keys = list(found.values_list("pk", flat=True)[:2])
    if len(keys) != 1:
        raise Fault(_("There is no such place. Write its P-code."))
    return int(keys[0])


def known_places(codes: Iterable[str]) -> dict[str, int]:
    """The keys of those P-codes that one place alone has: what `clean_place` would say of each, in one query."""
    found = selectors.places(system_actor("people")).filter(pcode__in=set(codes))
    pairs = list(found.order_by().values_list("pcode", "pk"))
    counts = Counter(code for code, _key in pairs)
    return {code: int(key) for code, key in pairs if counts[code] == 1}


def _phone(text: str, country: str) -> str:
    try:
        number = phonenumbers.parse(text, ALPHA2.get(country))
    except phonenumbers.NumberParseException:
        raise Fault(_("This is not a phone number. Begin with + and the country code.")) from None
    if not phonenumbers.is_possible_number(number):
        raise Fault(_("This phone number is too short or too long for its country."))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise Fault(_("This is not an e-mail address.")) from None
    return text


def _address(text: str) -> str:
    if not text or len(text) > 300:
        raise Fault(_("Write the address in at most 300 characters."))
    return text


CLEANERS: Final[dict[str, Callable[[Any], Any]]] = {
    "names": _names,
    "sex": _choice(Person.Sex.values, lambda: _("Sex is female, male, other or empty.")),
    "birth_date": _birth_date,
    "birth_precision": _choice(
        ["", *Person.BirthPrecision.values], lambda: _("Precision is exact, month, year or estimated.")
    ),
    "languages": _languages,
    "functioning": _functioning,
    "place": clean_place,
}
