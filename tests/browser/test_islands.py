"""Every island starts under the strict policy, stays silent, and asks nobody outside for anything."""

import json
from typing import Any

import pytest

from tests.browser.local_site import Site
from tests.browser.watched import Watched

pytestmark = pytest.mark.browser
STATIC = "/static/built"
CONFIG = "<meta name=htmx-config content='{\"transitions\": false}'>"


def head(*names: str) -> str:
    sheets = "".join(f'<link rel=stylesheet href="{STATIC}/{name}">' for name in names if name.endswith(".css"))
    scripts = "".join(f'<script type=module src="{STATIC}/{name}"></script>' for name in names if name.endswith(".js"))
    return sheets + scripts


def feature(name: str, geometry: str, coordinates: Any, **properties: str) -> dict[str, Any]:
    where = {"type": geometry, "coordinates": coordinates}
    return {"type": "Feature", "properties": {"name": name, **properties}, "geometry": where}


def put_geojson(site: Site, path: str, *features: dict[str, Any]) -> None:
    body = json.dumps({"type": "FeatureCollection", "features": features})
    site.files[path] = ("application/geo+json", body.encode())


SQUARE = [[[30.0, 1.0], [31.0, 1.0], [31.0, 2.0], [30.0, 2.0], [30.0, 1.0]]]


def put_places(site: Site) -> None:
    put_geojson(
        site,
        "/areas.json",
        feature("North", "Polygon", SQUARE, url="/areas/1", description="<b>as text</b>"),
        feature("شمال", "Polygon", [[[x + 1, y] for x, y in SQUARE[0]]], url="https://elsewhere.example/"),
    )
    schools = [feature(f"School {n}", "Point", [30.5 + n / 1000, 1.5]) for n in range(250)]
    put_geojson(site, "/schools.json", *schools)


def wait_ready(eye: Watched, selector: str) -> None:
    eye.page.wait_for_selector(f'{selector}[data-island="ready"]')


def test_a_map_draws_its_layers_and_lists_them(site: Site, eye: Watched) -> None:
    put_places(site)
    layers = [
        {"url": "/areas.json", "label": "Districts", "kind": "areas"},
        {"url": "/schools.json", "label": "Schools", "kind": "clusters"},
    ]
    body = f"<div id=m data-map-layers='{json.dumps(layers)}' aria-label='Schools by district'></div>"
    eye.page.goto(site.page("/map", body, head("map.css", "map.js")))
    wait_ready(eye, "#m")
    assert eye.page.locator(".map-layers input").count() == 2
    assert "252" in eye.page.locator(".map-list summary").inner_text()
    assert eye.page.locator(".map-list li").count() == 201, "200 features and a line that says how many more"
    assert eye.page.get_by_role("region", name="Schools by district").count() == 1
    assert eye.problems() == []


def test_the_ground_lies_under_the_map_and_is_no_part_of_what_it_shows(site: Site, eye: Watched) -> None:
    put_places(site)
    layers = [
        {"url": "/schools.json", "label": "Schools", "kind": "clusters"},
        {"url": "/areas.json", "label": "Borders", "kind": "ground"},
    ]
    body = f"<div id=m data-map-layers='{json.dumps(layers)}'></div>"
    eye.page.goto(site.page("/map", body, head("map.css", "map.js")))
    wait_ready(eye, "#m")
    assert eye.page.locator(".map-layers label").all_inner_texts() == ["Borders", "Schools"]
    assert "250" in eye.page.locator(".map-list summary").inner_text()
    eye.page.wait_for_selector("[data-map-drawn]")
    assert eye.problems() == []


def test_a_map_whose_ground_does_not_come_is_drawn_without(site: Site, eye: Watched) -> None:
    put_places(site)
    layers = [{"url": "/gone.json", "label": "Borders", "kind": "ground"}, {"url": "/schools.json", "label": "Schools"}]
    eye.page.goto(site.page("/map", f"<div id=m data-map-layers='{json.dumps(layers)}'></div>", head("map.js")))
    wait_ready(eye, "#m")
    assert eye.page.locator(".map-layers").count() == 0, "one layer is left, and nothing to switch"
    assert "250" in eye.page.locator(".map-list summary").inner_text()


