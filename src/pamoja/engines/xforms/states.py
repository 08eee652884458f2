"""What a person is shown of each question: outward, frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pamoja.engines.xforms.offers import Choice

ViolationKind = Literal["constraint", "required", "relevance", "choice", "type"]


@dataclass(frozen=True)
class Violation:
    """A rule that an answer breaks. `path` has the positions of repeats; `message` is the form's own, or nothing."""

    path: str
    kind: ViolationKind
    message: str = ""
    value: str = ""


@dataclass(frozen=True)
class NodeState:
    """A question, group or repeat instance as it is now.

    `kind` is `question`, `group`, `repeat` (the range of instances: `count`, `can_add`) or `instance` (one of them:
    `position`, `can_remove`). `depth` counts the groups and repeats around it. `choices` are those on offer.
    """

    path: str
    name: str
    kind: Literal["question", "group", "repeat", "instance"]
    type: str = ""
    control: str = "none"
    appearance: str = ""
    mediatype: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    label: str = ""
    hint: str = ""
    guidance: str = ""
    media: Mapping[str, str] = field(default_factory=dict)
    value: str = ""
    is_relevant: bool = True
    is_required: bool = False
    is_readonly: bool = False
    is_multiple: bool = False
    choices: tuple[Choice, ...] = ()
    violations: tuple[Violation, ...] = ()
    depth: int = 0
    position: int = 0
    count: int = 0
    can_add: bool = False
    can_remove: bool = False

    @property
    def is_valid(self) -> bool:
        return not self.violations
