"""Where a conversation is: small, and written as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

FORMAT = 1


@dataclass
class State:
    """`mode` says what the next message answers, `at` the step that is being asked. `passed` are the steps that were
    answered or left out, in their order; `first` is the first option of a list that was told last. `around` are the
    headings that were said last, `doubted` the text and the command of a doubt.
    """

    mode: str = "question"
    at: str = ""
    passed: list[str] = field(default_factory=list)
    first: int = 0
    around: list[str] = field(default_factory=list)
    doubted: list[str] = field(default_factory=list)

    def go_by(self, key: str) -> None:
        """This step is done with."""
        self.reopen(key)
        self.passed.append(key)

    def reopen(self, key: str) -> None:
        """This step is to be asked (again)."""
        self.passed = [each for each in self.passed if each != key]

    def forget(self, path: str) -> None:
        """An instance of a repeat is gone."""
        self.passed = [each for each in self.passed if not each.startswith(f"{path}/")]

    def kept(self) -> dict[str, Any]:
        return {"format": FORMAT, **asdict(self)}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> State:
        """What `kept` gave."""
        return cls(**{name: value for name, value in kept.items() if name != "format"})
