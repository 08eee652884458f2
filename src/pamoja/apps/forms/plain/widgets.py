"""How a question looks on a plain page."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pamoja.engines.text.fold import fold
from pamoja.engines.xforms import Choice, NodeState, Violation

MOST_RADIOS = 12
MOST_LISTED = 150
"""Choices of longer lists are found by a part of their name: the list alone would outweigh a page."""
MOST_FOUND = 40
FIND = ":find"
TYPES = {
    "int": "number",
    "decimal": "number",
    "date": "date",
    "time": "time",
    "dateTime": "moment",
    "geopoint": "point",
    "geotrace": "shape",
    "geoshape": "shape",
}
CONTROLS = {"select": "checks", "rank": "rank", "upload": "file", "range": "range", "trigger": "trigger"}
MISSING = "-"
"""Stands for the half of a point that was not typed: the answer is kept as it is, and refused."""
OK = "OK"
MEDIA = ("image", "audio", "video")
MINUTES, DAY_AND_MINUTES, MONTH, YEAR = len("00:00"), len("2000-01-01T00:00"), len("2000-01"), len("2000")
NOT_OF_ITS_TYPE = {
    "int": gettext_lazy("Write a whole number, in digits."),
    "decimal": gettext_lazy("Write a number, in digits."),
    "date": gettext_lazy("Give a date."),
    "time": gettext_lazy("Give a time."),
    "dateTime": gettext_lazy("Give a date and a time."),
    "geopoint": gettext_lazy("Give latitude and longitude in degrees, such as -13.96 and 33.77."),
    "geotrace": gettext_lazy("Give latitude and longitude of each point on a line of its own; at least two points."),
    "geoshape": gettext_lazy("Give latitude and longitude of each point on a line of its own, the first again last."),
}


def widget_of(state: NodeState) -> str:
    """Which input a question has: a part of `question.html`."""
    if state.is_readonly:
        return "shown"
    if state.control in ("select1", "select", "rank") and not state.choices:
        return "text"  # a list that is searched on a device only
    if state.control in ("select1", "select") and len(state.choices) > MOST_LISTED:
        return "find"
    if state.control == "select1":
        is_long = len(state.choices) > MOST_RADIOS or "minimal" in state.appearance.split()
        return "select" if is_long else "radios"
    if state.control == "secret":
        return "secret"
    return CONTROLS.get(state.control) or _by_type(state)


def _by_type(state: NodeState) -> str:
    looks = state.appearance.split()
    if state.type == "date" and "year" in looks:
        return "year"
    if state.type == "date" and "month-year" in looks:
        return "month"
    if state.type in TYPES:
        return TYPES[state.type]
    return "lines" if "multiline" in looks else "text"


def alike(state: NodeState, words: str) -> list[Choice]:
    """The choices that are called so, else those that have this in their name."""
    wanted = fold(words.strip())
    if not wanted:
        return []
    names = [(fold(each.label), each) for each in state.choices]
    exact = [each for name, each in names if wanted in (name, fold(each.value))]
    return exact or [each for name, each in names if wanted in name]


def words_of(violation: Violation, state: NodeState | None) -> str:
    """The form's own message, else ours."""
    if violation.message:
        return violation.message
    if violation.kind == "required":
        return _("This question needs an answer.")
    if violation.kind == "type" and state is not None and state.type in NOT_OF_ITS_TYPE:
        return str(NOT_OF_ITS_TYPE[state.type])
    if violation.kind == "choice" and state is not None and state.control == "range":
        return _("This is outside of the range.")
    if violation.kind == "choice":
        return _("Choose what is on offer.")
    return _("This answer is not allowed here.")


@dataclass(frozen=True)
class Medium:
    """A picture, sound or film of a label: the form's file of this name."""

    kind: str
    name: str


def media_of(files: Mapping[str, str]) -> tuple[Medium, ...]:
    """Of each kind one: `big-image` is for those who can load it."""
    return tuple(Medium(kind, files[kind].rpartition("/")[2]) for kind in MEDIA if files.get(kind))


@dataclass(frozen=True)
class Option:
    """A choice as it is shown; `place` is its rank."""

    value: str
    label: str
    is_chosen: bool
    place: int = 0
    media: tuple[Medium, ...] = ()


@dataclass(frozen=True)
class Asked:
    """A question, or the heading of a group, as the template shows it."""

    state: NodeState
    widget: str = ""
    errors: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()

    @property
    def ids(self) -> str:
        """Of hint and errors, for `aria-describedby`."""
        parts = [("hint", self.state.hint), ("error", self.errors)]
        return " ".join(f"{self.state.path}.{name}" for name, there in parts if there)

    @property
    def media(self) -> tuple[Medium, ...]:
        return media_of(self.state.media)

    @property
    def accept(self) -> str:
        """The types of files that the question asks for."""
        return self.state.mediatype or "*/*"

    @property
    def is_grouped(self) -> bool:
        """Whether several inputs answer it: they stand in a fieldset."""
        return self.widget in ("radios", "checks", "rank", "point", "trigger", "find")

    @property
    def text(self) -> str:
        """The answer as its input wants it."""
        value = self.state.value
        cuts = {"time": MINUTES, "moment": DAY_AND_MINUTES, "month": MONTH, "year": YEAR, "date": len("2000-01-01")}
        if self.widget == "shape":
            return "\n".join(" ".join(each.split()[:2]) for each in value.split(";"))
        return value[: cuts.get(self.widget, len(value))]

    @property
    def ends(self) -> tuple[str, str]:
        """The least and the greatest number of a range; forms may count down."""
        ends = [self.state.parameters.get(end, "") for end in ("start", "end")]
        try:
            low, high = sorted(ends, key=float)
        except ValueError:
            low, high = ends
        return low, high

    @property
    def pair(self) -> tuple[str, str]:
        """Latitude and longitude as typed."""
        parts = [*self.state.value.split(), "", ""]
        return tuple("" if each == MISSING else each for each in parts[:2])  # type: ignore[return-value]

    @property
    def words(self) -> str:
        """The answer for reading only: choices by their labels."""
        chosen = [each.label for each in self.options if each.is_chosen]
        return ", ".join(chosen) or self.state.value


def asked(state: NodeState, errors: tuple[str, ...] = (), words: str = "") -> Asked:
    """`words` are a part of a name, for the choices of a long list."""
    widget = widget_of(state) if state.kind == "question" else "heading"
    chosen = state.value.split() if state.is_multiple else [state.value]
    options = tuple(
        Option(
            each.value,
            each.label,
            each.value in chosen,
            chosen.index(each.value) + 1 if each.value in chosen else 0,
            media_of(each.words.media),
        )
        for each in (_listed(state, chosen, words) if widget == "find" else state.choices)
    )
    return Asked(state, widget, errors, options)


def _listed(state: NodeState, chosen: list[str], words: str) -> list[Choice]:
    """Of a long list what is chosen, and what is like the words."""
    there = [each for each in state.choices if each.value in chosen]
    return [*there, *(each for each in alike(state, words) if each.value not in chosen)][: len(there) + MOST_FOUND]
