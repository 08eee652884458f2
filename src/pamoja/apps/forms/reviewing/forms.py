"""What people fill in to change many records at once."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.models import ReviewState
from pamoja.apps.forms.problems import VALUE_UNFIT
from pamoja.apps.forms.quality.values import typed
from pamoja.apps.forms.reviewing.places import BY_POINT
from pamoja.apps.forms.reviewing.recoding import RECODE, REPLACE, SET, Rule, coded, editable
from pamoja.apps.forms.reviewing.words import WAYS as ANSWER_WAYS
from pamoja.apps.forms.seeing.access import Seen
from pamoja.apps.forms.seeing.filters import RECEIVED, REVIEWS
from pamoja.apps.forms.seeing.questions import Question, is_select
from pamoja.core.accounts.place_fields import PlaceField
from pamoja.core.problems import Problem
from pamoja.formats.xform.model import ROOT_TABLE

LONGEST, LONGEST_PART = 10_000, 1_000
"""Letters of an answer or a reason, and of a text that is put wherever another stands: it may stand there often."""
DECIDED = tuple(each for each in REVIEWS if each[0] != ReviewState.EDITED)
TO_PLACE, TO_POINT = "place", "point"
WAYS = ((TO_PLACE, _("In this place")), (TO_POINT, _("Where its point lies")))


class _ActForm(forms.Form):
    """An act on many records: its settings and its reason."""

    def __init__(self, seen: Seen, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seen = seen

    @property
    def why(self) -> str:
        """The reason, as a comment."""
        reason: str = self.cleaned_data["reason"]
        return reason

    def settings(self) -> dict[str, Any]:
        """What is done to each record."""
        raise NotImplementedError


class ReviewManyForm(_ActForm):
    """One review state for many records."""

    state = forms.ChoiceField(label=_("Review"), choices=DECIDED, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Comment"), required=False, max_length=LONGEST, widget=forms.Textarea({"rows": 2}))

    def settings(self) -> dict[str, Any]:
        """Received is an empty state."""
        state = self.cleaned_data["state"]
        return {"state": "" if state == RECEIVED else state}


class PlaceManyForm(_ActForm):
    """Where many records lie."""

    way = forms.ChoiceField(label=_("The record lies"), choices=WAYS, initial=TO_PLACE, widget=forms.RadioSelect)
    place = PlaceField(label=_("Place"), required=False, help_text=_("Name or P-code"))
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST, widget=forms.Textarea({"rows": 2}))

    def clean(self) -> dict[str, Any]:
        """A place is needed where one is said."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("way") == TO_PLACE and not cleaned.get("place") and "place" not in self.errors:
            self.add_error("place", _g("Name a place."))
        return cleaned

    def settings(self) -> dict[str, Any]:
        """The path of the place; none where the point decides."""
        is_by_point = self.cleaned_data["way"] == TO_POINT
        return {BY_POINT: is_by_point, "place": "" if is_by_point else self.cleaned_data["place"]}


class AnswersForm(_ActForm):
    """One rule for the answers of many records."""

    questions = forms.MultipleChoiceField(
        label=_("Questions"),
        widget=forms.SelectMultiple({"size": 8}),
        help_text=_("Instances of a repeat, files and positions are corrected in one record at a time."),
    )
    way = forms.ChoiceField(label=_("What to do"), widget=forms.RadioSelect)
    value = forms.CharField(
        label=_("New answer"),
        required=False,
        max_length=LONGEST,
        help_text=_("Of choices their code or their words; several apart by commas."),
    )
    find = forms.CharField(label=_("Text to look for"), required=False, strip=False, max_length=LONGEST_PART)
    replacement = forms.CharField(label=_("Text in its place"), required=False, strip=False, max_length=LONGEST_PART)
    codes = forms.CharField(
        label=_("Answers to put in place of others"),
        required=False,
        widget=forms.Textarea({"rows": 4, "class": "is-code"}),
        help_text=_("A line for each: the present answer = the new answer."),
    )
    skips_broken = forms.BooleanField(
        label=_("Leave out records that would break a rule of the form"), required=False, initial=True
    )
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST, widget=forms.Textarea({"rows": 2}))

    def __init__(self, seen: Seen, *args: Any, **kwargs: Any) -> None:
        super().__init__(seen, *args, **kwargs)
        self.asked = {each.key: each for each in editable(seen.table(ROOT_TABLE))}
        listed = [(key, seen.reading.head(each)) for key, each in self.asked.items()]
        self.fields["questions"].choices = listed  # type: ignore[attr-defined]
        self.fields["way"].choices = list(ANSWER_WAYS.items())  # type: ignore[attr-defined]

    @property
    def parts(self) -> list[tuple[str, list[BoundField]]]:
        """The fields with the way for which they are asked, empty for every way."""
        needed = [
            ("", ["questions", "way"]),
            (SET, ["value"]),
            (REPLACE, ["find", "replacement"]),
            (RECODE, ["codes"]),
            ("", ["skips_broken", "reason"]),
        ]
        return [(way, [self[name] for name in names]) for way, names in needed]

    def clean(self) -> dict[str, Any]:
        """Each way needs something of its own, and a new answer must fit every question."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        needed = {SET: "value", REPLACE: "find", RECODE: "codes"}.get(cleaned.get("way", ""))
        if needed and not cleaned.get(needed):
            self.add_error(needed, _g("This is needed."))
        elif not self.errors:
            self._check(cleaned)
        return cleaned

    def _check(self, cleaned: dict[str, Any]) -> None:
        way = cleaned["way"]
        questions = [self.asked[key] for key in cleaned["questions"]]
        try:
            cleaned["codes"] = _pairs(self.seen, questions, cleaned["codes"]) if way == RECODE else {}
            if way == SET:
                cleaned["value"] = _one_value(self.seen, questions, cleaned["value"])
            wanted = {SET: [cleaned["value"]], RECODE: cleaned["codes"].values()}.get(way, [])
            for question in questions:
                for value in wanted:
                    typed(question, value)
        except Problem as problem:
            self.add_error("value" if way == SET else "codes", str(problem.detail or problem.kind.title))
        if way == REPLACE and any(is_select(each) for each in questions):
            self.add_error("questions", _g("Choices have no parts; put other answers in their place instead."))

    def settings(self) -> dict[str, Any]:
        """The rule."""
        given = self.cleaned_data
        value = given["replacement"] if given["way"] == REPLACE else given["value"]
        return Rule(
            tuple(given["questions"]), given["way"], value, given["find"], given["codes"] or {}, given["skips_broken"]
        ).as_json()


def _one_value(seen: Seen, questions: list[Question], text: str) -> str:
    """The new answer as every one of the questions writes it. Raises VALUE_UNFIT where they differ."""
    found = {coded(seen.reading, each, text) for each in questions}
    if len(found) > 1:
        raise Problem(VALUE_UNFIT, _g("These questions write the answer in different ways; change them one by one."))
    return found.pop()


def _pairs(seen: Seen, questions: list[Question], text: str) -> dict[str, str]:
    """Present and new answers, a line each. Raises VALUE_UNFIT for a line that is none."""
    lines = [each for each in text.splitlines() if each.strip()]
    if not all("=" in each for each in lines):
        raise Problem(VALUE_UNFIT, _g("Write a line for each: the present answer = the new answer."))
    pairs = [tuple(part.strip() for part in each.split("=", 1)) for each in lines]
    return {_one_value(seen, questions, old): _one_value(seen, questions, new) for old, new in pairs}
