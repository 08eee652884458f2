"""Figures as Vega-Lite specifications, with their data in them."""

from typing import Any

import vl_convert
from django.utils.translation import gettext as _

from pamoja.apps.forms.seeing.figures import Figure
from pamoja.apps.forms.seeing.languages import shortened

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
VEGA_LITE = "6.4"
COLOUR = "#0f766e"
LABEL_LETTERS = 48
BAR_PIXELS = 22
HEIGHT = 220
PICTURE_WIDTH = 640


def specification(figure: Figure) -> dict[str, Any]:
    """One chart: choices lie, numbers and weeks stand."""
    common = {
        "$schema": SCHEMA,
        "width": "container",
        "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"values": [_datum(number, bar) for number, bar in enumerate(figure.bars)]},
        "mark": {"type": "bar", "color": COLOUR, "cornerRadiusEnd": 2},
    }
    return {**common, **{"choices": _lying, "numbers": _standing, "weeks": _weeks}[figure.shape](figure)}


def picture(figure: Figure) -> str:
    """The chart drawn here, as SVG, for who runs no script."""
    spec = {**specification(figure), "width": PICTURE_WIDTH}
    return str(vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE, allowed_base_urls=[]))


def _datum(number: int, bar: Any) -> dict[str, Any]:
    return {"n": number, "label": shortened(bar.label, LABEL_LETTERS), "count": bar.count, "day": bar.day}


def _count() -> dict[str, Any]:
    return {"field": "count", "type": "quantitative", "title": _("Records"), "axis": {"tickMinStep": 1}}


def _tooltip(field: str) -> list[dict[str, Any]]:
    return [
        {"field": field, "type": "nominal", "title": _("Answer")},
        {"field": "count", "type": "quantitative", "title": _("Records")},
    ]


def _lying(figure: Figure) -> dict[str, Any]:
    axis = {"title": None, "labelLimit": 240, "ticks": False, "domain": False}
    y = {"field": "label", "type": "nominal", "sort": {"field": "n"}, "axis": axis}
    encoding = {"y": y, "x": _count(), "tooltip": _tooltip("label")}
    # not a step: beside a width that fits its place Vega-Lite would warn that the height cannot
    return {"height": BAR_PIXELS * max(1, len(figure.bars)), "encoding": encoding}


def _standing(figure: Figure) -> dict[str, Any]:
    x = {"field": "label", "type": "ordinal", "sort": {"field": "n"}, "axis": {"title": None, "labelAngle": -40}}
    return {"height": HEIGHT, "encoding": {"x": x, "y": _count(), "tooltip": _tooltip("label")}}


def _weeks(figure: Figure) -> dict[str, Any]:
    axis = {"title": None, "labelAngle": -40, "labelOverlap": True}
    x = {"field": "day", "type": "ordinal", "sort": {"field": "n"}, "axis": axis}
    return {"height": HEIGHT, "encoding": {"x": x, "y": _count(), "tooltip": _tooltip("day")}}
