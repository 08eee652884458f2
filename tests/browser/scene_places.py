"""Places to be seen: Malawi as the demo has it, and a list to import."""

from typing import Any

from pamoja.apps.places import services
from pamoja.apps.places.models import Facility
from pamoja.apps.places.services.imports import Choices, Subject
from pamoja.core.permissions import system_actor
from pamoja.core.testing.cast import Cast

LIST = b"pcode,name,level,parent_pcode\nMW199,Sample,2,MW1\nMW901,Lost,2,MW9\n"
FACILITIES = (
    b"code,name,type,pcode,lat,lon\nH1,Sample,health,MW206,-9.7,33.2\nH2,Lost,school,MW999,,\nH3,Odd,bank,MW206,,\n"
)


def make_places(cast: Cast) -> dict[str, Any]:
    """Real districts, sample facilities, and a file with a row to mend."""
    system = system_actor("test")
    malawi = services.load_demo_places(system)
    facility = Facility.objects.filter(place__pcode="MW206").first()
    assert facility
    holds = Choices(subject=Subject.FACILITIES)
    return {
        "iso3": "MWI",
        "region": "MW2",
        "district": "MW206",
        "facility": facility.public_id,
        "facility_import": services.propose_import(system, malawi, "points.csv", FACILITIES, holds).public_id,
        "place_import": services.propose_import(system, malawi, "list.csv", LIST).public_id,
    }
