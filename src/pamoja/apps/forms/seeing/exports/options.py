"""What somebody asked a file to be."""

from dataclasses import asdict, dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.seeing.access import Seen
from pamoja.apps.forms.seeing.questions import SHAPES, Question, Table

CHOICE_LETTERS = 60
FORMATS = (
    ("csv", _("CSV: a table for every spreadsheet; several tables come as a zip")),
    ("xlsx", _("XLSX: a workbook with a sheet for each table")),
    ("geojson", _("GeoJSON: for maps")),
    ("parquet", _("Parquet: for analysis; an answer that does not fit its type is left empty")),
)


@dataclass(frozen=True)
class Options:
    """Format and how answers are written. `shape` is the key of the question that gives a GeoJSON its geometry."""

    format: str
    has_labels: bool = False
    has_questions: bool = False
    splits_multiple: bool = False
    drops_groups: bool = False
    is_clean: bool = False
    language: str = ""
    shape: str = ""

    def as_json(self) -> dict[str, Any]:
        """As a job keeps it."""
        return asdict(self)


def shape_questions(seen: Seen) -> list[tuple[Table, Question]]:
    """Every question whose answer is a geometry, with its table."""
    tables = seen.reading.tables.values()
    return [(table, field) for table in tables for field in table.fields if field.type in SHAPES]


class ExportForm(forms.Form):
    """The choices on the download page."""

    format = forms.ChoiceField(label=_("File"), widget=forms.RadioSelect, choices=FORMATS, initial="csv")
    language = forms.ChoiceField(label=_("Language of words"), required=False)
    has_labels = forms.BooleanField(label=_("Words of choices instead of their codes"), required=False)
    has_questions = forms.BooleanField(label=_("Questions as column heads instead of names"), required=False)
    splits_multiple = forms.BooleanField(label=_("A column for each choice of many"), required=False)
    drops_groups = forms.BooleanField(label=_("Names of questions without the names of their groups"), required=False)
    is_clean = forms.BooleanField(label=_("Clean data: with what the cleaning log says"), required=False)
    shape = forms.ChoiceField(label=_("Geometry of the GeoJSON"), required=False)

    def __init__(self, seen: Seen, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages, shapes = seen.schema.languages, shape_questions(seen)
        self._choose("language", [(each, each) for each in languages] if len(languages) > 1 else [])
        self._choose("shape", [(each.key, seen.reading.head(each, CHOICE_LETTERS)) for _t, each in shapes])
        self.initial.setdefault("language", seen.reading.language or seen.schema.default_language)
        if not shapes:
            self._field("format").choices = [each for each in FORMATS if each[0] != "geojson"]

    def options(self) -> Options:
        """What was chosen."""
        return Options(**self.cleaned_data)

    def clean(self) -> dict[str, Any]:
        """Fields that are not drawn have no value."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        return {"language": "", "shape": "", **cleaned}

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        if choices:
            self._field(name).choices = choices
        else:
            del self.fields[name]

    def _field(self, name: str) -> forms.ChoiceField:
        return self.fields[name]  # type: ignore[return-value]
