"""A version as a file: a zip of a table for the record and for each repeat, a dictionary, and what is about it."""

from collections.abc import Iterator
from functools import partial
from typing import IO

from pamoja.apps.forms.models import RedactedVersion
from pamoja.apps.forms.redacting.parts import Part, Redacted
from pamoja.apps.forms.redacting.reading import Column
from pamoja.apps.forms.redacting.treatments import TREATMENTS
from pamoja.apps.forms.seeing.questions import is_select
from pamoja.core.clock import now
from pamoja.formats import tables

DICTIONARY = ("table", "column", "question", "type", "class", "treatment", "key variable", "choices")


def write_version(out: IO[bytes], version: RedactedVersion, made: Redacted) -> None:
    """The whole zip."""
    names = _names(version, made)
    has_repeats = len(made.parts) > 1
    found = [_table(part, name, has_repeats) for part, name in zip(made.parts, names, strict=True)]
    words = [_words(each, name) for part, name in zip(made.parts, names, strict=True) for each in part.columns]
    found.append(tables.Table("dictionary", tuple(map(tables.Column, DICTIONARY)), words))
    files = [(f"{each.name}.csv", partial(_into, each)) for each in found]
    tables.write_zip(out, [*files, ("ABOUT.txt", partial(_about, version, made))])


def stem_of(version: RedactedVersion) -> str:
    """How the files of a version are called."""
    return f"{version.dataset.form.xml_form_id}-redacted-{version.number}"


def _names(version: RedactedVersion, made: Redacted) -> list[str]:
    """A repeat is called as its path, which no other has."""
    stem = stem_of(version)
    return [f"{stem}-{'-'.join(p.table.repeat.parts)}" if p.table.repeat else stem for p in made.parts]


def _table(part: Part, name: str, has_repeats: bool) -> tables.Table:
    numbers = part.numbers if has_repeats else ()
    keys = [*numbers, *(each.key for each in part.columns)]
    heads = [*map(str.upper, numbers), *(each.name for each in part.columns)]
    return tables.Table(name, tuple(map(tables.Column, heads)), ([row[key] for key in keys] for row in part.rows()))


def _words(column: Column, table: str) -> list[str]:
    question = column.question
    choices = "; ".join(each.value for each in question.choices) if is_select(question) else ""
    is_key = "yes" if column.is_key else "no"
    how = str(TREATMENTS[column.how])
    return [table, column.name, column.label, question.type, column.kind, how, is_key, choices]


def _into(table: tables.Table, out: IO[bytes]) -> None:
    tables.write_csv(out, table)


def _about(version: RedactedVersion, made: Redacted, out: IO[bytes]) -> None:
    dataset = version.dataset
    facts = {
        "Dataset": f"{dataset.name}, version {version.number} ({version.public_id})",
        "Of": dataset.form.title,
        "Made at": now().isoformat(timespec="seconds"),
        **dict(line for part in made.parts for line in _about_part(part)),
        **_about_whole(made),
        "Notice": "Do not try to find out who the people are, and do not join it with other data to do so.",
    }
    out.write("".join(f"{name}: {words}\n" for name, words in facts.items()).encode())


def _about_part(part: Part) -> Iterator[tuple[str, str]]:
    name = f"Rows of {part.table.label}" if part.table.parent else "Records"
    left, done = part.risks[-1], part.done
    yield name, f"{left.records}, {done.dropped} left out, {done.cells} answers blanked"
    yield f"{name}: key variables", ", ".join(each.name for each in part.columns if each.is_key) or "none"
    yield f"{name}: least number of records that are alike", f"{left.least} (wanted: {part.least})"
    yield f"{name}: below it", str(left.below)


def _about_whole(made: Redacted) -> dict[str, str]:
    name = "Records that are alone for who knows all rows of their repeats"
    return {name: f"{made.whole.unique} of {made.whole.records}"} if len(made.parts) > 1 else {}
