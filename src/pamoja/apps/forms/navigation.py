"""Where the menu shows forms."""

from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.selectors import has_published_form
from pamoja.core.first_steps import Step, register_step
from pamoja.core.navigation import Item, register

register(
    Item(
        "collect",
        _("Forms"),
        "forms:list",
        "forms",
        "forms.form",
        summary=_("Questions for phones, tablets and browsers, and the records that come in."),
        order=10,
    )
)
register(
    Item(
        "collect",
        _("Entities"),
        "forms-lists:lists",
        "list-details",
        "forms.entity",
        summary=_("Households, water points, pupils: what forms make once and later forms choose from and change."),
        order=20,
    )
)
register(
    Item(
        "collect",
        _("Datasets"),
        "forms-redacted:list",
        "table",
        "forms.redacted",
        summary=_("What of the records may be given to others: columns left out or made coarser."),
        order=30,
    )
)
register_step(
    Step(
        _("Upload a form"),
        _("Write your questions in a spreadsheet (an XLSForm), upload it and publish it."),
        "forms:upload",
        "forms.form",
        is_done=has_published_form,
        order=30,
    )
)
