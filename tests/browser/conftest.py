"""Fixtures of the browser tests: a Chromium, a local site, and a watched page; skipped where either is absent."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.local_site import BUILT, Site, serve
from tests.browser.watched import CHROMIUM, Watched, chromium, watched


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    if not (BUILT / ".stamp").exists():
        pytest.skip("the browser files are not built: npm run build")
    with chromium() as opened:
        yield opened


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


@pytest.fixture
def eye(browser: Browser, site: Site) -> Iterator[Watched]:
    with watched(browser, site.base) as looking:
        yield looking
