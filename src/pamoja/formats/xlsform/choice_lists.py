"""The lists of choices of a form: which rows belong to which list."""

from dataclasses import dataclass, field

from .grid import Book, Sheet, clean
from .headers import LIST


@dataclass(frozen=True, slots=True)
class Lists:
    """`rows` maps each list name to the row indexes of its choices."""

    sheet: Sheet | None
    rows: dict[str, list[int]] = field(default_factory=dict)

    @property
    def list_column(self) -> int | None:
        return self.sheet.column(LIST) if self.sheet else None

    @property
    def name_column(self) -> int | None:
        return self.sheet.column("name") if self.sheet else None

    def alike(self, name: str) -> str | None:
        """Return the one list whose name differs from this only in case, spaces or marks."""
        found = [known for known in self.rows if loose(known) == loose(name)]
        return found[0] if len(found) == 1 else None


def loose(name: str) -> str:
    """Return a name without case, spaces and marks."""
    return "".join(c for c in clean(name).lower() if c.isalnum())


def lists_of(book: Book, key: str = "choices") -> Lists:
    """Read the lists of the choices (or external choices) sheet."""
    sheet = book.sheet(key)
    found = Lists(sheet)
    column = found.list_column
    if sheet is not None and column is not None:
        for index, row in sheet.body():
            if row.at(column):
                found.rows.setdefault(row.at(column), []).append(index)
    return found
