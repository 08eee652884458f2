"""A small register to be seen: samples alone, nobody's real name."""

from typing import Any

from pamoja.apps.people import services
from pamoja.apps.people.jobs import check_sheet, find_doubles
from pamoja.apps.people.models import LikelyPair, Person
from pamoja.core.jobs.running import run
from pamoja.core.jobs.services import start_job
from pamoja.core.permissions import Actor
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

SHEET = b"Full name,Sex,Born\nAwa Example,F,2011\nMusa Example,maybe,soon\n"
ONE = {
    "names": [{"full": "Fatouma Example", "language": "fr"}, {"full": "فاطمة", "language": "ar"}],
    "sex": "female",
    "birth_date": "2010-05-06",
    "functioning": {"seeing": 3},
    "languages": ["fr"],
    "place": "MWI/MW2/MW206/",
}


def make_people(cast: Cast) -> dict[str, Any]:
    """A person with everything, her twin in the register, a household, sheets at each stage, and a conflict."""
    amina = cast.actor("amina")
    with workspace_active(cast.river):
        one = services.register_person(amina, ONE)
        twin = services.register_person(amina, {"names": [{"full": "Fatuma Example"}], "sex": "female"})
        household = _fill(amina, one)
        _disagree(amina, twin)
        return {
            "person": one.public_id,
            "twin": twin.public_id,
            "pair": _double(amina),
            "household": household,
            **_sheets(amina),
        }


def _fill(amina: Actor, one: Person) -> Any:
    services.add_identifier(amina, one, "passport", "MWI", "A1")
    services.add_contact_point(amina, one, "phone", "0999123456", is_preferred=True)
    services.give_consent(amina, one, "sharing", recipient="Agency B")
    household = services.create_household(amina, "HH-1", "MWI/MW2/MW206/")
    services.add_member(amina, household, one, "head", "primary")
    return household.public_id


def _double(amina: Actor) -> Any:
    """Somebody who came twice, in the queue."""
    for name in ("Awa Ali Warsame", "Hawa Cali Warsame"):
        services.register_person(amina, {"names": [{"full": name}], "sex": "female", "birth_date": "2012-03-04"})
    run(str(start_job(amina, find_doubles).public_id))  # which does nothing where it ran as it was started
    return LikelyPair.objects.order_by("-pk")[0].public_id


def _disagree(amina: Actor, person: Person) -> None:
    """Two changes of one field that knew nothing of each other."""
    before = person.version
    services.update_person(amina, person, {"birth_date": "2009-01-01"}, before)
    services.update_person(amina, person, {"birth_date": "2011-01-01"}, before)


def _sheets(amina: Actor) -> dict[str, Any]:
    fresh = services.open_import(amina, SHEET, "people.csv")
    checked = services.map_import(amina, services.open_import(amina, SHEET, "people.csv"), fresh.mapping)
    job = start_job(amina, check_sheet, source=str(checked.public_id))
    return {"fresh_sheet": fresh.public_id, "checked_sheet": checked.public_id, "done_job": job.public_id}
