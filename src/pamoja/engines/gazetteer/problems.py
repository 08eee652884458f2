"""What can be wrong with a row of administrative units or facilities: stable codes and their words."""

from collections.abc import Mapping
from dataclasses import dataclass, field


def gettext_noop(words: str) -> str:
    """Marks words for translators; they are translated where they are shown."""
    return words


@dataclass(frozen=True)
class Kind:
    """`is_error`: the row cannot be taken in; otherwise it is taken in and a person should look at it."""

    is_error: bool
    words: str


KINDS: dict[str, Kind] = {
    "code-missing": Kind(True, gettext_noop("The row has no P-code.")),
    "code-malformed": Kind(True, gettext_noop("The P-code “{code}” may hold only letters, digits, “-” and “.”.")),
    "code-duplicate": Kind(True, gettext_noop("The P-code {code} is already on row {other}.")),
    "code-prefix": Kind(False, gettext_noop("The P-code {code} does not start with its parent's, {parent}.")),
    "code-unmatched": Kind(True, gettext_noop("No unit of the P-code list is called “{name}” here.")),
    "code-matched-by-spelling": Kind(
        False, gettext_noop("“{name}” was taken for “{listed}” ({code}): similar spelling, {score} of 100.")
    ),
    "code-matched-elsewhere": Kind(
        False,
        gettext_noop("“{name}” was taken for {code}, whose parent {parent} is not the area that it lies in."),
    ),
    "code-provisional": Kind(
        False, gettext_noop("No P-code of level {level} was found for it; the file's own number {code} stands in.")
    ),
    "unit-without-outline": Kind(False, gettext_noop("{code} “{name}” of the P-code list has no outline in the file.")),
    "name-missing": Kind(True, gettext_noop("The row has no name.")),
    "name-changed": Kind(False, gettext_noop("{code} was called “{known}” and becomes “{name}”.")),
    "name-repeated": Kind(False, gettext_noop("“{name}” is also the name of {other}, under the same parent.")),
    "root-other": Kind(True, gettext_noop("A unit of level 0 is the country, {country}; the row says {code}.")),
    "level-missing": Kind(
        True, gettext_noop("The row does not say its administrative level: choose one where you bring the file.")
    ),
    "level-gap": Kind(
        True, gettext_noop("A unit of level {level} needs a parent of level {needed}; {parent} has {found}.")
    ),
    "level-changed": Kind(True, gettext_noop("{code} is known as a unit of level {known}, not {level}.")),
    "parent-missing": Kind(
        True,
        gettext_noop("The parent “{parent}” is neither in the file nor known. Import level {needed} first."),
    ),
    "parent-unnamed": Kind(
        True, gettext_noop("The row names no parent, and none is known around it. Import level {needed} first.")
    ),
    "parent-refused": Kind(True, gettext_noop("The parent “{parent}” is left out because of an error of its own.")),
    "parent-changed": Kind(False, gettext_noop("{code} moves from {known} to {parent}.")),
    "period-reversed": Kind(True, gettext_noop("The unit ends on {end}, before it starts on {start}.")),
    "geometry-missing": Kind(False, gettext_noop("The row has no outline; points cannot be found in it.")),
    "geometry-not-area": Kind(True, gettext_noop("The outline is a {kind}; an area is needed.")),
    "geometry-out-of-range": Kind(
        True,
        gettext_noop("The outline leaves the globe (longitude {lon}, latitude {lat}); is it in degrees, WGS 84?"),
    ),
    "geometry-invalid": Kind(False, gettext_noop("The outline was repaired: {reason}.")),
    "geometry-unrepairable": Kind(
        True, gettext_noop("The outline is broken ({reason}) and its repair changes {share}% of its area.")
    ),
    "geometry-outside-parent": Kind(False, gettext_noop("{share}% of the area lies outside its parent {parent}.")),
    "siblings-overlap": Kind(
        False, gettext_noop("{share}% of the area lies also in {other}, which has the same parent.")
    ),
    "column-unknown": Kind(False, gettext_noop("The column “{column}” is not known and was left out.")),
    "date-malformed": Kind(False, gettext_noop("“{value}” is not a date (YYYY-MM-DD) and was left out.")),
    "level-malformed": Kind(True, gettext_noop("“{value}” is not an administrative level (0 to 6).")),
    "geometry-malformed": Kind(True, gettext_noop("The outline cannot be read: {reason}.")),
    "encoding-guessed": Kind(False, gettext_noop("The file does not say its encoding; it was read as {encoding}.")),
    "projection-unstated": Kind(
        False,
        gettext_noop("The layer {layer} does not say its coordinate system; degrees on WGS 84 were assumed."),
    ),
    "layer-skipped": Kind(False, gettext_noop("The layer {layer} was left out: {reason}.")),
    "country-other": Kind(False, gettext_noop("{count} rows are about other countries and were left out.")),
    "facility-code-missing": Kind(True, gettext_noop("The row has no code, by which a facility is added or updated.")),
    "facility-code-long": Kind(True, gettext_noop("The code “{code}…” is longer than {limit} characters.")),
    "facility-code-duplicate": Kind(True, gettext_noop("The code {code} is already on row {other}.")),
    "facility-code-elsewhere": Kind(True, gettext_noop("The code {code} belongs to a facility of another country.")),
    "facility-type-missing": Kind(True, gettext_noop("The row does not say what the facility is. Known: {known}.")),
    "facility-type-unknown": Kind(True, gettext_noop("“{type}” is no type of facility. Known: {known}.")),
    "facility-type-changed": Kind(False, gettext_noop("{code} was of the type {known} and becomes {type}.")),
    "facility-state-unknown": Kind(True, gettext_noop("“{state}” is no state of a facility. Known: {known}.")),
    "facility-service-unknown": Kind(
        False, gettext_noop("“{service}” is no service of the type {type} and was left out.")
    ),
    "facility-place-missing": Kind(True, gettext_noop("The row has neither a P-code nor a point.")),
    "facility-place-unknown": Kind(True, gettext_noop("No place of this country has the P-code “{pcode}”.")),
    "facility-place-changed": Kind(False, gettext_noop("{code} moves from {known} to {pcode}.")),
    "point-malformed": Kind(True, gettext_noop("“{value}” is no latitude and longitude in degrees.")),
    "point-not-point": Kind(True, gettext_noop("The geometry is a {kind}; a point is needed.")),
    "point-out-of-range": Kind(
        True, gettext_noop("Latitude {lat}, longitude {lon} is not on the globe; is it in degrees, WGS 84?")
    ),
    "point-nowhere": Kind(
        True, gettext_noop("The point at latitude {lat}, longitude {lon} lies in no known place of this country.")
    ),
    "point-outside-place": Kind(False, gettext_noop("The point lies outside {pcode}, about {km} km from its border.")),
}

FILE_ROW = 0


@dataclass(frozen=True)
class Problem:
    """One finding; row 0 (`FILE_ROW`) means the file as a whole. `params` fill the words of its kind."""

    row: int
    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)
    layer: str = ""

    @property
    def is_error(self) -> bool:
        return KINDS[self.code].is_error

    @property
    def words(self) -> str:
        return KINDS[self.code].words.format(**self.params)
