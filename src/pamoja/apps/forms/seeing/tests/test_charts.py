"""Figures counted by hand, and who gets the charts."""

import json
from typing import Any

import pytest

from pamoja.apps.forms.models import Form
from pamoja.apps.forms.seeing.access import seen_by
from pamoja.apps.forms.seeing.chart_views import figures_of
from pamoja.apps.forms.seeing.figures import Figure, charted
from pamoja.apps.forms.seeing.histogram import histogram
from pamoja.apps.forms.seeing.tests.reading import MEMBERS, page
from pamoja.core.testing.cast import Cast


def figures(
    cast: Cast, form: Form, who: str = "amina", table: str = "Submissions", few: bool = False
) -> dict[str, Figure]:
    seen = seen_by(cast.actor(who), form.pk, "", "en")
    fields = charted(seen.table(table).fields)
    groups = [[field] for field in fields] if few else [fields]
    return {figure.field.path: figure for group in groups for figure in figures_of(seen, seen.table(table), group)}


def bars(figure: Figure) -> dict[str, int]:
    return {bar.label: bar.count for bar in figure.bars}


@pytest.mark.parametrize("few", [False, True])
def test_every_question_is_counted(cast: Cast, form: Form, few: bool) -> None:
    """All at once from the whole answers, and one by one from their own paths."""
    found = figures(cast, form, few=few)
    assert list(found) == ["/hh/size", "/hh/source", "/hh/uses", "/hh/litres", "/visit"]
    assert bars(found["/hh/source"]) == {"A well": 2, "A tap": 1, "None": 0}
    assert bars(found["/hh/uses"]) == {"Drinking": 3, "Cooking": 1, "Washing": 1}
    assert bars(found["/hh/size"]) == {"4": 1, "5": 0, "6": 1}
    assert [bar.day for bar in found["/visit"].bars] == ["2026-03-02", "2026-03-09"]  # both are Mondays
    assert [bar.count for bar in found["/visit"].bars] == [2, 1]
    litres = found["/hh/litres"]
    assert [bar.label for bar in litres.bars] == [f"{n} – <{n + 5}" for n in range(20, 60, 5)]
    assert [bar.count for bar in litres.bars] == [1, 0, 0, 0, 0, 0, 0, 1]
    assert [number for _words, number in litres.facts] == ["20.5", "37.75", "37.75", "55"]


def test_what_is_missing_and_what_does_not_fit_is_counted_apart(cast: Cast, form: Form) -> None:
    found = figures(cast, form)
    counts = {path: (figure.answered, figure.missing, figure.odd) for path, figure in found.items()}
    assert counts["/hh/size"] == (2, 0, 1)  # "many"
    assert counts["/hh/litres"] == (2, 1, 0)
    assert counts["/visit"] == (3, 0, 0)


def test_dina_counts_her_district_alone(cast: Cast, form: Form) -> None:
    found = figures(cast, form, "dina")
    assert bars(found["/hh/source"]) == {"A well": 1, "A tap": 0, "None": 0}
    assert found["/hh/size"].answered == 1


def test_a_repeat_has_its_own_figures(cast: Cast, form: Form) -> None:
    age = figures(cast, form, table=MEMBERS)["/member/age"]
    assert {label: count for label, count in bars(age).items() if count} == {"0 – 4": 1, "30 – 34": 1, "40 – 44": 1}
    assert len(age.bars) == 9


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], []),
        ([7, 7], [("7", 2)]),
        ([-3, -1], [("-3", 1), ("-2", 0), ("-1", 1)]),
        ([0.5], [("0 – <1", 1)]),
        ([0, 100], [("0 – 9", 1), *((f"{n} – {n + 9}", 0) for n in range(10, 100, 10)), ("100 – 109", 1)]),
    ],
)
def test_bars_have_round_edges(values: list[float], expected: list[tuple[str, int]]) -> None:
    assert histogram(values) == expected


@pytest.mark.parametrize("width", [1e-9, 0.3, 17, 123456, 1e15])
def test_bars_stay_few_and_lose_nobody(width: float) -> None:
    values = [width * step / 200 for step in range(201)]
    found = histogram(values)
    assert len(found) <= 14
    assert sum(count for _label, count in found) == 201


def test_the_page_says_the_same_as_its_charts(cast: Cast, form: Form) -> None:
    client = cast.client("amina")
    content = client.get(page(form, "charts")).content.decode()
    assert "A well</th>" in content and "67 %" in content and "1 kept as text" in content
    spec = client.get(page(form, "chart", question="/hh/source")).json()
    assert [(each["label"], each["count"]) for each in spec["data"]["values"]] == [
        ("A well", 2),
        ("A tap", 1),
        ("None", 0),
    ]
    assert "Un puits" in client.get(page(form, "charts", language="French (fr)")).content.decode()


def test_a_chart_is_drawn_here_for_who_runs_no_script(cast: Cast, form: Form) -> None:
    response = cast.client("amina").get(page(form, "chart", question="/hh/source", **{"as": "svg"}))
    assert response["Content-Type"] == "image/svg+xml"
    assert response.content.startswith(b"<svg") and b"A well" in response.content


def test_who_may_see_charts_and_who_may_not(cast: Cast, form: Form) -> None:
    for url in (page(form, "charts"), page(form, "chart", question="/hh/source")):
        for who in ("amina", "ben", "dina"):
            assert cast.client(who).get(url).status_code == 200, who
        assert cast.client("chol").get(url).status_code == 404
        for who in ("nobody", "device", "token"):
            assert cast.client(who).get(url).status_code == 302, who
    for query in ({"question": "/name"}, {"question": "/hh/source", "table": "nonsense"}, {}):
        assert cast.client("amina").get(page(form, "chart", **query)).status_code == 404
    dina = cast.client("dina").get(page(form, "chart", question="/hh/source")).json()
    assert json.dumps(dina).count('"count": 1') == 1


def test_charts_cost_a_fixed_number_of_queries(cast: Cast, form: Form, django_assert_max_num_queries: Any) -> None:
    client = cast.client("amina")
    client.get(page(form, "charts"))
    with django_assert_max_num_queries(10):
        client.get(page(form, "charts"))
