"""A Chromium page that remembers everything it should not have done."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Maps draw with WebGL; without a graphics card Chromium asks to be told that software will do.
    "--enable-unsafe-swiftshader",
]
VIOLATIONS = """
window.cspViolations = [];
document.addEventListener('securitypolicyviolation', (event) =>
  window.cspViolations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""


@dataclass
class Watched:
    """A page and what went wrong in it so far."""

    page: Page
    base: str
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def on_console(self, message: ConsoleMessage) -> None:
        # Drawing without a graphics card makes the driver complain of slowness; that is the machine's, not ours.
        if message.type in ("error", "warning") and "GL Driver Message" not in message.text:
            self.errors.append(f"{message.type}: {message.text}")

    def on_request(self, request: Request) -> None:
        if not request.url.startswith((self.base, "data:", "blob:")):
            self.outside.append(request.url)

    def forget(self) -> None:
        """Look at the next page with a fresh mind."""
        self.errors.clear()
        self.outside.clear()

    def expect(self, status: int) -> None:
        """Forget that Chromium calls an answer of this status an error: it was asked for."""
        if status >= HTTPStatus.BAD_REQUEST:
            self.errors = [error for error in self.errors if f"responded with a status of {status}" not in error]

    def problems(self) -> list[str]:
        """Console errors and warnings, requests to anywhere else, and violations of the policy."""
        violations: list[str] = self.page.evaluate("window.cspViolations")
        return self.errors + [f"outside: {url}" for url in self.outside] + [f"policy: {one}" for one in violations]


@contextmanager
def chromium() -> Iterator[Browser]:
    """One Chromium for a module of tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def watched(browser: Browser, base: str, **context: object) -> Iterator[Watched]:
    """A fresh context and page of its own."""
    with browser.new_context(**context) as opened:  # type: ignore[arg-type]
        page = opened.new_page()
        page.add_init_script(VIOLATIONS)
        page.set_default_timeout(10_000)
        eye = Watched(page, base)
        page.on("console", eye.on_console)
        page.on("pageerror", lambda error: eye.errors.append(f"exception: {error}"))
        page.on("request", eye.on_request)
        yield eye
