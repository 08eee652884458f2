"""What is asked on the pages about paper."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.models.paper import LONGEST_NUMBER

MOST_ROWS = 30
PAPERS = (("a4", _("A4")), ("letter", _("Letter")))


class PrintForm(forms.Form):
    """How the form is printed."""

    language = forms.ChoiceField(label=_("Language"), required=False)
    paper = forms.ChoiceField(label=_("Size of the paper"), choices=PAPERS, initial="a4")
    rows = forms.IntegerField(
        label=_("Lines for each part that repeats"),
        min_value=1,
        max_value=MOST_ROWS,
        initial=5,
        help_text=_("Such as the members of a household."),
    )

    def __init__(self, languages: tuple[str, ...], language: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(languages) > 1:
            self.fields["language"].choices = [(each, each) for each in languages]  # type: ignore[attr-defined]
            self.initial["language"] = language
        else:
            del self.fields["language"]


class BatchForm(forms.Form):
    """A pile of sheets."""

    name = forms.CharField(
        label=_("Name of the batch"), max_length=100, help_text=_("Such as the place and the week that it came from.")
    )
    rows = forms.IntegerField(
        label=_("Lines for each part that repeats"),
        min_value=1,
        max_value=MOST_ROWS,
        initial=5,
        help_text=_("As many as were printed."),
    )


class NumberForm(forms.Form):
    """The number that is written on a sheet."""

    number = forms.CharField(label=_("Sheet number"), max_length=LONGEST_NUMBER)
