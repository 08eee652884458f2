"""What people fill in about persons and households."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pamoja.apps.people.language_fields import CountryField, LanguageField, LanguagesField
from pamoja.apps.people.models import Consent, ContactPoint, Identifier, Membership, Person
from pamoja.core.accounts.place_fields import PlaceField
from pamoja.core.problems import Problem
from pamoja.engines.people import births
from pamoja.engines.people.washington import Difficulty, Domain

ANSWERS = [
    ("", _("Not asked")),
    (Difficulty.NONE, _("No difficulty")),
    (Difficulty.SOME, _("Some difficulty")),
    (Difficulty.A_LOT, _("A lot of difficulty")),
    (Difficulty.CANNOT, _("Cannot do at all")),
    (Difficulty.REFUSED, _("Refused")),
    (Difficulty.UNKNOWN, _("Does not know")),
]
QUESTIONS = {
    Domain.SEEING: _("Difficulty seeing, even with glasses"),
    Domain.HEARING: _("Difficulty hearing, even with a hearing aid"),
    Domain.WALKING: _("Difficulty walking or climbing steps"),
    Domain.REMEMBERING: _("Difficulty remembering or concentrating"),
    Domain.SELF_CARE: _("Difficulty washing or dressing"),
    Domain.COMMUNICATING: _("Difficulty understanding or being understood"),
}
WHERE = {"names": "full", "birth_date": "birth", "birth_precision": "birth"}


class ProblemForm(forms.Form):
    """A form whose service may refuse: the faults come back to their fields."""

    def take_problem(self, problem: Problem) -> None:
        """Show a problem where it belongs, else above the form."""
        errors = problem.members.get("errors")
        if not errors:
            self.add_error(None, str(problem.detail or problem.kind.title))
        for fault in errors or ():
            where = WHERE.get(fault["where"], fault["where"])
            self.add_error(where if where in self.fields else None, fault["detail"])


class DayInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PersonForm(ProblemForm):
    """Everything one says of a person on one page."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    full = forms.CharField(
        label=_("Full name"), max_length=200, required=False, help_text=_("As the person writes it.")
    )
    given = forms.CharField(label=_("Given names"), max_length=200, required=False)
    family = forms.CharField(label=_("Family name"), max_length=200, required=False)
    language = LanguageField(label=_("Language of the name"), required=False, help_text=_("Begin to write its name."))
    other_full = forms.CharField(label=_("Full name in another script"), max_length=200, required=False)
    other_language = LanguageField(label=_("Language of that name"), required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=Person.Sex.choices, required=False)
    birth = forms.CharField(
        label=_("Birth date"),
        max_length=20,
        required=False,
        help_text=_("2015-03-27, or only 2015-03 or 2015 when no more is known."),
    )
    is_estimated = forms.BooleanField(label=_("The year is an estimate"), required=False)
    place = PlaceField(label=_("Place"), required=False, help_text=_("Its name or P-code."))
    languages = LanguagesField(label=_("Languages spoken"), required=False)
    another_language = LanguageField(
        label=_("Another language spoken"), required=False, help_text=_("Begin to write its name.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].offer(self["languages"].value())  # type: ignore[attr-defined]
        for domain, question in QUESTIONS.items():
            self.fields[domain.value] = forms.ChoiceField(label=question, choices=ANSWERS, required=False)

    def clean(self) -> dict[str, Any]:
        """Read the birth date as far as it is known."""
        data: dict[str, Any] = super().clean() or {}
        try:
            data["read"] = births.read(data["birth"], data["is_estimated"]) if data.get("birth") else None
        except ValueError:
            self.add_error("birth", _("Write 2015-03-27, 2015-03 or 2015."))
        return data

    def changes(self, person: Person | None = None) -> dict[str, Any]:
        """The fields of a person as the services take them; names beyond the second stay."""
        data = self.cleaned_data
        birth = data.get("read")
        first = {part: data[part] for part in ("full", "given", "family", "language") if data[part]}
        second = {"full": data["other_full"], "language": data["other_language"]}
        return {
            "names": [first, second, *((person.names or [])[2:] if person else [])],
            "sex": data["sex"],
            "birth_date": birth.day.isoformat() if birth else None,
            "birth_precision": birth.precision.value if birth else "",
            "place": data["place"],
            "languages": [*data["languages"], data["another_language"]],
            "functioning": {domain.value: data[domain.value] for domain in QUESTIONS if data[domain.value]},
        }


def initial_of(person: Person) -> dict[str, Any]:
    """What the form shows of a person."""
    names = [*(person.names or []), {}, {}]
    birth = person.birth
    return {
        "version": person.version,
        **names[0],
        **{f"other_{key}": text for key, text in names[1].items()},
        "sex": person.sex,
        "birth": births.write(birth) if birth else "",
        "is_estimated": bool(birth and birth.precision is births.Precision.ESTIMATED),
        "place": person.place.path if person.place else "",
        "languages": person.languages or [],
        **(person.functioning or {}),
    }


class PhotoForm(ProblemForm):
    """A photo of the person."""

    photo = forms.FileField(label=_("Photo"), help_text=_("At most 5 MB. Place and camera are taken out of it."))


class SheetForm(ProblemForm):
    """A sheet of persons."""

    sheet = forms.FileField(
        label=_("Sheet"), help_text=_("CSV, XLSX, XLS or ODS; the first row holds the headers, each row one person.")
    )


class IdentifierForm(ProblemForm):
    """A number that identifies the person."""

    type = forms.ChoiceField(label=_("Type"), choices=Identifier.Type.choices)
    country = CountryField(label=_("Country"), required=False)
    identifier = forms.CharField(label=_("Number"), max_length=100)


class ContactForm(ProblemForm):
    """A way to reach the person."""

    type = forms.ChoiceField(label=_("Type"), choices=ContactPoint.Type.choices)
    contact = forms.CharField(label=_("Number or address"), max_length=300)
    is_preferred = forms.BooleanField(label=_("Preferred"), required=False)


class ConsentForm(ProblemForm):
    """What the person allows."""

    purpose = forms.ChoiceField(label=_("Purpose"), choices=Consent.Purpose.choices)
    recipient = forms.CharField(
        label=_("Recipient"), max_length=200, required=False, help_text=_("Empty: only this workspace.")
    )
    basis = forms.ChoiceField(label=_("Legal basis"), choices=Consent.Basis.choices)
    since = forms.DateField(label=_("From"), required=False, widget=DayInput, help_text=_("Empty: today."))
    until = forms.DateField(label=_("Until"), required=False, widget=DayInput, help_text=_("Empty: open."))


class HouseholdForm(ProblemForm):
    """A new household."""

    number = forms.CharField(label=_("Number"), max_length=60)
    place = PlaceField(label=_("Place"), required=False, help_text=_("Its name or P-code."))


class MemberForm(ProblemForm):
    """A person who belongs to the household; found by number, phone or name."""

    who = forms.CharField(label=_("Person"), max_length=200, help_text=_("Name, number or phone."))
    person = forms.UUIDField(widget=forms.HiddenInput, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices)
    collector = forms.ChoiceField(label=_("Collects"), choices=Membership.Collector.choices, required=False)
    since = forms.DateField(label=_("From"), required=False, widget=DayInput, help_text=_("Empty: today."))


class EraseForm(ProblemForm):
    """The last question before an erasure."""

    confirmation = forms.CharField(label=_("Type the person's name to confirm"), max_length=200)

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name = name

    def clean_confirmation(self) -> str:
        """It must be the name, letter for letter."""
        text = str(self.cleaned_data["confirmation"]).strip()
        if text != self.name:
            raise forms.ValidationError(_("This is not the name."))
        return text
