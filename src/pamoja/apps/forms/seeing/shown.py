"""Answers as people read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.template.defaultfilters import date as formatted
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pamoja.apps.forms.models import Submission
from pamoja.apps.forms.protecting.hiding import Hidden
from pamoja.apps.forms.seeing.questions import SHAPES, Reading, is_select
from pamoja.core.permissions import Actor
from pamoja.formats.xform import Field

INLINE = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})


@dataclass(frozen=True)
class Attached:
    """A file that came with a record; `url` is empty until it arrives."""

    name: str
    url: str = ""
    type: str = ""

    @property
    def is_image(self) -> bool:
        """Whether a browser may draw it beside our own words."""
        return self.type in INLINE

    @property
    def is_audio(self) -> bool:
        """Whether it is sound."""
        return self.type.startswith("audio/")

    @property
    def is_video(self) -> bool:
        """Whether it is a film."""
        return self.type.startswith("video/")


@dataclass(frozen=True)
class Point:
    """A position, in words and where to see it."""

    text: str
    latitude: float
    longitude: float


def text_of(reading: Reading, field: Field, value: Any) -> str:
    """An answer in words; whatever does not fit its type is shown as it was kept."""
    if value is None:
        return ""
    if is_select(field):
        return _selected(value, reading.choices(field))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if field.type in SHAPES and isinstance(value, dict):
        return shape_text(value)
    return _moment(field.type, value) if isinstance(value, str) else str(value)


def _selected(value: Any, labels: Mapping[str, str]) -> str:
    codes = value if isinstance(value, list) else [value]
    return ", ".join(labels.get(str(code), str(code)) for code in codes)


def _moment(type_: str, value: str) -> str:
    try:
        if type_ == "date":
            return formatted(date.fromisoformat(value), "DATE_FORMAT")
        if type_.lower() == "datetime":
            return formatted(datetime.fromisoformat(value), "DATETIME_FORMAT")
    except ValueError:
        return value
    return value


def named(instance_name: str, instance_id: str) -> str:
    """A record's own name, else the beginning of its id."""
    return instance_name or instance_id.removeprefix("uuid:")[:8]


def record_words(submission: Submission) -> str:
    """A record among those of other forms: its own name, unless its form keeps answers from some readers."""
    return named("" if submission.form.classes else submission.instance_name, submission.instance_id)


def hidden_word() -> str:
    """What pages write in place of an answer that the reader may not see."""
    return pgettext("answer", "hidden")


def written(actor: Actor, hidden: Hidden, text: str, writer: int | None) -> str:
    """What a user (by key) wrote of a record, or that it is hidden."""
    return hidden_word() if text and hidden.hides_words(actor, writer) else text


def point_of(value: Any) -> Point | None:
    """The position of a geopoint answer, if it is one."""
    if not isinstance(value, dict) or value.get("type") != "Point":
        return None
    longitude, latitude = value["coordinates"][:2]
    return Point(f"{latitude:.5f}, {longitude:.5f}", latitude, longitude)


def shape_text(value: Mapping[str, Any]) -> str:
    """A geometry in words."""
    point = point_of(value)
    if point:
        return point.text
    places = value["coordinates"][0] if value["type"] == "Polygon" else value["coordinates"]
    return _("%(number)s points") % {"number": len(places)}


def shape_as_sent(value: Mapping[str, Any]) -> str:
    """A line or an area as XForms write it: "lat lon altitude accuracy; …" (ODK XForms specification, data types)."""
    places = value["coordinates"][0] if value["type"] == "Polygon" else value["coordinates"]
    places = [places] if value["type"] == "Point" else places
    return "; ".join(" ".join(str(part) for part in (y, x, *rest)) for x, y, *rest in places)
