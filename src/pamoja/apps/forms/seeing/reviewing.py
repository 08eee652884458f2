"""What a record's page says of rules that it breaks, and of its review."""

import re
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pamoja.apps.forms.models import ReviewState, Submission
from pamoja.apps.forms.seeing.questions import Reading
from pamoja.apps.forms.services.records import place_of_point
from pamoja.apps.places.contracts import Place
from pamoja.core.accounts.place_fields import PlaceField
from pamoja.core.permissions import Actor, may
from pamoja.core.problems import Words

LONGEST_REASON = 10_000
POSITIONS = re.compile(r"\[(\d+)\]")
KINDS: dict[str, Words] = {
    "required": _("An answer is required, and there is none."),
    "constraint": _("The answer is not among those that the form allows."),
    "relevance": _("It was answered although the form did not ask for it."),
    "choice": _("The choice is not among those on offer."),
    "type": _("The answer is of another type."),
}


@dataclass(frozen=True)
class Broken:
    """One broken rule: the question, which instance of which repeats, and what is wrong in words.

    `path` is the question's, as the form engine writes it.
    """

    path: str
    question: str
    positions: str
    words: Words
    message: str


@dataclass(frozen=True)
class Review:
    """Where the review stands, and what may be decided."""

    state: Words
    decisions: list[tuple[str, Words]]
    may_decide: bool


def broken_rules(reading: Reading, submission: Submission) -> list[Broken]:
    """The rules that the newest version breaks, with the labels of its questions."""
    fields = {field.path: field for field in reading.schema.fields} if submission.broken_rules else {}
    told = []
    for each in submission.broken_rules:
        path = POSITIONS.sub("", each["path"])
        if reading.hidden.hides(path):
            continue
        label = reading.label(fields[path]) if path in fields else path
        positions = ", ".join(POSITIONS.findall(each["path"]))
        told.append(Broken(each["path"], label, positions, KINDS.get(each["kind"], each["kind"]), each["message"]))
    return told


class PlaceForm(forms.Form):
    """In which place one record lies."""

    place = PlaceField(label=_("Place"), help_text=_("Name or P-code"))
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea({"rows": 2}))


def lies_elsewhere(submission: Submission) -> Place | None:
    """The place in which the record's point lies, where it is another than the one that somebody said."""
    if not submission.is_placed:
        return None
    found = place_of_point(submission)
    return found if found and found.pk != submission.place_id else None


def review_of(actor: Actor, submission: Submission) -> Review:
    """The review of a record. One query."""
    state = submission.review_state
    decisions = [(value, words) for value, words in DECISIONS if value != state]
    return Review(STATES[state], decisions, may(actor, "change", submission))


STATES: dict[str, Words] = {"": pgettext_lazy("review", "Received"), **dict(ReviewState.choices)}
DECISIONS: tuple[tuple[str, Words], ...] = (
    (ReviewState.APPROVED, _("Approve")),
    (ReviewState.HAS_ISSUES, _("It has issues")),
    (ReviewState.REJECTED, _("Reject")),
    ("", _("Back to received")),
)
