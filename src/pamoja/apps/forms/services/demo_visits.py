"""The demo's second form: invented visits to water points, one project of their own, marked as samples throughout.

The real survey has no coordinates; these records lie near the centres of Malawi's districts, so that maps, places and
a field worker's view show something. They are the same each time.
"""

import math
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.db.models import QuerySet

from pamoja.apps.forms.models import Form
from pamoja.apps.forms.services.demo_sending import Say, load_sent_form
from pamoja.apps.places.selectors import places
from pamoja.core.permissions import Actor

WORKBOOK = settings.ROOT / "data" / "forms" / "sample_water_points" / "form.csv"
FORM_ID, PROJECT, DEVICE = "sample_water_point_visit", "Sample data (invented)", "Sample tablet"
IN_A_DISTRICT, IN_THE_WORKERS = 4, 8
# Degrees from the centre, about 2 km: less than any district's centre is away from its border.
AWAY = 0.018
FIRST_DAY, WEEKS = date(2026, 3, 2), 12
KINDS, PARTS = ("borehole", "well", "tap", "spring"), ("pump", "pipe", "apron", "drain", "fence")
WORKS = ("yes", "yes", "yes", "partly", "no")
USES = ("drinking", "cooking", "washing", "animals", "garden")


def load_sample_visits(actor: Actor, workers_district: str, say: Say = lambda words: None) -> Form:
    """The form, published, with its records; a second time nothing changes. Needs the places to be there."""
    records = {instance_id(each["water_point"]): each for each in sample_visits(actor, workers_district)}
    return load_sent_form(actor, PROJECT, WORKBOOK, FORM_ID, DEVICE, records, say)


def sample_visits(actor: Actor, workers_district: str) -> Iterator[dict[str, Any]]:
    """Answers by name of question: some visits in each district with an outline, more where the worker works."""
    for district in _districts(actor):
        count = IN_THE_WORKERS if district.pcode == workers_district else IN_A_DISTRICT
        for number in range(count):
            angle = 2 * math.pi * number / count
            point = (district.lat + AWAY * math.sin(angle), district.lon + AWAY * math.cos(angle))
            yield _visit(f"Sample water point, {district.name} {number + 1}", point)


def _districts(actor: Actor) -> QuerySet[Any]:
    found: QuerySet[Any] = places(actor).filter(country__iso3="MWI", level=2, lon__isnull=False)
    return found.order_by("pcode")


def _visit(name: str, point: tuple[float, float]) -> dict[str, Any]:
    day = FIRST_DAY + timedelta(days=drawn(name, "day", 7 * WEEKS))
    works = one_of(name, "works", WORKS)
    flows = works != "no"
    return {
        "start": f"{day}T{8 + drawn(name, 'hour', 8):02}:{drawn(name, 'minute', 60):02}:00.000+02:00",
        "water_point": name,
        "instanceName": name,
        "visit_date": str(day),
        "location": f"{point[0]:.5f} {point[1]:.5f} 0 0",
        "kind": one_of(name, "kind", KINDS),
        "works": works,
        "uses": " ".join(each for each in USES if drawn(name, each, 3)) if flows else "",
        "households": str(20 + drawn(name, "households", 180)),
        "minutes_to_fill": str(1 + drawn(name, "minutes", 6) + (5 if works == "partly" else 0)) if flows else "",
        "chlorine": f"{drawn(name, 'chlorine', 13) / 10:.1f}" if flows else "",
        "fault": [] if works == "yes" else [_fault(name, day, each) for each in range(1 + drawn(name, "faults", 2))],
    }


def _fault(name: str, day: date, number: int) -> dict[str, str]:
    since = day - timedelta(days=3 + drawn(name, f"since {number}", 60))
    reported = "yes" if drawn(name, f"reported {number}", 2) else "no"
    return {"part": one_of(name, f"part {number}", PARTS), "since": str(since), "reported": reported}


def one_of(name: str, question: str, options: Sequence[str]) -> str:
    """One of these, the same each time."""
    return options[drawn(name, question, len(options))]


def drawn(name: str, question: str, below: int) -> int:
    """A number that looks drawn by lot and is the same each time."""
    return int.from_bytes(sha256(f"{name}/{question}".encode()).digest()[:4]) % below


def instance_id(name: str) -> str:
    """The id of a sample record, the same each time."""
    return f"uuid:{uuid5(NAMESPACE_URL, name)}"
