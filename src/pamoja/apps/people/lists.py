"""The lists of persons and households, and what their columns show."""

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pamoja.apps.people.models import LikelyPair, Person
from pamoja.apps.places.selectors import places
from pamoja.core.clock import now
from pamoja.core.lists import Column, Filter, ListSpec
from pamoja.core.lists.spec import Rows
from pamoja.core.permissions import system_actor
from pamoja.engines.people import births

MOST_REGIONS = 200
SINCE = [("1", _("Since yesterday")), ("7", _("In the last 7 days")), ("30", _("In the last 30 days"))]
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


def registered_since(rows: Rows, value: str) -> Rows:
    """Pairs of which one was registered in the last so many days."""
    start = now() - timedelta(days=int(value))
    return rows.filter(Q(first__created_at__gte=start) | Q(second__created_at__gte=start))


def regions() -> list[tuple[str, str]]:
    """The first levels below the countries, by path."""
    found = places(system_actor("people")).filter(level=1).order_by("path")[:MOST_REGIONS]
    return [(place.path, str(place)) for place in found]


def in_region(rows: Rows, path: str) -> Rows:
    """Pairs of which one lives there."""
    return rows.filter(Q(first__place__path__startswith=path) | Q(second__place__path__startswith=path))


DOUBLES = ListSpec(
    name="doubles",
    kind="people.person",
    columns=(
        Column("first", _("Person"), value="first.name", is_link=True),
        Column("second", _("May be the same as"), value="second.name"),
        Column("births", _("Born"), value=lambda pair: " · ".join(str(one.birth_year or "–") for one in pair.people)),
        Column("places", _("Place"), value=lambda pair: " · ".join(str(one.place or "–") for one in pair.people)),
        Column("chance", _("Probability (%)"), value="percent", sort="chance", is_number=True),
        Column("state", _("State"), value="get_state_display", is_shown=False),
        Column("source", _("How it came up"), value="get_source_display", sort="source"),
        Column("found", _("Found"), value="created_at", sort="id"),
    ),
    filters=(
        Filter("state", _("State"), LikelyPair.State.choices),
        Filter("place", _("Place"), regions, apply=in_region),
        Filter("since", _("Registered"), SINCE, apply=registered_since),
        Filter("source", _("How it came up"), LikelyPair.Source.choices),
    ),
    order="-chance",
    row_url=lambda pair: reverse("people:double", args=[pair.public_id]),
    exports=(),
    empty_title=_("Nobody waits for a decision"),
    empty_text=_("Whoever is registered is compared with everybody within a minute or two."),
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
