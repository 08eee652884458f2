"""Countries, places, their crosswalk, facilities and imports: reference data, so without a workspace."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from pamoja.apps.places.names import best_name, search_text
from pamoja.core.clock import now
from pamoja.core.ids import uuid7

MAX_PATH = 200


class Versioned(models.Model):
    """Base of reference data that operators edit: an update names the version that it was based on."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=now, editable=False)
    updated_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        abstract = True


class Country(Versioned):
    """A country and what it calls its levels: {"1": {"en": "Region"}, "2": {"en": "District"}}."""

    iso3 = models.CharField("ISO 3166-1 alpha-3", max_length=3, unique=True)
    iso2 = models.CharField("ISO 3166-1 alpha-2", max_length=2, unique=True)
    names = models.JSONField(_("names"), default=dict)
    level_names = models.JSONField(_("names of the levels"), default=dict)

    class Meta:
        ordering = ("iso3",)
        verbose_name = _("country")
        verbose_name_plural = _("countries")

    def __str__(self) -> str:
        return best_name(self.names, self.iso3)

    def level_name(self, level: int) -> str:
        """What the country calls a level, or its number."""
        if level == 0:
            return str(_("Country"))
        plain = _("Level %(level)s") % {"level": level}
        return best_name(self.level_names.get(str(level), {}), plain)


class Place(Versioned):
    """An administrative unit. Level 0 is the country itself, its P-code is the country's alpha-3 code.

    `path` joins the P-codes from the country down, each with a slash: a scope on a place is a prefix of it.
    `geometry` is GeoJSON text in degrees on WGS 84; the box and the label point serve maps and look-ups without it.
    A unit that ended has `valid_to`; the crosswalk says what came after it.
    """

    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="places")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    level = models.PositiveSmallIntegerField(_("level"))
    pcode = models.CharField(_("P-code"), max_length=32)
    path = models.CharField(max_length=MAX_PATH, unique=True, editable=False)
    names = models.JSONField(_("names"), default=dict)
    name = models.CharField(_("name"), max_length=200, editable=False)
    search = models.TextField(editable=False)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    is_provisional = models.BooleanField(default=False, editable=False)
    geometry = models.TextField(blank=True, editable=False)
    west = models.FloatField(null=True, editable=False)
    south = models.FloatField(null=True, editable=False)
    east = models.FloatField(null=True, editable=False)
    north = models.FloatField(null=True, editable=False)
    lon = models.FloatField(null=True, editable=False)
    lat = models.FloatField(null=True, editable=False)

    class Meta:
        ordering = ("path",)
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["country", "pcode"], name="place_pcode_in_country"),
            models.CheckConstraint(
                condition=models.Q(level=0, parent__isnull=True) | models.Q(level__gt=0, parent__isnull=False),
                name="place_has_parent",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["country", "level", "name"], name="place_by_level"),
            models.Index(fields=["pcode"], name="place_by_pcode"),
        ]

    def __str__(self) -> str:
        return best_name(self.names, self.name)

    def fill_derived(self) -> None:
        """Path, default name and search text from what they follow from; called before every write."""
        self.path = f"{self.parent.path if self.parent else ''}{self.pcode}/"
        self.name = (self.names.get("en") or next(iter(self.names.values()), self.pcode))[:200]
        self.search = search_text(self.names, [self.pcode])


class Crosswalk(models.Model):
    """One unit became another, or a share of it did: what turns old figures into new ones.

    `share` is the part of the predecessor (0 to 1, of its population unless the note says otherwise).
    """

    predecessor = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="origins")
    share = models.DecimalField(_("share"), max_digits=6, decimal_places=5)
    on = models.DateField(_("since"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ("on", "successor__path")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="crosswalk_pair"),
            models.CheckConstraint(condition=models.Q(share__gt=0, share__lte=1), name="crosswalk_share"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor.pcode} → {self.successor.pcode}"


class Facility(Versioned):
    """Somewhere a service is given: a health facility, a school, a water point, a service point."""

    class Type(models.TextChoices):
        """What the facility is."""

        HEALTH = "health", _("Health facility")
        SCHOOL = "school", _("School")
        WATER = "water", _("Water point")
        SERVICE = "service", _("Service point")

    class State(models.TextChoices):
        """Whether it is open."""

        PLANNED = "planned", _("Planned")
        OPEN = "open", _("Open")
        LIMITED = "limited", _("Open in part")
        PAUSED = "paused", _("Closed for now")
        CLOSED = "closed", _("Closed for good")

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="facilities")
    code = models.CharField(_("code"), max_length=60, unique=True)
    type = models.CharField(_("type"), max_length=10, choices=Type.choices)
    names = models.JSONField(_("names"), default=dict)
    name = models.CharField(_("name"), max_length=200, editable=False)
    search = models.TextField(editable=False)
    services = models.JSONField(_("services"), default=list, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    state_since = models.DateField(_("since"), null=True, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True)

    class Meta:
        ordering = ("name",)
        verbose_name = _("facility")
        verbose_name_plural = _("facilities")

    def __str__(self) -> str:
        return best_name(self.names, self.name)

    def fill_derived(self) -> None:
        """Default name and search text; called before every write."""
        self.name = (self.names.get("en") or next(iter(self.names.values()), self.code))[:200]
        self.search = search_text(self.names, [self.code])


class PlaceImport(models.Model):
    """A file of units or of facilities: its dry run, and how far taking it in has come.

    `problems` holds the findings of the dry run as dicts (row, layer, code, params, is_error); `counts` how many rows
    are to be added, updated, left and refused; `absent` the codes of what is known and the file leaves out. `data` is
    the file, gzipped, until it has been taken in: it is nobody's record, and a worker elsewhere can read it here.
    """

    class Subject(models.TextChoices):
        """What its rows are."""

        PLACES = "places", _("Places")
        FACILITIES = "facilities", _("Facilities")

    class State(models.TextChoices):
        """Where it is."""

        CHECKED = "checked", _("Checked, not applied")
        APPLYING = "applying", _("Being applied")
        DONE = "done", _("Applied")

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(_("holds"), max_length=10, choices=Subject.choices, default=Subject.PLACES)
    filename = models.CharField(max_length=200)
    data = models.BinaryField(null=True, editable=False)
    level = models.PositiveSmallIntegerField(null=True)
    is_keeping_unmatched = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.CHECKED)
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    problem_count = models.PositiveIntegerField(default=0)
    absent = models.JSONField(default=list)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=now, editable=False)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        verbose_name = _("file of places")
        verbose_name_plural = _("files of places")

    def __str__(self) -> str:
        return self.filename
