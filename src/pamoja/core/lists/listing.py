"""One list as one request asked for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from pamoja.core.lists.spec import PAGE_SIZES, Column, ListSpec, Rows, Words

SEARCH, SORT, PAGE, SIZE, COLUMNS, EXPORT = "q", "sort", "page", "size", "columns", "export"
LONGEST_SEARCH = 200
EVERY_COLUMN = "*"


@dataclass(frozen=True)
class Header:
    """A column's head: where a click on it leads, and its present order ("ascending", "descending" or "")."""

    column: Column
    url: str
    order: str


@dataclass(frozen=True)
class Choice:
    """A filter with its options and the chosen one."""

    name: str
    label: Words
    options: list[tuple[str, Words]]
    value: str


@dataclass(frozen=True)
class Cell:
    """A value to draw, with its column."""

    column: Column
    value: Any


@dataclass(frozen=True)
class Row:
    """A record to draw; `choice` is the value and the name of its check box."""

    record: Any
    url: str
    cells: list[Cell]
    choice: tuple[str, str] | None = None


class Listing:
    """The rows of `queryset` that the query string asks for; wrong parts of it are ignored, never an error."""

    def __init__(self, spec: ListSpec, queryset: Rows, query: QueryDict) -> None:
        self.spec, self.base, self.query = spec, queryset, query

    @property
    def id(self) -> str:
        """The id of the element that holds the rows."""
        return f"list-{self.spec.name}"

    @cached_property
    def text(self) -> str:
        """What is searched for."""
        return self.query.get(SEARCH, "").strip().replace("\x00", "")[:LONGEST_SEARCH]

    @property
    def has_search(self) -> bool:
        """Whether the list can be searched; a template would call a search that is a function instead of testing it."""
        return bool(self.spec.search)

    @property
    def has_choice(self) -> bool:
        """Whether rows can be chosen; a template would call a function instead of testing it."""
        return self.spec.choice is not None

    @cached_property
    def filters(self) -> list[Choice]:
        """The filters with their chosen values."""
        return [Choice(f.name, f.label, f.options(), self._chosen(f.name, f.options())) for f in self.spec.filters]

    @cached_property
    def sort(self) -> str:
        """The column in force, with a minus when descending."""
        wanted = self.query.get(SORT, "")
        column = self.spec.by_name.get(wanted.removeprefix("-"))
        return wanted if column and column.sort else self.spec.order

    @cached_property
    def columns(self) -> list[Column]:
        """The chosen columns in their own order; at first those that are shown."""
        asked = set(self.query.getlist(COLUMNS))
        wanted = self.spec.by_name.keys() & (self.spec.by_name.keys() if EVERY_COLUMN in asked else asked)
        return [c for c in self.spec.columns if (c.name in wanted if wanted else c.is_shown)]

    @cached_property
    def size(self) -> int:
        """Rows on a page."""
        wanted = self.query.get(SIZE, "")
        return int(wanted) if wanted in {str(size) for size in PAGE_SIZES} else self.spec.page_size

    @cached_property
    def rows(self) -> Rows:
        """All rows that match, in order."""
        rows = self.spec.find(self.base, self.text) if self.text and self.spec.search else self.base
        for declared, chosen in zip(self.spec.filters, self.filters, strict=True):
            rows = declared.narrow(rows, chosen.value) if chosen.value else rows
        return rows.order_by(*self._ordering())

    @cached_property
    def page(self) -> Page[Any]:
        """The page in force; a number past the end gives the last one."""
        pages = Paginator(self.rows, self.size)
        if self.spec.known_count and not self.is_narrowed:
            pages.count = self.spec.known_count()
        return pages.get_page(self.query.get(PAGE))

    @cached_property
    def drawn(self) -> list[Row]:
        """The rows of the page, ready to draw."""
        link, choice = self.spec.row_url, self.spec.choice
        return [
            Row(
                record,
                link(record) if link else "",
                [Cell(c, c.of(record)) for c in self.columns],
                choice(record) if choice else None,
            )
            for record in self._records()
        ]

    def _records(self) -> Iterable[Any]:
        if not self.spec.is_long:
            return self.page
        keys = list(self.page.object_list.values_list("pk", flat=True))  # type: ignore[attr-defined]
        found = {row.pk: row for row in self.base.filter(pk__in=keys).order_by()}
        return [found[key] for key in keys if key in found]

    @property
    def is_narrowed(self) -> bool:
        """Whether a search or a filter leaves rows out."""
        return bool(self.text or any(choice.value for choice in self.filters))

    @property
    def headers(self) -> list[Header]:
        """The heads of the chosen columns."""
        return [self._header(column) for column in self.columns]

    @property
    def choosable(self) -> list[tuple[Column, bool]]:
        """Every column, and whether it is chosen; empty when there is nothing to choose."""
        chosen = {column.name for column in self.columns}
        return [(c, c.name in chosen) for c in self.spec.columns] if len(self.spec.columns) > 1 else []

    @property
    def exports(self) -> list[tuple[str, str]]:
        """Name and address of each file format."""
        return [(name.upper(), self.url(**{EXPORT: name})) for name in self.spec.exports]

    @property
    def previous_url(self) -> str:
        """The page before."""
        return self.url(**{PAGE: str(self.page.previous_page_number())}) if self.page.has_previous() else ""

    @property
    def next_url(self) -> str:
        """The page after."""
        return self.url(**{PAGE: str(self.page.next_page_number())}) if self.page.has_next() else ""

    def url(self, **changes: str) -> str:
        """This list with some parts of the query string changed; anything but `page` goes to the first page."""
        kept = [text for name, text in self._encoded.items() if name not in {PAGE, EXPORT, *changes}]
        return f"?{'&'.join((*kept, urlencode(changes)))}"

    @cached_property
    def _encoded(self) -> dict[str, str]:
        """The parts of the query string, each once: a wide table has hundreds of addresses with hundreds of columns."""
        query = self.query.copy()
        if len(self.columns) == len(self.spec.columns) and COLUMNS in query:
            query[COLUMNS] = EVERY_COLUMN
        return {name: urlencode({name: values}, doseq=True) for name, values in query.lists()}

    def _chosen(self, name: str, options: list[tuple[str, Words]]) -> str:
        value = self.query.get(name, "")
        return value if any(value == option for option, _ in options) else ""

    def _header(self, column: Column) -> Header:
        if not column.sort:
            return Header(column, "", "")
        order = {column.name: "ascending", f"-{column.name}": "descending"}.get(self.sort, "")
        wanted = f"-{column.name}" if order == "ascending" else column.name
        return Header(column, self.url(**{SORT: wanted}), order)

    def _ordering(self) -> list[str]:
        """With the key last, so that no row is on two pages or on none."""
        name = self.sort.removeprefix("-")
        minus = "-" if self.sort.startswith("-") else ""
        column = self.spec.by_name.get(name)
        first = minus + (column.sort if column and column.sort else name)
        return [first] if first.endswith("pk") else [first, "pk"]
