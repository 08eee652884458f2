"""How an installation without the demo begins."""

import io
import sys

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from pamoja.core.accounts.models import Grant, User
from pamoja.core.audit.models import AuditEntry
from pamoja.core.audit.verifying import verify
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.models import Workspace

pytestmark = pytest.mark.django_db
PASSWORD = "heron-cassava-lantern-delta"
WORDS = ("--name", "River programme", "--country", "MWI", "--language", "fr")


@pytest.fixture(autouse=True)
def typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSWORD}\n"))


def found(slug: str, owner: str, *words: str) -> None:
    call_command("found_workspace", slug, *(words or WORDS), "--owner", owner, stdout=io.StringIO())


def test_the_first_owner_signs_in_and_has_the_workspace_to_herself() -> None:
    found("delta", "Zuri@Example.org")
    owner = User.objects.get(email="zuri@example.org")
    client = Client()
    assert client.login(email=owner.email, password=PASSWORD)
    assert client.get(reverse("members")).status_code == 200
    assert owner.is_operator, "somebody has to look after the installation"
    workspace = Workspace.objects.get()
    assert (workspace.slug, workspace.country, workspace.language) == ("delta", "MWI", "fr")
    assert AuditEntry.objects.get(workspace=workspace).actor == "system:founding"
    assert not list(verify())


def test_a_later_workspace_sees_nothing_of_the_others_and_its_owner_is_no_operator(cast: Cast) -> None:
    found("delta", "zuri@example.org")
    owner = User.objects.get(email="zuri@example.org")
    assert not owner.is_operator
    assert [grant.workspace.slug for grant in Grant.objects.filter(user=owner)] == ["delta"]


def test_an_account_that_is_there_keeps_its_password(cast: Cast) -> None:
    kept = cast.amina.password
    found("delta", cast.amina.email)
    cast.amina.refresh_from_db()
    assert (cast.amina.password, cast.amina.is_operator) == (kept, False)
    assert Grant.objects.filter(user=cast.amina, role="owner", workspace__slug="delta").exists()


@pytest.mark.parametrize(
    ("slug", "owner", "typed_in"),
    [
        ("river", "zuri@example.org", PASSWORD),
        ("no spaces", "zuri@example.org", PASSWORD),
        ("delta", "not an address", PASSWORD),
        ("delta", "zuri@example.org", "zuri"),
        ("delta", "zuri@example.org", ""),
    ],
)
def test_what_cannot_be_leaves_nothing_behind(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, slug: str, owner: str, typed_in: str
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{typed_in}\n"))
    with pytest.raises(CommandError):
        found(slug, owner)
    assert set(Workspace.objects.values_list("slug", flat=True)) == {"river", "lake"}
    assert not User.objects.filter(email=owner).exists()


@pytest.mark.parametrize("words", [("--name", "D", "--country", "XXX"), (*WORDS[:4], "--language", "xx")])
def test_an_unknown_country_or_language_is_refused(words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        found("delta", "zuri@example.org", *words)
    assert not Workspace.objects.exists()
