"""The jobs that exist, by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pamoja.core.problems import Words

Function = Callable[..., None]


@dataclass(frozen=True)
class Job:
    """A kind of work: its stable name, the words that its starter reads, and the words of its steps by code."""

    name: str
    title: Words
    function: Function
    steps: Mapping[str, Words] = field(default_factory=dict)

    def __call__(self, *args: Any, **ids: Any) -> None:
        """Do the work here and now, as a test or a command does."""
        self.function(*args, **ids)


JOBS: dict[str, Job] = {}


def job(name: str, title: Words, steps: Mapping[str, Words] | None = None) -> Callable[[Function], Job]:
    """Register a job: a function of `(progress, actor, **ids)`, in an app's `jobs.py`.

    It must go on from `progress.cursor` when that is set. Raises ValueError when the name is taken.
    """

    def register(function: Function) -> Job:
        if name in JOBS:
            raise ValueError(f"job {name!r} is registered twice")
        JOBS[name] = Job(name, title, function, steps or {})
        return JOBS[name]

    return register
