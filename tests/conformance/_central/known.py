"""Why tests of ODK Central that fail here fail: `central_known.json`, and what of it no longer holds."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

TABLE = Path(__file__).parents[1] / "central_known.json"


@dataclass
class Known:
    """Reasons by file and name of the test, and what a run has shown of them.

    A failure that has a reason is a failure: the table explains the count and never changes it.
    """

    reasons: dict[str, str]
    tests: dict[str, dict[str, str]]
    met: Counter[str] = field(default_factory=Counter)
    seen: set[tuple[str, str]] = field(default_factory=set)

    @classmethod
    def read(cls, path: Path = TABLE) -> Self:
        """The table. KeyError for a test whose reason is not explained."""
        told = json.loads(path.read_text(encoding="utf-8"))
        known = cls(told["reasons"], told["tests"])
        for names in known.tests.values():
            for reason in names.values():
                known.reasons[reason]
        return known

    def said_of(self, line: dict[str, Any]) -> str:
        """What the table says of a test that has just ended: its reason, that it is stale, or nothing."""
        self.seen.add((line["file"], line["name"]))
        reason = self.tests.get(line["file"], {}).get(line["name"])
        if line["outcome"] == "failed":
            self.met[reason or ""] += 1
            return f"known: {self.reasons[reason]}" if reason else "no reason is named"
        return f"stale: named as failing ({reason}), and it is {line['outcome']}" if reason else ""

    def unmet(self) -> Iterator[str]:
        """Tests of the table that did not run: after a run of all, they are no more."""
        named = ((file, name) for file, names in self.tests.items() for name in names)
        yield from (f"{file} · {name}" for file, name in named if (file, name) not in self.seen)

    def summary(self) -> Iterator[str]:
        """A line for each reason that was met, the most frequent first."""
        for reason, count in self.met.most_common():
            yield f"{count} failed: {self.reasons.get(reason, 'for no reason that is named')}"
