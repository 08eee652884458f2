"""What people fill in: one entity."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.listing.access import Opened
from pamoja.apps.forms.listing.specs import PROPERTY

LONG = 80
LABEL = "label"


class EntityForm(forms.Form):
    """The label and a field for each property, all of them text; `based_on` is the version that the person saw."""

    label = forms.CharField(label=_("Label"), strip=False, max_length=2000)
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, opened: Opened, values: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in opened.names:
            value = values.get(name, "")
            is_long = len(value) > LONG or "\n" in value
            widget: forms.Widget = forms.Textarea({"rows": 3}) if is_long else forms.TextInput()
            field = forms.CharField(label=name, required=False, strip=False, widget=widget, initial=value)
            self.fields[PROPERTY + name] = field

    def body(self, label: str, values: Mapping[str, str]) -> dict[str, Any]:
        """What differs from these, as a service takes it."""
        given = {name: _plain(value) for name, value in self.cleaned_data.items() if name != "based_on"}
        data = {
            name.removeprefix(PROPERTY): value
            for name, value in given.items()
            if name != LABEL and value != _plain(values.get(name.removeprefix(PROPERTY), ""))
        }
        changed = {LABEL: given[LABEL]} if given[LABEL] != _plain(label) else {}
        return {**changed, **({"data": data} if data else {})}


def _plain(text: str) -> str:
    """Browsers send every end of a line as two characters."""
    return text.replace("\r\n", "\n")
