"""The services that facilities may give, by type: codes are stable, words are translated."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pamoja.apps.places.models import Facility

SERVICES: dict[str, dict[str, str | Promise]] = {
    Facility.Type.HEALTH: {
        "immunization": _("Immunization"),
        "outpatient": _("Outpatient care"),
        "inpatient": _("Inpatient care"),
        "antenatal": _("Antenatal care"),
        "delivery": _("Delivery"),
        "nutrition": _("Treatment of malnutrition"),
        "hiv": _("HIV testing and care"),
        "laboratory": _("Laboratory"),
    },
    Facility.Type.SCHOOL: {
        "preschool": _("Pre-school"),
        "primary": _("Primary school"),
        "secondary": _("Secondary school"),
        "vocational": _("Vocational training"),
        "meals": _("School meals"),
    },
    Facility.Type.WATER: {
        "drinking": _("Drinking water"),
        "livestock": _("Water for animals"),
        "trucking": _("Filled by truck"),
    },
    Facility.Type.SERVICE: {
        "registration": _("Registration"),
        "distribution": _("Distribution"),
        "cash": _("Cash pay-out"),
        "protection": _("Child protection"),
        "safe-space": _("Safe space for women and girls"),
        "legal": _("Legal help"),
        "information": _("Information"),
    },
}
ALL_SERVICES: dict[str, str | Promise] = {
    code: words for by_type in SERVICES.values() for code, words in by_type.items()
}
