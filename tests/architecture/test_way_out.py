"""Nothing but `core.http` opens connections to the outside."""

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "pamoja"
OPENERS = {
    "aiohttp",
    "ftplib",
    "http.client",
    "httpx",
    "requests",
    "smtplib",
    "socket",
    "telnetlib",
    "urllib.request",
    "urllib3",
    "websockets",
    "xmlrpc",
}
WAY_OUT = "core/http"


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _openers(code: str) -> set[str]:
    names = set(_imported(ast.parse(code)))
    return {opener for opener in OPENERS if any(f"{name}.".startswith(f"{opener}.") for name in names)}


def test_only_core_http_opens_connections() -> None:
    found = {}
    for path in SOURCE.rglob("*.py"):
        place = path.relative_to(SOURCE).as_posix()
        if place.startswith(f"{WAY_OUT}/") or "/tests/" in place:
            continue
        if used := _openers(path.read_text(encoding="utf-8")):
            found[place] = used
    assert found == {}, "call pamoja.core.http instead"


def test_the_search_sees_every_way_to_import() -> None:
    for code in (
        "import requests",
        "import requests.sessions as s",
        "from requests import get",
        "from urllib import request",
        "from urllib.request import urlopen",
        "def f():\n    import socket",
        "import http.client",
    ):
        assert _openers(code), code
    assert not _openers("from urllib.parse import urlsplit\nfrom pamoja.core.http import request\nimport http")
