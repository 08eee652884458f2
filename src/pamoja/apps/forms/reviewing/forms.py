"""What people fill in to change many records at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.reviewing.places import BY_POINT
from pamoja.apps.forms.seeing.access import Seen
from pamoja.apps.forms.seeing.filters import RECEIVED, REVIEWS
from pamoja.core.accounts.place_fields import PlaceField

LONGEST = 10_000
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

    state = forms.ChoiceField(label=_("Review"), choices=REVIEWS, widget=forms.RadioSelect)
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
