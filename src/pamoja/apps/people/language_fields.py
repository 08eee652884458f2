"""Fields in which languages and countries are chosen by name; without a script too."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from pamoja.core.countries import country_choices
from pamoja.core.languages import common_languages, is_language, language_code, language_names, language_words
from pamoja.core.workspaces.context import active_workspace
from pamoja.engines.people.countries import ALPHA2

LIST = "language-names"  # the id of the names that a browser offers while one types, in `people/form.html`


class LanguageInput(forms.TextInput):
    """One line for the name of a language."""

    def __init__(self) -> None:
        super().__init__({"list": LIST, "autocomplete": "off", "dir": "auto"})

    def format_value(self, value: Any) -> str | None:
        """A code as its name, where the name leads back to that code; what a person typed as it is."""
        text = str(value or "")
        name = language_words(text)
        return (name if language_code(name) == text else text) or None


class LanguageField(forms.CharField):
    """A language by its name in the page's language, or by its code; its value is the code."""

    widget = LanguageInput

    def clean(self, value: Any) -> str:
        """The code. Raises ValidationError."""
        text: str = super().clean(value)
        code = language_code(text) if text else ""
        if code is None:
            raise ValidationError(_("No language has this name. Choose one from the list."))
        return code


class LanguagesField(forms.MultipleChoiceField):
    """Boxes for the languages that are likely here and those that are chosen already."""

    widget = forms.CheckboxSelectMultiple

    def offer(self, chosen: Any) -> None:
        """Have a box for each."""
        likely = common_languages(ALPHA2.get(active_workspace().country, ""))
        codes = dict.fromkeys([*likely, *(chosen or [])])
        named = sorted((language_words(code), code) for code in codes)
        self.choices = [(code, name) for name, code in named]

    def valid_value(self, value: Any) -> bool:
        """Whether it is a language at all: a box may have gone since the page was drawn."""
        return is_language(str(value))


class CountryField(forms.ChoiceField):
    """A country by its name; its value is the code."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=lambda: [("", "—"), *country_choices()], **options)


def offered_languages() -> list[str]:
    """Names that a browser offers while one types, the likely ones first."""
    names = language_names()
    likely = [code for code in common_languages(ALPHA2.get(active_workspace().country, "")) if code in names]
    return [names[code] for code in dict.fromkeys([*likely, *names])]
