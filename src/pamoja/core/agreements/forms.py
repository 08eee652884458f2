"""What people fill in to propose an agreement."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from pamoja.core.accounts.place_fields import PlacesField
from pamoja.core.agreements.services import Terms
from pamoja.core.agreements.sharing import SHAREABLE
from pamoja.core.clock import now
from pamoja.core.permissions import KINDS
from pamoja.core.workspaces.models import Workspace


class AgreementForm(forms.Form):
    """Purpose, the other side, the period, the places and the fields ("kind:field")."""

    receiver = forms.SlugField(
        label=_("Code of the other workspace"), help_text=_("They find it on their own page of agreements.")
    )
    purpose = forms.CharField(label=_("Purpose"), max_length=200, help_text=_("Why the other side needs this."))
    starts = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    ends = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    places = PlacesField(
        label=_("Places"),
        required=False,
        help_text=_("Names or P-codes; none: everywhere. Below a place, all is included."),
    )
    shared = forms.MultipleChoiceField(label=_("What is shared"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        today = now().date()
        kwargs.setdefault("initial", {"starts": today, "ends": today + timedelta(days=365)})
        super().__init__(*args, **kwargs)
        self.fields["shared"].choices = shareable_choices()  # type: ignore[attr-defined]

    def clean_receiver(self) -> Workspace:
        """The other workspace."""
        found = Workspace.objects.filter(slug=self.cleaned_data["receiver"]).first()
        if found is None:
            raise forms.ValidationError(_("There is no workspace with this code."))
        return found

    def clean(self) -> dict[str, Any]:
        """The period runs forward."""
        data = self.cleaned_data
        if data.get("starts") and data.get("ends") and data["ends"] < data["starts"]:
            self.add_error("ends", _("The last day is before the first."))
        return data

    def terms(self) -> Terms:
        """What the valid form proposes."""
        data = self.cleaned_data
        fields: dict[str, list[str]] = {}
        for choice in data["shared"]:
            kind, _colon, field = choice.partition(":")
            fields.setdefault(kind, []).append(field)
        return Terms(data["purpose"], fields, data["starts"], data["ends"], data["places"])


def shareable_choices() -> list[tuple[str, str]]:
    """Every field that an app lets out, as ("kind:field", "Kind: field")."""
    return [
        (f"{kind}:{field}", f"{capfirst(KINDS[kind].model._meta.verbose_name_plural)}: {words}")
        for kind, fields in sorted(SHAREABLE.items())
        for field, words in fields.items()
    ]
