"""Fields in which a place is typed: without a script a P-code or an exact name, with it a search as one types."""

from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from pamoja.core.accounts.placing import PlaceUnclearError, find_place, place_words, search_address

LONGEST = 300
SPARE_LINES = 2
PLAIN = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "dir": "auto"}


class PlaceInput(forms.TextInput):
    """One line for a place. The script makes it a combobox, fed from the address in `data-place-search`."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({**PLAIN, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """A path as the name and P-code of its place; what a person typed as it is."""
        if not value or not str(value).endswith("/"):
            return str(value) if value else None
        words = place_words([str(value)]).get(str(value))
        return words.short if words else str(value)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The input in a frame, below which the list of places opens."""
        line = super().render(name, value, {**(attrs or {}), "data-place-search": search_address()}, renderer)
        return format_html('<div class="combo">{}</div>', line)


class PlacesInput(PlaceInput):
    """Several lines, one for each place, and some to spare; the script adds more when they are filled."""

    use_fieldset = True

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """A line for each place."""
        given = dict(attrs or {})
        base = given.pop("id", f"id_{name}")
        lines = [*(value or []), *[""] * SPARE_LINES]
        drawn = (
            (super(PlacesInput, self).render(name, line, given | self._of_line(base, number), renderer),)
            for number, line in enumerate(lines, start=1)
        )
        return format_html("<div data-place-lines>{}</div>", format_html_join("", "{}", drawn))

    def _of_line(self, base: str, number: int) -> dict[str, str]:
        return {"id": f"{base}_{number}", "aria-label": gettext("Place %(number)s") % {"number": number}}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """The lines that were filled in."""
        lines = data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []
        return [line for line in lines if line.strip()]

    def id_for_label(self, id_: str) -> str:
        """The legend names them together."""
        return ""


class PlaceField(forms.CharField):
    """A place by P-code, exact name or path; its clean value is the path."""

    widget = PlaceInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST, **kwargs)

    def clean(self, value: Any) -> str:
        """The path, empty for none."""
        text = super().clean(value)
        return read_place(text) if text else ""


class PlacesField(forms.Field):
    """Several places; its clean value is the list of their paths."""

    widget = PlacesInput

    def clean(self, value: Any) -> list[str]:
        """The paths, each once."""
        self.validate(value)
        return list(dict.fromkeys(read_place(line.strip()[:LONGEST]) for line in value))


def read_place(text: str) -> str:
    """The path of a place. Raises ValidationError with what to write instead."""
    try:
        return find_place(text)
    except PlaceUnclearError as error:
        raise forms.ValidationError(str(error)) from error
