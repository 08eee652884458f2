"""Persons, and the keyed tokens by which their names are found."""

from datetime import date
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from pamoja.core.crypto.fields import EncryptedJSONField, EncryptedTextField
from pamoja.core.workspaces.models import Record, WorkspaceModel
from pamoja.engines.people.births import Birth, Precision, as_written
from pamoja.engines.people.washington import Difficulty, Domain, is_with_disability

NAME_PARTS = ("given", "family", "full")
INDEXED: Final = frozenset({"names", "birth_date", "birth_precision", "place", "place_id"})
"""The columns by which a person is found."""


class Person(Record):
    """One person, once in the workspace, whatever programme meets them.

    Every column that tells who it is or how they are is sealed under the person's own key. `names` is a list of
    {"language", "given", "family", "full"}, one for each script, the first shown first; language is a BCP 47 tag.
    `birth_year` stands open beside the sealed date, so that lists can filter by age. A person merged into another
    keeps the row and leaves every list; so does an erased one, with nothing left in it. `indexed_by` is the version of
    the rules by which names and keys were indexed, `is_compared` whether doubles of the person were looked for since.
    """

    class Sex(models.TextChoices):
        """As the person says."""

        FEMALE = "female", _("Female")
        MALE = "male", _("Male")
        OTHER = "other", _("Other")
        UNKNOWN = "", _("Not known")

    class BirthPrecision(models.TextChoices):
        """How much of the birth date is known."""

        EXACT = Precision.EXACT, _("Exact day")
        MONTH = Precision.MONTH, _("Month and year")
        YEAR = Precision.YEAR, _("Year only")
        ESTIMATED = Precision.ESTIMATED, _("Estimated year")

    names = EncryptedJSONField(_("names"), subject="public_id", null=True)
    sex = models.CharField(_("sex"), max_length=10, choices=Sex.choices, blank=True)
    birth_date = EncryptedTextField(_("birth date"), subject="public_id", null=True)
    birth_precision = models.CharField(_("precision"), max_length=10, choices=BirthPrecision.choices, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True, editable=False)
    languages = EncryptedJSONField(_("languages"), subject="public_id", null=True)
    functioning = EncryptedJSONField(_("functioning"), subject="public_id", null=True)
    place = models.ForeignKey(
        "places.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place")
    )
    photo = models.ForeignKey(
        "files.StoredFile", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("photo")
    )
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    erased_at = models.DateTimeField(null=True, editable=False)
    indexed_by = models.PositiveSmallIntegerField(default=0, editable=False)
    is_compared = models.BooleanField(default=False, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        indexes = [
            models.Index(fields=["workspace", "-id"], name="person_newest"),
            models.Index(fields=["workspace", "birth_year"], name="person_by_birth_year"),
            models.Index(fields=["workspace", "id"], condition=models.Q(is_compared=False), name="person_uncompared"),
            models.Index(fields=["workspace", "indexed_by"], name="person_by_index"),
        ]

    def __str__(self) -> str:
        return self.name or str(_("(no name)"))

    def __repr__(self) -> str:
        return f"<Person {self.public_id}>"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and keep the open year and what the person is found by in step with what is known of them."""
        from pamoja.apps.people.indexing import RULES, index_people

        self.open_birth_year()
        is_new, fields = self._state.adding, set(kwargs.get("update_fields") or INDEXED)
        if fields & INDEXED:
            self.indexed_by, self.is_compared = RULES, False
            fields |= {"birth_year", "indexed_by", "is_compared"}
        if kwargs.get("update_fields"):
            kwargs["update_fields"] = sorted(fields)
        super().save(*args, **kwargs)
        if fields & INDEXED:
            index_people([self], are_new=is_new)

    def open_birth_year(self) -> None:
        """Set the open year by the sealed date."""
        self.birth_year = int(self.birth_date[:4]) if self.birth_date else None

    @property
    def name(self) -> str:
        """The first name as it is written; empty for an erased person."""
        return next(iter(self.all_names()), "")

    def all_names(self) -> list[str]:
        """Every name in full, one for each script."""
        return [written for entry in self.names or [] if (written := full_name(entry))]

    @property
    def birth(self) -> Birth | None:
        """The birth date with its precision."""
        if not self.birth_date:
            return None
        return Birth(date.fromisoformat(self.birth_date), Precision(self.birth_precision or Precision.EXACT))

    @property
    def written_birth(self) -> str:
        """As much of the birth date as is known, "~" before an estimate: see `engines.linkage.dates`."""
        return as_written(self.birth) if self.birth else ""

    @property
    def answers(self) -> dict[Domain, Difficulty]:
        """The answers to the Washington Group short set."""
        return {Domain(name): Difficulty(code) for name, code in (self.functioning or {}).items()}

    @property
    def is_with_disability(self) -> bool | None:
        """By the Washington Group's cut-off; None when nothing was answered."""
        return is_with_disability(self.answers)


class NameToken(WorkspaceModel):
    """A keyed hash of one sound of one name: finds candidates, tells nothing without the key."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    token = models.BinaryField(max_length=32)

    class Meta(WorkspaceModel.Meta):
        indexes = [models.Index(fields=["workspace", "token"], name="name_token")]

    def __str__(self) -> str:
        return "(token)"


class LinkKey(WorkspaceModel):
    """64 bits of a keyed hash of one blocking key: brings likely doubles together, tells nothing without the key."""

    # its index would only repeat the beginning of the one below, for twenty rows a person
    workspace = models.ForeignKey(
        "workspaces.Workspace", on_delete=models.PROTECT, related_name="+", editable=False, db_index=False
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="link_keys")
    key = models.BigIntegerField()

    class Meta(WorkspaceModel.Meta):
        indexes = [models.Index(fields=["workspace", "key", "person"], name="link_key")]

    def __str__(self) -> str:
        return "(key)"


def full_name(entry: dict[str, str]) -> str:
    """A name as one writes it: the full form when it was given, else given and family name."""
    return entry.get("full") or " ".join(filter(None, [entry.get("given"), entry.get("family")]))
