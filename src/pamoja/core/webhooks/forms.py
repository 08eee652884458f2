"""The form of a new webhook."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pamoja.core.problems import Problem
from pamoja.core.webhooks.services import checked_events, checked_host


class SubscriptionForm(forms.Form):
    """Name, address and events; the address is looked up at once, so that a private one is refused here."""

    name = forms.CharField(label=_("Name"), max_length=200)
    url = forms.CharField(label=_("Address"), max_length=2000, help_text=_("An https address that takes POST."))
    events = forms.CharField(
        label=_("Events"), initial="*", help_text=_("Names with spaces between, such as submission.* place.changed")
    )

    def clean_url(self) -> str:
        """An address that may be called."""
        url: str = self.cleaned_data["url"]
        try:
            checked_host(url)
        except Problem as problem:
            raise forms.ValidationError(str(problem.detail)) from None
        return url

    def clean_events(self) -> list[str]:
        """Well-formed names."""
        try:
            return checked_events(self.cleaned_data["events"].replace(",", " ").split())
        except Problem as problem:
            raise forms.ValidationError(str(problem.detail)) from None
