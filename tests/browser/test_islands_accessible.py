"""The islands under axe-core, light and dark, left-to-right and right-to-left."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.local_site import FILL_PAGE, NONCE, STRICT, Site
from tests.browser.test_islands import SHELL, head, put_chart, put_places
from tests.browser.test_webform import HEAD, SURVEY, xform_of
from tests.browser.watched import Watched

pytestmark = pytest.mark.browser
AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
COLOURS = AXE.parents[2] / "src/pamoja/web/static/web/shell.css"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Told in the page: all that passes as well would take a second to bring over.
BROKEN = """async (options) => (await axe.run(document, options)).violations.map(
  (one) => ({ rule: one.id, where: one.nodes.map((node) => node.html.slice(0, 150)) }))"""
LOOKS = ['lang=en data-bs-theme="light"', 'lang=ar dir=rtl data-bs-theme="dark"']


def broken_rules(
    page: Page, *, without: list[str] | None = None, only: list[str] | None = None
) -> list[dict[str, Any]]:
    """What axe-core complains of: rule, and the elements. `only` these rules, or all of `RULES` `without` some."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed: npm ci")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    rules = {rule: {"enabled": False} for rule in without or []}
    found: list[dict[str, Any]] = page.evaluate(
        BROKEN, {"runOnly": only or RULES, "rules": rules, "resultTypes": ["violations"]}
    )
    return found


@pytest.mark.parametrize("html", LOOKS)
def test_a_map_is_accessible(site: Site, eye: Watched, html: str) -> None:
    put_places(site)
    layers = [
        {"url": "/areas.json", "label": "Districts"},
        {"url": "/schools.json", "label": "Schools", "kind": "clusters"},
    ]
    body = f"<main><h1>Map</h1><div id=m data-map-layers='{json.dumps(layers)}' aria-label=Schools></div></main>"
    eye.page.goto(site.page("/map", body, head("tabler.css", "map.css", "map.js"), STRICT, html))
    eye.page.wait_for_selector('#m[data-island="ready"]')
    eye.page.locator(".map-list summary").click()
    eye.page.locator(".map-list button").first.click()
    eye.page.wait_for_selector(".maplibregl-popup")
    assert broken_rules(eye.page) == []


@pytest.mark.parametrize("html", LOOKS)
def test_a_chart_is_accessible(site: Site, eye: Watched, html: str) -> None:
    body = f"<main><h1>Chart</h1>{put_chart(site)}</main>"
    eye.page.goto(site.page("/chart", body, head("tabler.css", "chart.css", "chart.js"), STRICT, html))
    eye.page.wait_for_selector('#c[data-island="ready"]')
    assert broken_rules(eye.page) == []


@pytest.mark.parametrize("html", LOOKS)
def test_the_shell_script_adds_nothing_inaccessible(site: Site, eye: Watched, html: str) -> None:
    body = f"<main><h1>Shell</h1>{SHELL}</main>"
    eye.page.goto(site.page("/shell", body, head("tabler.css", "app.js"), STRICT, html))
    eye.page.wait_for_selector("[data-columns-for] input")
    assert broken_rules(eye.page) == []


@pytest.mark.parametrize("html", LOOKS)
def test_a_form_to_fill_in_is_accessible(site: Site, eye: Watched, html: str) -> None:
    site.files["/shell.css"] = ("text/css", COLOURS.read_bytes())
    site.files["/form.xml"] = ("text/xml", xform_of(SURVEY))
    urls = "data-form-xml-url=/form.xml data-attachments-url=/media/ data-submit-url=/submission data-csrf=token"
    body = f"<main><div id=webform {urls} data-style-nonce={NONCE}></div></main>"
    eye.page.goto(site.page("/fill", body, "<link rel=stylesheet href=/shell.css>" + HEAD, FILL_PAGE, html))
    eye.page.wait_for_selector(".odk-form .question-container")
    assert broken_rules(eye.page) == []


def test_the_watcher_sees_what_the_policy_forbids(site: Site, eye: Watched) -> None:
    body = "<script>document.title = 'ran'</script><p style='color: red'>x</p><img src=https://elsewhere.example/x.png>"
    eye.page.goto(site.page("/bad", body))
    problems = " ".join(eye.problems())
    assert eye.page.title() == "Test"
    for directive in ("script-src", "style-src", "img-src"):
        assert f"policy: {directive}" in problems
