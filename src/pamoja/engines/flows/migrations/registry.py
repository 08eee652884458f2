"""The steps that exist, by the version they lead to:

    @migration("13.2.0")
    def name_the_language(flow: Definition, config: Config) -> None:
        ...

A step changes the definition that it is given: that is already a copy.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from pamoja.engines.flows.migrations.versions import Version, read_version

Definition: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Config:
    """What steps need from outside: new UUIDs, and where relative addresses of media in old definitions begin."""

    new_uuid: Callable[[], str]
    base_media_url: str = ""


Step: TypeAlias = Callable[[Definition, Config], None]
STEPS: dict[Version, Step] = {}


def migration(version: str) -> Callable[[Step], Step]:
    """Register a step under the version that it leads to."""

    def register(step: Step) -> Step:
        STEPS[read_version(version)] = step
        return step

    return register
