"""The lists of persons and households, and what their columns show."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pamoja.apps.people.models import Person
from pamoja.core.clock import now
from pamoja.core.lists import Column, Filter, ListSpec
from pamoja.core.lists.spec import Rows
from pamoja.engines.people import births

AGES = {"0-4": (0, 4), "5-17": (5, 17), "18-59": (18, 59), "60+": (60, 130)}


def age_words(person: Person) -> str:
    """The age today in completed years, as a range where the birth date leaves one."""
    if not person.birth:
        return ""
    low, high = births.age_range(person.birth, now().date())
    return str(low) if low == high else f"{low}–{high}"


def of_age(rows: Rows, value: str) -> Rows:
    """Persons whose birth year fits an age group; the year alone decides, so the edges are a year wide."""
    low, high = AGES[value]
    year = now().year
    return rows.filter(birth_year__gte=year - high, birth_year__lte=year - low)


PEOPLE = ListSpec(
    name="people",
    kind="people.person",
    columns=(
        Column("name", _("Name"), is_link=True),
        Column("sex", _("Sex"), value="get_sex_display", sort="sex"),
        Column("age", _("Age"), value=age_words, sort="birth_year", is_number=True),
        Column("place", _("Place"), value="place", sort="place__path"),
        Column("registered", _("Registered"), value="created_at", sort="id"),
        Column("changed", _("Last changed"), value="updated_at", sort="updated_at", is_shown=False),
        Column("id", _("Id"), value="public_id", is_shown=False),
    ),
    filters=(
        Filter("sex", _("Sex"), [choice for choice in Person.Sex.choices if choice[0]]),
        Filter("age", _("Age"), [(age, age) for age in AGES], apply=of_age),
    ),
    order="-registered",
    row_url=lambda person: reverse("people:detail", args=[person.public_id]),
    empty_title=_("Nobody is registered yet"),
    empty_text=_("Register the first person, or import a sheet."),
    empty_icon="users",
)
HOUSEHOLDS = ListSpec(
    name="households",
    kind="people.household",
    columns=(
        Column("number", _("Number"), sort="number", is_link=True),
        Column("members", _("Members"), value="member_count", sort="member_count", is_number=True),
        Column("place", _("Place"), value="place", sort="place__path"),
        Column("registered", _("Registered"), value="created_at", sort="id"),
    ),
    search=("number",),
    order="-registered",
    row_url=lambda household: reverse("people:household", args=[household.public_id]),
    empty_title=_("No household yet"),
    empty_text=_("Add one, then say who lives in it."),
    empty_icon="home",
)
