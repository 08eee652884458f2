"""Many boxes to tick: finding some of them, all or none, and what the server is asked then."""

import pytest
from playwright.sync_api import Request

from tests.browser.local_site import Site
from tests.browser.test_islands import CONFIG, head
from tests.browser.watched import Watched

pytestmark = pytest.mark.browser
NAMES = ("Âge", "Agency", "Name", "Place")
BOXES = "".join(f'<label><input type=checkbox name=columns value="{name}"> {name}</label>' for name in NAMES)
CHOOSER = f"""
<form hx-get="/rows" hx-target="#rows" hx-trigger="submit, change">
  <fieldset data-choices data-choices-every="*">
    <div data-choices-tools hidden>
      <input type=text data-choices-find aria-label="Find a column">
      <button type=button data-choices-set=all>All</button><button type=button data-choices-set=none>None</button>
    </div>
    {BOXES}
  </fieldset>
</form>
<div id=rows>before</div>
"""
TICKED = "[...document.querySelectorAll('[name=columns]:checked')].map(box => box.value)"


@pytest.fixture
def asked(site: Site, eye: Watched) -> list[str]:
    """What the server was asked, while a person chooses."""
    found: list[str] = []

    def note(request: Request) -> None:
        if "/rows" in request.url:
            found.append(request.url.split("?")[1])

    site.files["/rows"] = ("text/html", b"after")
    eye.page.goto(site.page("/chooser", CHOOSER, CONFIG + head("htmx.js", "app.js")))
    eye.page.on("request", note)
    return found


def test_what_is_typed_narrows_the_boxes_and_asks_nothing(eye: Watched, asked: list[str]) -> None:
    eye.page.get_by_label("Find a column").fill("ag")
    seen = [name for name in NAMES if eye.page.get_by_label(name, exact=True).is_visible()]
    assert seen == ["Âge", "Agency"], "an accent keeps nobody from finding it"
    eye.page.keyboard.press("Enter")
    eye.page.get_by_label("Find a column").blur()
    assert asked == []
    assert eye.problems() == []


def test_all_ticks_what_is_in_sight(eye: Watched, asked: list[str]) -> None:
    eye.page.get_by_label("Find a column").fill("a e")
    with eye.page.expect_response("**/rows*"):
        eye.page.get_by_role("button", name="All").click()
    assert eye.page.evaluate(TICKED) == ["Âge", "Agency", "Name", "Place"]
    eye.page.get_by_label("Find a column").fill("plac")
    with eye.page.expect_response("**/rows*"):
        eye.page.get_by_role("button", name="None").click()
    assert eye.page.evaluate(TICKED) == ["Âge", "Agency", "Name"]
    assert asked == ["columns=*", "columns=%C3%82ge&columns=Agency&columns=Name"]


def test_none_waits_for_what_is_ticked_next(eye: Watched, asked: list[str]) -> None:
    eye.page.get_by_role("button", name="None").click()
    with eye.page.expect_response("**/rows*"):
        eye.page.get_by_label("Name").check()
    assert asked == ["columns=Name"]
    assert eye.problems() == []


def test_the_tab_of_the_page_is_in_sight_on_a_phone(site: Site, eye: Watched) -> None:
    eye.page.set_viewport_size({"width": 360, "height": 700})
    row = "<ul class=tabs>" + "".join(
        f"<li><a href=/{n} {'aria-current=page' if n == 5 else ''}>A tab with a name</a></li>" for n in range(6)
    )
    site.files["/tabs.css"] = ("text/css", b".tabs { display: flex; overflow-x: auto } .tabs a { white-space: nowrap }")
    for direction in ("ltr", "rtl"):
        sheet = "<link rel=stylesheet href=/tabs.css>"
        eye.page.goto(site.page("/tabs", row, sheet + head("app.js"), html=f"lang=en dir={direction}"))
        eye.page.wait_for_function("document.querySelector('.tabs').scrollLeft !== 0")
        box = eye.page.locator("[aria-current]").bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
