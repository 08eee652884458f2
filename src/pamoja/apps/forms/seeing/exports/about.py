"""What a file says of itself: who took it out, when, of what, and the id by which it is found again."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO
from uuid import UUID

from pamoja.apps.forms.seeing.access import Seen
from pamoja.apps.forms.seeing.exports.options import Options
from pamoja.apps.forms.seeing.questions import is_note
from pamoja.core.clock import now

ABOUT_FILE = "ABOUT.txt"
NOTICE = "Holds answers of people. Do not pass it on without asking who runs the form; delete it when it is not needed."
UNDECIDED = "undecided"


@dataclass(frozen=True)
class About:
    """The facts of one file in the order in which they are read; `name` is the file's, without its ending."""

    name: str
    facts: Mapping[str, str]

    def write(self, out: IO[bytes]) -> None:
        """As a text, a fact a line."""
        out.write("".join(f"{name}: {words}\n" for name, words in self.facts.items()).encode())


def about_export(seen: Seen, options: Options, export_id: UUID) -> About:
    """Programs read these facts, so they are in English whoever asks."""
    who = str(seen.actor.user) if seen.actor.user else seen.actor.label
    chosen = [name for name, value in options.as_json().items() if value is True]
    hidden = class_counts(seen).get("hidden", 0)
    facts = {
        "Export": str(export_id),
        "Form": f"{seen.form} ({seen.form.xml_form_id})",
        "Taken by": who,
        "Taken at": now().isoformat(timespec="seconds"),
        "Records": "clean" if options.is_clean else "as collected",
        "Options": ", ".join(chosen) or "none",
        "Hidden columns": str(hidden),
        "Notice": NOTICE,
    }
    return About(f"{seen.form.xml_form_id}-{export_id}", facts)


def class_counts(seen: Seen) -> dict[str, int]:
    """How many questions of which class are in a file of this form; what is hidden from the actor is its own."""
    tables = seen.reading.tables.values()
    questions = [each for table in tables for each in table.every if each.kind == "field" and not is_note(each)]
    kinds = ("hidden" if each.is_hidden else seen.form.classes.get(each.path, UNDECIDED) for each in questions)
    return dict(Counter(kinds))