def test_a_map_shows_what_a_feature_says_as_text_and_links_only_to_us(site: Site, eye: Watched) -> None:
    put_places(site)
    eye.page.goto(site.page("/map", "<div id=m data-map-src=/areas.json></div>", head("map.css", "map.js")))
    wait_ready(eye, "#m")
    eye.page.locator(".map-list summary").click()
    eye.page.get_by_role("button", name="North").press("Enter")
    popup = eye.page.locator(".maplibregl-popup")
    assert "<b>as text</b>" in popup.inner_text()
    assert popup.get_by_role("link").get_attribute("href") == f"{site.base}/areas/1"
    assert eye.page.locator('a[href*="elsewhere"]').count() == 0
    assert eye.problems() == []


def test_a_click_on_a_drawn_area_opens_its_popup(site: Site, eye: Watched) -> None:
    put_places(site)
    eye.page.goto(site.page("/map", "<div id=m data-map-src=/areas.json></div>", head("map.css", "map.js")))
    wait_ready(eye, "#m")
    box = eye.page.locator(".map-canvas").bounding_box()
    assert box
    deadline = 50
    while not eye.page.locator(".maplibregl-popup").count() and deadline:
        eye.page.mouse.click(box["x"] + box["width"] * 0.4, box["y"] + box["height"] / 2)
        eye.page.wait_for_timeout(100)
        deadline -= 1
    assert "North" in eye.page.locator(".maplibregl-popup").first.inner_text()
    assert eye.problems() == []


def test_a_map_without_its_data_says_so_in_the_language_of_the_page(site: Site, eye: Watched) -> None:
    page = site.page("/map", "<div id=m data-map-src=/absent.json></div>", head("map.js"), html="lang=fr")
    eye.page.goto(page)
    eye.page.wait_for_selector('#m[data-island="failed"]')
    assert "Rechargez la page" in eye.page.locator("#m").inner_text()


SPECIFICATION = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "description": "Doses by month",
    "width": "container",
    "height": 200,
    "data": {"values": [{"m": "2026-01", "n": 28}, {"m": "2026-02", "n": 55}, {"m": "2026-03", "n": 43}]},
    "transform": [{"calculate": "datum.n * 2", "as": "doubled"}],
    "mark": {"type": "bar", "tooltip": True},
    "encoding": {
        "x": {"field": "m", "type": "ordinal"},
        "y": {"field": "doubled", "type": "quantitative", "axis": {"labelExpr": "datum.value + ' doses'"}},
    },
}


def put_chart(site: Site, **changes: Any) -> str:
    site.files["/chart.json"] = ("application/json", json.dumps(SPECIFICATION | changes).encode())
    twin = "<table id=twin><tr><td>28</td></tr></table>"
    return f"<div id=c data-chart-src=/chart.json></div>{twin}"


def test_a_chart_is_drawn_without_eval_and_leaves_its_table_alone(site: Site, eye: Watched) -> None:
    eye.page.goto(site.page("/chart", put_chart(site), head("chart.css", "chart.js")))
    wait_ready(eye, "#c")
    assert eye.page.locator("#c svg .mark-rect path").count() == 3
    assert "100 doses" in eye.page.locator("#c svg").inner_html(), "expressions are computed by the interpreter"
    assert eye.page.locator("#twin td").inner_text() == "28"
    eye.page.locator("#c svg .mark-rect path").first.hover()
    eye.page.wait_for_selector("#vg-tooltip-element.visible")
    assert eye.problems() == []


def test_a_chart_follows_direction_and_darkness(site: Site, eye: Watched) -> None:
    page = site.page(
        "/chart", put_chart(site), head("chart.css", "chart.js"), html='lang=ar dir=rtl data-bs-theme="dark"'
    )
    eye.page.goto(page)
    wait_ready(eye, "#c")
    first, last = (eye.page.locator("#c svg .mark-rect path").nth(n).bounding_box() for n in (0, 2))
    assert first and last
    assert first["x"] > last["x"], "the first month stands on the right"
    assert "#e2e8f0" in eye.page.locator("#c svg").inner_html()
    assert eye.problems() == []


