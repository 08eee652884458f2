"""What is chosen before a form is tried, and what is said then."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.talking.trials import MEDIUM_NAMES

LONGEST_TEXT = 2000


class TrialForm(forms.Form):
    """Way, language and version; without several languages or versions there is nothing to choose."""

    medium = forms.ChoiceField(label=_("Way"), choices=list(MEDIUM_NAMES.items()))
    language = forms.ChoiceField(
        label=_("Language"), required=False, help_text=_("Without one the form asks for it first.")
    )
    version = forms.ChoiceField(label=_("Version"))

    def __init__(self, languages: tuple[str, ...], versions: list[tuple[str, Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("", "—"), *((each, each) for each in languages)]  # type: ignore[attr-defined]
        self.fields["version"].choices = versions  # type: ignore[attr-defined]
        if len(languages) < 2:
            del self.fields["language"]


class MessageForm(forms.Form):
    """A message to the form. `message_id` keeps a page that is sent twice from being taken twice."""

    message_id = forms.CharField(max_length=50, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Your message"),
        max_length=LONGEST_TEXT,
        required=False,
        strip=False,
        widget=forms.TextInput({"autocomplete": "off", "dir": "auto"}),
    )
    file = forms.FileField(label=_("Photo, recording or file"), required=False)

    def __init__(self, takes_files: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = not takes_files
        if not takes_files:
            del self.fields["file"]
