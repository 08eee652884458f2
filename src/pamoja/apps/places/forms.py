"""The forms of the operators' pages."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from pamoja.apps.places.catalogue import ALL_SERVICES
from pamoja.apps.places.models import Country, Facility
from pamoja.core.accounts.place_fields import PlaceField
from pamoja.formats.boundaries.refusals import MAX_FILE_BYTES

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class NamesForm(forms.Form):
    """A name in each language of the product, as the fields name_en, name_fr, name_ar."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        names = kwargs.pop("names", {})
        super().__init__(*args, **kwargs)
        for code, language in settings.LANGUAGES:
            attrs = {"lang": code, "dir": "auto"}
            label = _("Name in %(language)s") % {"language": language}
            field = forms.CharField(label=label, max_length=200, required=False, widget=forms.TextInput(attrs))
            field.initial = names.get(code, "")
            self.fields[f"name_{code}"] = field
        self.order_fields([name for name in self.fields if name.startswith("name_")])
        self.other_names = {code: name for code, name in names.items() if f"name_{code}" not in self.fields}

    @property
    def names(self) -> dict[str, str]:
        """The names that were filled in, and those in languages that the form does not show."""
        shown = {code: self.cleaned_data[f"name_{code}"].strip() for code, _language in settings.LANGUAGES}
        return self.other_names | {code: name for code, name in shown.items() if name}


class PlaceForm(NamesForm):
    """A new place below another."""

    pcode = forms.CharField(label=_("P-code"), max_length=32)
    valid_from = forms.DateField(label=_("Valid from"), required=False, widget=DAY)
    geometry = forms.CharField(
        label=_("Outline"), required=False, widget=forms.Textarea({"rows": 4}), help_text=_("A GeoJSON geometry.")
    )


class PlaceChangeForm(NamesForm):
    """Another name or validity; `version` is the one that the person was looking at."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    valid_from = forms.DateField(label=_("Valid from"), required=False, widget=DAY)
    valid_to = forms.DateField(label=_("Valid to"), required=False, widget=DAY)


class RetireForm(forms.Form):
    """The end of a unit, and its successors as lines of P-code and share."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    on = forms.DateField(label=_("No longer valid from"), widget=DAY)
    successors = forms.CharField(
        label=_("Successors"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("One line each: P-code and share, such as “MW210 0.6”. The shares add up to 1."),
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class FacilityForm(NamesForm):
    """A facility; `version` is the one that the person was looking at, 0 for a new one."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)
    code = forms.CharField(label=_("Code"), max_length=60)
    type = forms.ChoiceField(label=_("Type"), choices=Facility.Type.choices)
    services = forms.MultipleChoiceField(
        label=_("Services"),
        required=False,
        choices=list(ALL_SERVICES.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    state = forms.ChoiceField(label=_("State"), choices=Facility.State.choices, initial=Facility.State.OPEN)
    state_since = forms.DateField(label=_("Since"), required=False, widget=DAY)
    lat = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    lon = forms.FloatField(label=_("Longitude"), required=False, min_value=-180, max_value=180)

    @property
    def details(self) -> dict[str, Any]:
        """Everything but the names and the version."""
        return {name: value for name, value in self.cleaned_data.items() if name in DETAILS}


DETAILS = ("code", "type", "services", "state", "state_since", "lat", "lon")


class FacilityChangeForm(FacilityForm):
    """A facility that may also move."""

    place = PlaceField(label=_("Place"), help_text=_("Its name or P-code."))
    field_order = ("version", "code", "type", "place")


class CountryForm(NamesForm):
    """A country that has no places yet."""

    iso3 = forms.RegexField("^[A-Z]{3}$", label=_("Three-letter code (ISO 3166-1)"), max_length=3)
    iso2 = forms.RegexField("^[A-Z]{2}$", label=_("Two-letter code (ISO 3166-1)"), max_length=2)


class ImportForm(forms.Form):
    """A file about a country."""

    country = forms.ModelChoiceField(label=_("Country"), queryset=Country.objects.none())
    file = forms.FileField(label=_("File"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["country"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Country.objects.all()
        if field.queryset.count() == 1:
            field.initial = field.queryset.first()

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read into memory."""
        file = self.cleaned_data["file"]
        if file.size > MAX_FILE_BYTES:
            raise forms.ValidationError(_("The file is larger than 100 MB."))
        return file


class PlacesImportForm(ImportForm):
    """A file of units."""

    level = forms.TypedChoiceField(
        label=_("Level"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", _("As the file says")), *((str(level), str(level)) for level in range(1, 6))],
    )
    is_keeping_unmatched = forms.BooleanField(
        label=_("Keep areas that the P-code list does not know, under the file's own number"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _("GeoJSON, a zip of shapefiles in WGS 84, or CSV with HXL tags; up to 100 MB.")


class FacilitiesImportForm(ImportForm):
    """A list of facilities."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "CSV with plain heads or HXL tags, XLSX, or GeoJSON points; up to 50,000 rows."
        )
