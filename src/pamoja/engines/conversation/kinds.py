"""What sort of answer a question wants, and which questions a medium cannot ask."""

from __future__ import annotations

from pamoja.engines.conversation.media import Medium
from pamoja.engines.xforms import NodeState
from pamoja.engines.xforms.fields import Field

BY_TYPE = {
    "int": "whole",
    "decimal": "number",
    "date": "date",
    "time": "time",
    "dateTime": "moment",
    "geopoint": "place",
    "geotrace": "trace",
    "geoshape": "trace",
    "boolean": "boolean",
}
BY_CONTROL = {"trigger": "trigger", "rank": "rank", "select": "many", "select1": "one", "range": "range"}
UPLOADS = frozenset({"image", "audio", "video", "file"})
SELECTS = frozenset({"one", "many", "rank"})
LISTED = SELECTS | {"boolean"}
SPEAKABLE = LISTED | {"note", "trigger", "whole", "number", "range", "date", "month", "year", "time", "moment"}
MOST_KEYS = 9


def kind_of(state: NodeState, field: Field) -> str:
    """note, trigger, one, many, rank, whole, number, range, date, month, year, time, moment, place, trace, boolean,
    image, audio, video, file, or text. A choice of nothing is `nothing`; of a list that is not known here, text.
    """
    if state.is_readonly:
        return "note"
    if state.control == "upload":
        kind = state.mediatype.split("/")[0]
        return kind if kind in UPLOADS else "file"
    if state.control in BY_CONTROL:
        return _listed(state, field, BY_CONTROL[state.control])
    looks = state.appearance.split()
    if state.type == "date" and "year" in looks:
        return "year"
    if state.type == "date" and "month-year" in looks:
        return "month"
    return BY_TYPE.get(state.type, "text")


def _listed(state: NodeState, field: Field, kind: str) -> str:
    if kind not in SELECTS or state.choices:
        return kind
    return "text" if field.is_open else "nothing"


def hindrance(kind: str, choices: int, medium: Medium) -> str:
    """Why a medium cannot ask a question: `media`, `writing`, `list`, `length`; blank when it can."""
    if kind in UPLOADS and kind not in medium.takes:
        return "media"
    if kind == "nothing":
        return "list"
    if not medium.is_spoken:
        return ""
    if kind not in SPEAKABLE:
        return "writing"
    most = MOST_KEYS if kind in ("many", "rank") else medium.most_choices
    return "length" if choices > most else ""
