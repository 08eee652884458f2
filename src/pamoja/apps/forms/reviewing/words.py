"""Acts on many records, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pamoja.apps.forms.models import BulkAct
from pamoja.apps.forms.reviewing.places import BY_POINT
from pamoja.apps.forms.reviewing.recoding import CLEAR, RECODE, REPLACE, SET
from pamoja.apps.forms.seeing.access import Seen
from pamoja.apps.forms.seeing.reviewing import STATES
from pamoja.core.accounts.placing import place_names
from pamoja.core.problems import Words
from pamoja.formats.xform.model import ROOT_TABLE

What = BulkAct.What
WAYS: dict[str, Words] = {
    SET: gettext_lazy("Set the answer"),
    REPLACE: gettext_lazy("Replace a part of the text"),
    RECODE: gettext_lazy("Put other answers in place of some"),
    CLEAR: gettext_lazy("Take the answer out"),
}
WHYS: dict[str, Words] = {
    "same": gettext_lazy("It was so already."),
    "changed": gettext_lazy("Somebody has changed it in the meantime."),
    "breaks": gettext_lazy("The new answer would break a rule of the form."),
    "unasked": gettext_lazy("Its version of the form does not ask this."),
    "unfit": gettext_lazy("The new answer does not fit the question."),
    "sealed": gettext_lazy("It is encrypted."),
    "gone": gettext_lazy("It was deleted."),
    "unreachable": gettext_lazy("You may not change it, or not in this way."),
    "nowhere": gettext_lazy("There is no such place any more."),
    "undone": gettext_lazy("The act was undone before its turn came."),
}


def act_words(seen: Seen, act: BulkAct) -> str:
    """What was asked for, in one line."""
    return _of[What(act.what)](seen, act)


def _review(_seen: Seen, act: BulkAct) -> str:
    return _("Review: %(state)s") % {"state": STATES[act.settings["state"]]}


def _place(_seen: Seen, act: BulkAct) -> str:
    if act.settings[BY_POINT]:
        return _("Place: where its point lies")
    path = act.settings["place"]
    return _("Place: %(place)s") % {"place": place_names([path])[path]}


def _answers(seen: Seen, act: BulkAct) -> str:
    """The questions and the way, without any answer: not everybody may read all of them."""
    heads = {each.key: seen.reading.head(each) for each in seen.table(ROOT_TABLE).every}
    questions = ", ".join(heads.get(key, key) for key in act.settings["questions"])
    words = {"way": WAYS[act.settings["way"]], "questions": questions}
    return _("%(way)s: %(questions)s") % words


_of = {What.REVIEW: _review, What.PLACE: _place, What.ANSWERS: _answers}
