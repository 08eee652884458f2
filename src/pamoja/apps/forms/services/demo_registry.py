"""The demo's list of entities: invented water points, registered with one form and checked with another.

Two checks of one of them were made looking at the same version: a conflict for somebody to settle.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from django.conf import settings

from pamoja.apps.forms.models import Submission
from pamoja.apps.forms.services.demo_sending import Answers, Say, load_sent_form
from pamoja.apps.forms.services.demo_visits import (
    FIRST_DAY,
    IN_A_DISTRICT,
    KINDS,
    PROJECT,
    WORKS,
    drawn,
    instance_id,
    one_of,
)
from pamoja.apps.places.selectors import find_place
from pamoja.core.events.outbox import work
from pamoja.core.permissions import Actor

FOLDER = settings.ROOT / "data" / "forms" / "sample_water_registry"
REGISTER, CHECK = "sample_water_point_registration", "sample_water_point_check"
# Of each check: which water point, the version that the device had, and what was found.
CHECKS = ((0, 1, "partly"), (0, 2, "yes"), (2, 1, "no"), (2, 1, "partly"), (5, 1, "yes"))
DAYS_BETWEEN = 9


@dataclass(frozen=True)
class WaterPoint:
    """An invented water point; `id` is that of its entity."""

    name: str
    district: str

    @property
    def id(self) -> str:
        """A version 4 UUID, the same each time."""
        return str(UUID(bytes=sha256(self.name.encode()).digest()[:16], version=4))


def load_sample_registry(actor: Actor, districts: Sequence[str], say: Say = lambda words: None) -> None:
    """Both forms, published, with their records; a second time nothing changes. Needs the places to be there."""
    if Submission.objects.filter(form__xml_form_id=CHECK).count() >= len(CHECKS):
        return
    points = list(sample_water_points(actor, districts))
    made = {instance_id(f"{each.name} registered"): _registration(each) for each in points}
    load_sent_form(actor, PROJECT, FOLDER / "register.csv", REGISTER, "Sample registry tablet", made, say)
    while work(lane="consumers"):  # what is checked must be there; at the first start nothing else waits yet
        pass
    checks = {
        instance_id(f"{points[place].name} check {number}"): _check(points[place], number)
        for number, (place, _version, _works) in enumerate(CHECKS)
    }
    load_sent_form(actor, PROJECT, FOLDER / "check.csv", CHECK, "Sample check tablet", checks, say)


def sample_water_points(actor: Actor, districts: Sequence[str]) -> Iterator[WaterPoint]:
    """Some in each of these districts, named as the sample visits name them."""
    for code in districts:
        if district := find_place(actor, "MWI", code):
            for number in range(IN_A_DISTRICT):
                yield WaterPoint(f"Sample water point, {district.name} {number + 1}", code)


def _registration(point: WaterPoint) -> Answers:
    return {
        "water_point": point.name,
        "label": point.name,
        "instanceName": point.name,
        "district": point.district,
        "kind": one_of(point.name, "kind", KINDS),
        "works": one_of(point.name, "works", WORKS),
        "households": str(20 + drawn(point.name, "households", 180)),
        "entity": {"dataset": "sample_water_points", "id": point.id, "create": "1"},
    }


def _check(point: WaterPoint, number: int) -> Answers:
    _place, version, works = CHECKS[number]
    return {
        "water_point": point.id,
        "name_of_it": point.name,
        "instanceName": point.name,
        "checked_on": str(FIRST_DAY + timedelta(days=DAYS_BETWEEN * (number + 1))),
        "works": works,
        "households": str(20 + drawn(point.name, f"households {number}", 180)),
        "entity": {
            "dataset": "sample_water_points",
            "id": point.id,
            "update": "1",
            "baseVersion": str(version),
        },
    }
