"""Every list page: what the query string asks for, and the files."""

import csv
import io
from typing import Any

import pytest
from django.db.models import QuerySet
from django.http import HttpResponseBase, QueryDict
from django.test import RequestFactory
from openpyxl import load_workbook

from pamoja.core.accounts.models import Team
from pamoja.core.audit.models import AuditEntry
from pamoja.core.lists import Column, Filter, Listing, ListSpec, respond
from pamoja.core.permissions import Actor
from pamoja.core.testing.cast import Cast

SPEC = ListSpec(
    name="teams",
    kind="accounts.team",
    columns=(
        Column("name", "Name", sort="name", is_link=True),
        Column("workspace", "Workspace", value="workspace.name", sort="workspace__name"),
        Column("key", "Key", value="pk", sort="pk", is_number=True, is_shown=False),
    ),
    filters=(Filter("starts", "Starts with", (("A", "A"), ("B", "B")), lookup="name__startswith"),),
    search=("name",),
    order="name",
    row_url=lambda team: f"/teams/{team.pk}/",
    empty_title="No team yet",
)


def _teams(cast: Cast, *names: str) -> QuerySet[Team]:
    Team.objects.bulk_create(Team(workspace=cast.river, name=name) for name in names)
    return Team.objects.select_related("workspace")


def _names(rows: QuerySet[Team], query: str) -> list[str]:
    return [row.record.name for row in Listing(SPEC, rows, QueryDict(query)).drawn]


def _ask(actor: Actor, rows: QuerySet[Team], query: str = "", **headers: str) -> HttpResponseBase:
    request = RequestFactory().get(f"/?{query}", headers=headers)
    request.actor = actor  # type: ignore[attr-defined]
    return respond(request, SPEC, rows, "lists/rows.html")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Alpha", "Beta", "Brook"]),
        ("sort=-name", ["Brook", "Beta", "Alpha"]),
        ("sort=password", ["Alpha", "Beta", "Brook"]),
        ("q=b", ["Beta", "Brook"]),
        ("q=br+oo", ["Brook"]),
        ("q=%00", ["Alpha", "Beta", "Brook"]),
        ("starts=A", ["Alpha"]),
        ("starts=Z", ["Alpha", "Beta", "Brook"]),
        ("starts=B&q=eta", ["Beta"]),
        ("page=99", ["Alpha", "Beta", "Brook"]),
        ("page=x&size=1000000", ["Alpha", "Beta", "Brook"]),
    ],
)
def test_the_query_string_narrows_and_orders(cast: Cast, query: str, names: list[str]) -> None:
    assert _names(_teams(cast, "Beta", "Alpha", "Brook"), query) == names


def test_pages_cut_the_rows_once_each(cast: Cast) -> None:
    rows = _teams(cast, *(f"Team {n:03}" for n in range(60)))
    seen = [name for page in "123" for name in _names(rows, f"page={page}")]
    assert seen == [f"Team {n:03}" for n in range(60)]


def test_columns_are_chosen_in_their_own_order(cast: Cast) -> None:
    listing = Listing(SPEC, _teams(cast, "Alpha"), QueryDict("columns=key&columns=name&columns=secret"))
    assert [column.name for column in listing.columns] == ["name", "key"]
    assert [column.name for column in Listing(SPEC, listing.base, QueryDict("")).columns] == ["name", "workspace"]


def test_a_change_of_order_starts_at_the_first_page_and_keeps_the_search(cast: Cast) -> None:
    listing = Listing(SPEC, _teams(cast, "Alpha"), QueryDict("q=a&page=3"))
    assert listing.headers[0].url == "?q=a&sort=-name"


def test_a_page_costs_two_queries(cast: Cast, django_assert_num_queries: Any) -> None:
    rows = _teams(cast, *(f"Team {n:03}" for n in range(60)))
    actor = cast.actor("amina")
    with django_assert_num_queries(2):
        _ask(actor, rows)


def test_an_empty_list_says_so_and_an_unmatched_search_says_otherwise(cast: Cast) -> None:
    rows = _teams(cast)
    assert "No team yet" in _text(_ask(cast.actor("amina"), rows))
    assert "Nothing matches" in _text(_ask(cast.actor("amina"), rows, "q=zzz"))


def test_the_csv_holds_every_matching_row_and_runs_no_formula(cast: Cast) -> None:
    rows = _teams(cast, "=cmd()", *(f"Team {n:03}" for n in range(60)))
    answer = _ask(cast.actor("amina"), rows, "export=csv&page=2&columns=name&columns=key")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    table = list(csv.reader(io.StringIO(text)))
    assert table[0] == ["Name", "Key"]
    assert table[1][0] == "'=cmd()"
    assert len(table) == 62


def test_the_workbook_holds_text_and_numbers(cast: Cast) -> None:
    rows = _teams(cast, "=1+1", "Ünïcode")
    answer = _ask(cast.actor("amina"), rows, "export=xlsx&columns=name&columns=key")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    answer.close()
    sheet = load_workbook(io.BytesIO(content)).active
    assert [row[0].value for row in sheet.rows] == ["Name", "'=1+1", "Ünïcode"]
    assert all(isinstance(row[1].value, int) for row in list(sheet.rows)[1:])


def test_an_export_is_in_the_audit_without_values(cast: Cast) -> None:
    _ask(cast.actor("amina"), _teams(cast, "Alpha", "Beta"), "export=csv&q=alpha")
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.kind) == ("export", "accounts.team")
    assert entry.detail == {"format": "csv", "rows": 1, "columns": ["name", "workspace"]}


def test_htmx_gets_the_rows_alone(cast: Cast) -> None:
    rows = _teams(cast, "Alpha")
    request = RequestFactory().get("/", headers={"HX-Request": "true", "HX-Target": "div#list-teams"})
    request.actor = cast.actor("amina")  # type: ignore[attr-defined]
    answer = respond(request, SPEC, rows, "404.html")
    assert _text(answer).lstrip().startswith('<div id="list-teams">')
    assert "HX-Target" in answer.headers["Vary"]


def _text(answer: HttpResponseBase) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]
