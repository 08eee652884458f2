"""The figures of the board: flags by check and by collector."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from pamoja.apps.forms.quality.access import Checked
from pamoja.apps.forms.quality.words import check_words
from pamoja.apps.forms.seeing.chart_specs import BAR_PIXELS, LABEL_LETTERS, SCHEMA
from pamoja.apps.forms.seeing.languages import shortened

MOST_BARS = 30
COLOURS = ("#b45309", "#0f766e")
OPEN, DECIDED = Q(decision__isnull=True), Q(decision__isnull=False)


@dataclass(frozen=True)
class Bar:
    """One check or collector with its flags, and the records that have any; `name` is what the list is narrowed by."""

    name: str
    label: str
    open: int
    decided: int
    records: int


def by_check(checked: Checked) -> list[Bar]:
    """The checks that found something, the most open flags first."""
    return [_bar(row, "check_name", str(check_words(row["check_name"]))) for row in _counted(checked, "check_name")]


def by_collector(checked: Checked) -> list[Bar]:
    """The collectors with most open flags; none for who may not read the answer that names them."""
    if "collector" in checked.hidden_groups:
        return []
    rows = _counted(checked, "collector")
    return [_bar(row, "collector", row["collector"]) for row in rows if row["collector"]][:MOST_BARS]


GROUPS = {"check": by_check, "collector": by_collector}


def _counted(checked: Checked, column: str) -> Any:
    rows = checked.flags().order_by().values(column)
    counts = {"open": Count("pk", OPEN), "decided": Count("pk", DECIDED), "records": Count("submission", distinct=True)}
    return rows.annotate(**counts).order_by("-open", column)


def _bar(row: Mapping[str, Any], column: str, label: str) -> Bar:
    return Bar(row[column], label, row["open"], row["decided"], row["records"])


def specification(bars: list[Bar]) -> dict[str, Any]:
    """The bars as a Vega-Lite chart: open and decided flags beside each other in one bar."""
    states = (_("Open"), _("Decided"))
    values = [
        {"n": n, "label": shortened(bar.label, LABEL_LETTERS), "state": state, "count": count}
        for n, bar in enumerate(bars)
        for state, count in zip(states, (bar.open, bar.decided), strict=True)
    ]
    axis = {"title": None, "labelLimit": 240, "ticks": False, "domain": False}
    return {
        "$schema": SCHEMA,
        "width": "container",
        "autosize": {"type": "fit-x", "contains": "padding"},
        "height": BAR_PIXELS * max(1, len(bars)),
        "data": {"values": values},
        "mark": {"type": "bar"},
        "encoding": {
            "y": {"field": "label", "type": "nominal", "sort": {"field": "n"}, "axis": axis},
            "x": {"field": "count", "type": "quantitative", "title": _("Flags"), "axis": {"tickMinStep": 1}},
            "color": {
                "field": "state",
                "type": "nominal",
                "title": None,
                "scale": {"domain": list(states), "range": list(COLOURS)},
                "legend": {"orient": "top"},
            },
            "tooltip": [
                {"field": "label", "type": "nominal", "title": _("Found by")},
                {"field": "state", "type": "nominal", "title": _("State")},
                {"field": "count", "type": "quantitative", "title": _("Flags")},
            ],
        },
    }