def test_a_chart_refuses_data_of_another_server(site: Site, eye: Watched) -> None:
    body = put_chart(site, data={"url": "https://elsewhere.example/data.json"})
    eye.page.goto(site.page("/chart", body, head("chart.css", "chart.js")))
    eye.page.wait_for_selector('#c[data-island="ready"], #c[data-island="failed"]')
    assert eye.outside == []


SHELL = """
<button id=theme data-theme-toggle>Theme</button>
<button id=nav data-nav-toggle aria-controls=side aria-expanded=false>Menu</button><div id=side>Side</div>
<button id=open data-dialog-open=d>Open</button><dialog id=d><button id=close data-dialog-close>Close</button></dialog>
<details data-menu id=menu><summary>More</summary><a href=/>Home</a></details>
<button id=copy data-copy="secret link" data-copied-label="Copied">Copy</button>
<fieldset data-columns-for=t hidden><legend>Columns</legend></fieldset>
<table id=t><thead><tr><th>Name<th data-column=age>Age<th data-column=note data-column-off>Note</thead>
<tbody id=rows><tr><td>Amina<td>34<td>x</tbody></table>
<button id=more hx-get=/rows hx-target=#rows>More</button>
"""


def open_shell(site: Site, eye: Watched) -> None:
    site.files["/rows"] = ("text/html", b"<tr><td>Ben<td>35<td>y")
    scripts = CONFIG + f"<script src={STATIC}/htmx.js></script>" + head("app.js")
    eye.page.goto(site.page("/shell", SHELL, scripts))


def test_the_theme_is_kept_in_a_cookie(site: Site, eye: Watched) -> None:
    open_shell(site, eye)
    eye.page.click("#theme")
    assert eye.page.evaluate("document.documentElement.dataset.bsTheme") == "dark"
    assert [(c["name"], c["value"], c["sameSite"]) for c in eye.page.context.cookies()] == [("theme", "dark", "Lax")]
    assert eye.page.get_attribute("#theme", "aria-pressed") == "true"
    assert eye.problems() == []


def test_navigation_dialogs_and_menus_open_and_close(site: Site, eye: Watched) -> None:
    open_shell(site, eye)
    eye.page.click("#nav")
    assert "show" in (eye.page.get_attribute("#side", "class") or "")
    eye.page.keyboard.press("Escape")
    assert eye.page.get_attribute("#nav", "aria-expanded") == "false"
    eye.page.click("#open")
    assert eye.page.locator("#d").is_visible()
    eye.page.click("#close")
    assert not eye.page.locator("#d").is_visible()
    eye.page.click("#menu summary")
    eye.page.click("#nav")
    assert eye.page.get_attribute("#menu", "open") is None
    assert eye.problems() == []


def test_copying_says_that_it_copied(site: Site, eye: Watched) -> None:
    eye.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_shell(site, eye)
    eye.page.click("#copy")
    eye.page.get_by_role("button", name="Copied").wait_for()
    assert eye.page.evaluate("navigator.clipboard.readText()") == "secret link"
    assert eye.problems() == []


def test_chosen_columns_stay_chosen_when_htmx_brings_new_rows(site: Site, eye: Watched) -> None:
    open_shell(site, eye)
    visible = (
        "[...document.querySelectorAll('#rows td')].filter(cell => !cell.hidden).map(cell => cell.textContent.trim())"
    )
    assert eye.page.evaluate(visible) == ["Amina", "34"]
    eye.page.get_by_label("Age").uncheck()
    eye.page.get_by_label("Note").check()
    assert eye.page.evaluate(visible) == ["Amina", "x"]
    eye.page.click("#more")
    eye.page.wait_for_function("document.querySelector('#rows').textContent.includes('Ben')")
    assert eye.page.evaluate(visible) == ["Ben", "y"]
    eye.page.reload()
    assert eye.page.evaluate(visible) == ["Amina", "x"]
    assert eye.problems() == []
