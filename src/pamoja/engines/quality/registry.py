"""The checks that exist. One check is one file of `checks/`, which registers itself:

    @check("duration", gettext_noop("Short and long interviews"), DurationSettings)
    def duration(data: Dataset, settings: DurationSettings) -> Iterator[Flag]: ...

Settings are a frozen dataclass of numbers, flags and texts; each field is made with `setting(default, words)`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal, TypeVar

from pamoja.engines.quality.model import Dataset, Flag

Level = Literal["record", "dataset"]
Function = Callable[[Dataset, Any], Iterable[Flag]]
F = TypeVar("F", bound=Function)
T = TypeVar("T")


@dataclass(frozen=True)
class Check:
    """A check: its stable name, title, the class of its settings, and what it needs.

    Of level "record" it judges each record by itself, so it can run as one arrives; "dataset" compares records.
    `is_for_repeats`: it is run on the instances of repeats too. `is_on` until somebody says otherwise.
    """

    name: str
    words: str
    settings: type
    function: Function
    level: Level = "dataset"
    is_for_repeats: bool = False
    is_on: bool = True

    @property
    def purpose(self) -> str:
        """What it finds: the first paragraph of the function's docstring."""
        return " ".join((self.function.__doc__ or "").split("\n\n")[0].split())

    def run(self, data: Dataset, settings: Any = None) -> list[Flag]:
        """What it finds in a table."""
        found = self.function(data, self.settings() if settings is None else settings)
        return [replace(each, check=self.name) for each in found]


@dataclass(frozen=True)
class Setting:
    """One setting of a check, as a form and the reference show it."""

    name: str
    words: str
    default: Any
    options: tuple[str, ...] = ()


CHECKS: dict[str, Check] = {}


def check(
    name: str,
    words: str,
    settings: type,
    level: Level = "dataset",
    is_for_repeats: bool = False,
    is_on: bool = True,
) -> Callable[[F], F]:
    """Register a check. Raises ValueError when the name is taken."""

    def register(function: F) -> F:
        if name in CHECKS:
            raise ValueError(f"check {name!r} is registered twice")
        CHECKS[name] = Check(name, words, settings, function, level, is_for_repeats, is_on)
        return function

    return register


def setting(default: T, words: str, options: tuple[str, ...] = ()) -> T:
    """A field of a check's settings, with the words that people read."""
    return field(default=default, metadata={"words": words, "options": options})


def settings_of(chosen: Check) -> list[Setting]:
    """The settings of a check in their order."""
    return [
        Setting(each.name, each.metadata["words"], each.default, each.metadata["options"])
        for each in fields(chosen.settings)
    ]


def read_settings(chosen: Check, given: dict[str, Any]) -> Any:
    """Settings from what was kept of them; what is missing or unknown or of another type has its default."""
    known = {each.name: type(each.default) for each in settings_of(chosen)}
    return chosen.settings(**{name: value for name, value in given.items() if _fits(value, known.get(name))})


def _fits(value: Any, wanted: type | None) -> bool:
    if wanted is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return wanted is not None and type(value) is wanted
