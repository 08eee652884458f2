"""What opens encrypted records: passphrases of the keys that are kept here, the private key of another."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from pamoja.apps.forms.models import RecordKey
from pamoja.apps.forms.problems import NOT_OPENED
from pamoja.apps.forms.seeing.opening import Keys, brought, together, unlocked
from pamoja.core.permissions import Actor
from pamoja.core.problems import Problem

MOST_KEY_BYTES = 64 * 1024
FILE, FILE_PASSPHRASE = "key_file", "file_passphrase"


class OpeningForm(forms.Form):
    """A field for each managed key, and one for a file when some records are for a key that is not kept here."""

    def __init__(self, actor: Actor, keys: Sequence[RecordKey], *args: Any) -> None:
        super().__init__(*args)
        self.actor, self.keys, self.opened = actor, keys, Keys()
        managed = [key for key in keys if key.is_managed]
        for key in managed:
            self.fields[str(key.pk)] = self._passphrase(_("Passphrase"), key.hint)
        if len(managed) < len(keys):
            accept = forms.FileInput({"accept": ".pem,.der,.key,.p8"})
            words = _("It opens the records of this one download and is not kept.")
            self.fields[FILE] = forms.FileField(
                label=_("File of the private key"), help_text=words, required=False, widget=accept
            )
            self.fields[FILE_PASSPHRASE] = self._passphrase(_("Passphrase of the file, if it has one"), "")

    @staticmethod
    def _passphrase(label: str, hint: str) -> forms.CharField:
        words = _("Hint: %(hint)s") % {"hint": hint} if hint else ""
        widget = forms.PasswordInput({"autocomplete": "off"})
        return forms.CharField(label=label, help_text=words, required=False, strip=False, widget=widget)

    def clean(self) -> dict[str, Any]:
        """Open the keys: nothing may be left empty all over, and nothing may be wrong."""
        data = super().clean() or {}
        if self.errors:
            return data
        try:
            self.opened = together(self._keys(data))
        except Problem as problem:
            raise forms.ValidationError(str(problem.detail or problem.kind.title)) from None
        if not self.opened.asked:
            raise forms.ValidationError(_("Give a passphrase or a key."))
        if not self.opened.asked <= {key.pk for key in self.keys}:
            raise forms.ValidationError(str(NOT_OPENED.title))
        return data

    def clean_key_file(self) -> bytes:
        """The content. A key is small: it never lies in a temporary file."""
        file = self.cleaned_data[FILE]
        if file and file.size > MOST_KEY_BYTES:
            raise forms.ValidationError(str(NOT_OPENED.title))
        return file.read() if file else b""

    def _keys(self, data: dict[str, Any]) -> Iterator[Keys]:
        given = {int(name): value for name, value in data.items() if name.isdecimal() and value}
        if given:
            yield unlocked(self.actor, given)
        if content := data.get(FILE):
            yield brought(self.actor, content, data.get(FILE_PASSPHRASE) or "")
