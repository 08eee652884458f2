"""One row of somebody's sheet: what it asks to be written, and what is wrong with it, cell by cell."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from pamoja.apps.people.models import ContactPoint, Identifier, Membership
from pamoja.apps.people.services.cleaning import Fault, clean_contact_point, clean_identifier, clean_person
from pamoja.core.clock import now
from pamoja.engines.people import births
from pamoja.engines.people.headers import fold
from pamoja.engines.people.washington import Domain

Faults = list[dict[str, str]]
SEXES = {
    "female": "f female woman girl w femme fille feminin انثي امراه بنت",
    "male": "m male man boy h homme garcon masculin ذكر رجل ولد",
    "other": "other autre اخر",
}
SEX_OF = {fold(word): sex for sex, words in SEXES.items() for word in words.split()}
CONTACTS = tuple(ContactPoint.Type.values)
IDENTIFIERS = tuple(kind for kind in Identifier.Type.values if kind not in ("other",))
NAMES = ("full", "given", "family")
DOMAINS = tuple(domain.value for domain in Domain)


@dataclass
class Plan:
    """What a row asks for. `identifiers` and `contacts` are (type, value); `household` is (number, role)."""

    person: dict[str, Any] = field(default_factory=dict)
    identifiers: list[tuple[str, str]] = field(default_factory=list)
    contacts: list[tuple[str, str]] = field(default_factory=list)
    household: tuple[str, str] | None = None
    faults: Faults = field(default_factory=list)


def plan_row(cells: Mapping[str, str], where: Mapping[str, str], country: str, places: Mapping[str, int]) -> Plan:
    """Read the cells of a row (field to text). `where` gives the cell of each field ("C7") for the faults, `places`
    the keys of P-codes that are known already."""
    plan = Plan()
    reader = _Reader(cells, where, plan)
    plan.person = {
        "names": [{part: cells[part] for part in NAMES if cells.get(part)}, {"full": cells.get("other_full", "")}],
        "sex": reader.read("sex", _sex),
        "languages": cells.get("languages", "").replace(",", " ").replace(";", " ").split(),
        "functioning": {domain: cells[domain] for domain in DOMAINS if cells.get(domain)},
        "place": places.get(cells.get("place", "")) or cells.get("place") or None,
    } | reader.read_birth()
    reader.take_details(country)
    reader.take_faults_of_person()
    return plan


class _Reader:
    """Reads fields and notes faults by cell."""

    def __init__(self, cells: Mapping[str, str], where: Mapping[str, str], plan: Plan) -> None:
        self.cells, self.where, self.plan = cells, where, plan

    def fault(self, name: str, detail: str) -> None:
        """Note what is wrong with a field; without a cell of its own it is about the row."""
        self.plan.faults.append({"where": self.where.get(name, ""), "field": name, "detail": detail})

    def read(self, name: str, clean: Callable[[str], str]) -> str:
        """A field by its own rule."""
        try:
            return clean(self.cells.get(name, ""))
        except Fault as fault:
            self.fault(name, str(fault))
            return ""

    def read_birth(self) -> dict[str, Any]:
        """The birth date, else the estimate that an age gives."""
        text, age = self.cells.get("birth", ""), self.cells.get("age", "")
        try:
            birth = births.read(text) if text else _from_age(age) if age else None
        except ValueError:
            self.fault("birth" if text else "age", _("This is not a date, month, year or age."))
            birth = None
        return {"birth_date": birth.day.isoformat(), "birth_precision": birth.precision.value} if birth else {}

    def take_details(self, country: str) -> None:
        """Identifiers, contact points and the household."""
        for kind in IDENTIFIERS:
            if value := self.cells.get(kind):
                self.read(kind, lambda text, kind=kind: clean_identifier(kind, country, text)["value"])  # type: ignore[misc]
                self.plan.identifiers.append((kind, value))
        for kind in CONTACTS:
            if value := self.cells.get(kind):
                self.read(kind, lambda text, kind=kind: clean_contact_point(kind, text, country)["value"])  # type: ignore[misc]
                self.plan.contacts.append((kind, value))
        if number := self.cells.get("household", "").strip():
            self.plan.household = (number, self.read("role", _role))

    def take_faults_of_person(self) -> None:
        """What the register itself says of the person's fields."""
        for fault in clean_person(self.plan.person).faults:
            self.fault(self._cell_of(fault["where"]), fault["detail"])

    def _cell_of(self, name: str) -> str:
        choices = {"names": NAMES, "birth_date": ("birth", "age"), "functioning": DOMAINS}.get(name, (name,))
        return next((choice for choice in choices if self.cells.get(choice)), choices[0])


def _from_age(text: str) -> births.Birth:
    years = int(text)
    if not 0 <= years <= 120:
        raise ValueError("no age")
    return births.from_age(years, now().date())


def _sex(text: str) -> str:
    if text and fold(text) not in SEX_OF:
        raise Fault(_("Sex is female, male, other or empty."))
    return SEX_OF.get(fold(text), "")


def _role(text: str) -> str:
    role = text.strip().lower() or Membership.Role.UNRELATED.value
    if role not in Membership.Role.values:
        raise Fault(_("The role is one of: %(roles)s.") % {"roles": ", ".join(Membership.Role.values)})
    return role
