"""The settings of a list as a form."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.listing.access import Opened
from pamoja.apps.forms.models import CollectorProperty, Dataset
from pamoja.apps.forms.services.entities import Slices
from pamoja.core.accounts.words import role_choices

EVERYTHING, OWN, RULES = "everything", "own", "rules"
GIVEN = (
    (EVERYTHING, _("Everything in the list")),
    (OWN, _("Only what they made themselves")),
    (RULES, _("Only what one of the rules below gives them")),
)
Pair = tuple[str, str]


class RulesField(forms.Field):
    """Lines "property = property of the device"; the clean value is the pairs."""

    widget = forms.Textarea

    def clean(self, value: Any) -> list[Pair]:
        """The pairs, each of two names."""
        return [_pair(line) for line in str(value or "").splitlines() if line.strip()]


def _pair(line: str) -> Pair:
    name, sign, other = (part.strip() for part in line.partition("="))
    if not (name and sign and other):
        raise forms.ValidationError(_("Write each rule as: property = property of the device."))
    return name, other


class SettingsForm(forms.Form):
    """Whether new entities wait for approval, and who gets which part of the list."""

    approval_required = forms.BooleanField(label=_("New entities wait until their record is approved"), required=False)
    converts = forms.BooleanField(
        label=_("Make the entities of records that wait for approval now"),
        required=False,
        help_text=_("When approval is no longer asked for."),
    )
    given = forms.ChoiceField(label=_("Devices get"), choices=GIVEN, widget=forms.RadioSelect)
    rules = RulesField(
        label=_("Rules"),
        required=False,
        help_text=_("One a line, such as: village = area. One that holds is enough."),
    )
    place_property = forms.ChoiceField(
        label=_("Property with the P-code of a place"),
        required=False,
        help_text=_("Then devices and people who work in one place get only what lies there, and others nothing."),
    )
    roles = forms.MultipleChoiceField(
        label=_("Only for these roles"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: for everybody who fills in a form that reads the list."),
    )

    def __init__(self, opened: Opened, data: Any = None) -> None:
        super().__init__(data, initial=_initial(opened.dataset))
        self.opened = opened
        names = [("", _("none")), *((name, name) for name in opened.names)]
        cast(forms.ChoiceField, self.fields["place_property"]).choices = names
        cast(forms.ChoiceField, self.fields["roles"]).choices = role_choices(opened.actor)

    def clean(self) -> dict[str, Any]:
        """Rules name what there is, and there are some where they are asked for."""
        cleaned = self.cleaned_data
        if cleaned.get("given") == RULES and "rules" in cleaned:
            self._check_rules(cleaned["rules"])
        return cleaned

    def _check_rules(self, rules: list[Pair]) -> None:
        wanted = CollectorProperty.objects.filter(project=self.opened.dataset.project_id)
        known, names = set(wanted.values_list("name", flat=True)), set(self.opened.names)
        unknown = [name for name, _other in rules if name not in names]
        unknown += [other for _name, other in rules if other not in known]
        if not rules:
            self.add_error("rules", _("Write at least one rule."))
        if unknown:
            self.add_error("rules", _("There is no property “%(name)s”.") % {"name": unknown[0]})

    def changes(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        ends_approval = self.opened.dataset.approval_required and not data["approval_required"]
        return {
            "approval_required": data["approval_required"],
            "is_converting": data["converts"] if ends_approval else None,
            "is_own_only": data["given"] == OWN,
            "rules": data["rules"] if data["given"] == RULES else [],
            "slices": Slices(data["place_property"], data["roles"]),
        }


def _initial(dataset: Dataset) -> dict[str, Any]:
    rules = [
        f"{each.property.name} = {each.wanted.name}" for each in dataset.rules.select_related("property", "wanted")
    ]
    return {
        "approval_required": dataset.approval_required,
        "given": OWN if dataset.is_own_only else RULES if rules else EVERYTHING,
        "rules": "\n".join(rules),
        "place_property": dataset.place_property.name if dataset.place_property else "",
        "roles": dataset.roles,
    }
