"""Settings that programs keep with a workspace, and what is nobody's over the ODK Central API."""

from typing import Any

import pytest
from django.test import Client

from pamoja.apps.forms.models import SiteSetting
from pamoja.core.files.models import StoredFile
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active
from pamoja.core.workspaces.models import Workspace
from pamoja.protocols.odk.tests.program import Program, statuses

OWNERS = ("amina", "chol")  # each in a workspace of their own


@pytest.mark.parametrize(
    ("method", "path", "owners"),
    [
        ("GET", "/config/analytics", 404),
        ("POST", "/config/unknown", 400),
        ("POST", "/config/analytics", 200),
        ("DELETE", "/config/logo", 200),
        ("DELETE", "/config/unknown", 400),
        ("GET", "/analytics/preview", 501),
        ("POST", "/backup", 501),
    ],
)
def test_settings_are_for_owners(cast: Cast, method: str, path: str, owners: int) -> None:
    told = statuses(cast, method, path)
    assert {told[who] for who in OWNERS} == {owners}
    assert {told[who] for who in ("ben", "dina", "omar", "device", "token")} == {403}
    assert told["nobody"] == 401


@pytest.mark.parametrize(
    ("name", "sent", "kept"),
    [
        ("analytics", {"enabled": True, "email": "a@example.org"}, {"enabled": True, "email": "a@example.org"}),
        ("analytics", {"enabled": "yes", "email": "a@example.org"}, {"enabled": False}),
        ("login-appearance", {"title": "Water", "description": "", "more": "x"}, {"title": "Water"}),
    ],
)
def test_a_value_is_kept_for_its_workspace_until_it_is_unset(
    cast: Cast, name: str, sent: dict[str, Any], kept: dict[str, Any]
) -> None:
    amina = Program(cast, "amina")
    told = amina.ask("POST", f"/config/{name}", sent).json()
    assert (told["key"], told["value"]) == (name, kept)
    assert amina.get(f"/config/{name}") == told
    assert Program(cast, "chol").ask("GET", f"/config/{name}").status_code == 404
    assert amina.ask("DELETE", f"/config/{name}").json() == {"success": True}
    assert amina.ask("GET", f"/config/{name}").status_code == 404
    (unset, was_set) = amina.get("/audits?action=config.set")
    assert [each["details"]["key"] for each in (unset, was_set)] == [name, name]


def test_a_file_is_downloaded_whatever_it_is_called(cast: Cast) -> None:
    amina = Program(cast, "amina")
    for kind, content in (("text/html", b"<script>"), ("image/png", b"no picture")):
        made = amina.client.generic("POST", "/odk/v1/config/logo", content, content_type=kind)
        assert made.json()["blobExists"] is True
        answer = amina.ask("GET", "/config/logo")
        assert (b"".join(answer), answer["Content-Type"]) == (content, kind)
        assert answer["Content-Disposition"].startswith("attachment") and answer["X-Content-Type-Options"] == "nosniff"
    with workspace_active(cast.river):
        assert StoredFile.objects.count() == SiteSetting.objects.count() == 1
    large = amina.client.generic("POST", "/odk/v1/config/logo", b"x" * (5 * 1024 * 1024 + 1), content_type="image/png")
    assert large.status_code == 413


def test_everybody_reads_what_is_public_where_one_workspace_is_the_site(cast: Cast, monkeypatch: Any) -> None:
    amina, nobody = Program(cast, "amina"), Client()
    amina.ask("POST", "/config/login-appearance", {"title": "Water"})
    amina.ask("POST", "/config/analytics", {"enabled": True})
    amina.client.generic("POST", "/odk/v1/config/logo", b"a logo", content_type="image/png")
    assert nobody.get("/odk/v1/config/public").json() == {}  # two workspaces: neither is the site
    assert nobody.get("/odk/v1/config/public/logo").status_code == 404
    alone = Workspace.objects.filter(pk=cast.river.pk)
    monkeypatch.setattr(Workspace.objects, "all", lambda: alone)
    told = nobody.get("/odk/v1/config/public").json()
    assert {name: each.get("value") for name, each in told.items()} == {
        "login-appearance": {"title": "Water"},
        "logo": None,
    }
    assert b"".join(nobody.get("/odk/v1/config/public/logo")) == b"a logo"
    assert nobody.get("/odk/v1/config/public/hero-image").status_code == 404
    assert nobody.get("/odk/v1/config/public/analytics").status_code == 403
