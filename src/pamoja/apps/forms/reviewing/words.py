"""Acts on many records, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pamoja.apps.forms.models import BulkAct
from pamoja.apps.forms.reviewing.places import BY_POINT
from pamoja.apps.forms.seeing.reviewing import STATES
from pamoja.core.accounts.placing import place_names
from pamoja.core.problems import Words

What = BulkAct.What
WHYS: dict[str, Words] = {
    "same": gettext_lazy("It was so already."),
    "changed": gettext_lazy("Somebody has changed it in the meantime."),
    "gone": gettext_lazy("It was deleted."),
    "unreachable": gettext_lazy("You may not change it, or not in this way."),
    "undone": gettext_lazy("The act was undone before its turn came."),
}


def act_words(act: BulkAct) -> str:
    """What was asked for, in one line."""
    return _of[What(act.what)](act)


def _review(act: BulkAct) -> str:
    return _("Review: %(state)s") % {"state": STATES[act.settings["state"]]}


def _place(act: BulkAct) -> str:
    if act.settings[BY_POINT]:
        return _("Place: where its point lies")
    path = act.settings["place"]
    return _("Place: %(place)s") % {"place": place_names([path])[path]}


_of = {What.REVIEW: _review, What.PLACE: _place}
