"""The page of what was given up: who may see it, try again, and let it be."""

from datetime import timedelta

import pytest
from django.conf import LazySettings

from pamoja.core.audit.models import AuditEntry
from pamoja.core.clock import now
from pamoja.core.events.dead import prune
from pamoja.core.events.models import Outbox
from pamoja.core.testing.cast import Cast

OTHERS = ("ben", "chol", "dina", "device", "token", "nobody")


@pytest.fixture
def dead(cast: Cast) -> Outbox:
    return Outbox.objects.create(
        workspace=cast.river, handler="send", key="k1", state="dead", attempts=12, last_error="NotYet: status 500"
    )


def test_the_owner_reads_why(cast: Cast, dead: Outbox) -> None:
    page = cast.client("amina").get("/outbox/").content.decode()
    assert "NotYet: status 500" in page
    assert "NotYet" not in cast.client("amina").get("/outbox/?state=waiting").content.decode()


def test_the_menu_leads_the_owner_there_and_nobody_else(cast: Cast) -> None:
    assert 'href="/outbox/"' in cast.client("amina").get("/").content.decode()
    assert 'href="/outbox/"' not in cast.client("ben").get("/").content.decode()


def test_another_workspace_sees_nothing_of_it(cast: Cast, dead: Outbox) -> None:
    assert "NotYet" not in cast.client("chol").get("/outbox/").content.decode()


@pytest.mark.parametrize("name", [name for name in OTHERS if name != "chol"])
def test_others_may_not_see_it(cast: Cast, dead: Outbox, name: str) -> None:
    assert cast.client(name).get("/outbox/").status_code in (302, 403)


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("act", ["retry", "discard"])
def test_others_may_do_nothing_with_it(cast: Cast, dead: Outbox, name: str, act: str) -> None:
    answer = cast.client(name).post(f"/outbox/{dead.pk}/{act}/")
    assert answer.status_code == (404 if name in ("ben", "chol", "dina") else 302)
    cast.client(name).post("/outbox/retry/")
    dead.refresh_from_db()
    assert dead.state == "dead"


def test_the_owner_tries_one_again_and_the_audit_says_so(cast: Cast, dead: Outbox) -> None:
    assert cast.client("amina").post(f"/outbox/{dead.pk}/retry/").status_code == 302
    dead.refresh_from_db()
    assert (dead.state, dead.attempts, dead.last_error) == ("waiting", 0, "")
    entry = AuditEntry.objects.get(verb="retry")
    assert (entry.kind, entry.object_id) == ("events.outbox", str(dead.pk))
    assert cast.client("amina").post(f"/outbox/{dead.pk}/retry/").status_code == 409


def test_the_owner_tries_all_of_the_own_workspace_again(cast: Cast, dead: Outbox) -> None:
    for workspace, key in ((cast.river, "k2"), (cast.lake, "k3")):
        Outbox.objects.create(workspace=workspace, handler="send", key=key, state="dead")
    cast.client("amina").post("/outbox/retry/")
    assert set(Outbox.objects.filter(state="waiting").values_list("key", flat=True)) == {"k1", "k2"}
    assert AuditEntry.objects.get(verb="retry-all").detail == {"rows": 2}


def test_the_owner_discards_one_for_good(cast: Cast, dead: Outbox) -> None:
    cast.client("amina").post(f"/outbox/{dead.pk}/discard/")
    cast.client("amina").post("/outbox/retry/")
    dead.refresh_from_db()
    assert dead.state == "discarded"
    assert AuditEntry.objects.filter(verb="discard").count() == 1


def test_what_was_done_long_ago_is_forgotten_and_nothing_else(cast: Cast, settings: LazySettings) -> None:
    settings.PAMOJA = {**settings.PAMOJA, "OUTBOX_DAYS": 10}
    for key, state, days in (("old", "done", 11), ("gone", "discarded", 11), ("new", "done", 9), ("dead", "dead", 11)):
        at = now() - timedelta(days=days)
        done_at = at if state != "dead" else None
        Outbox.objects.create(
            workspace=cast.river, handler="send", key=key, state=state, created_at=at, done_at=done_at
        )
    assert prune() == 2
    assert set(Outbox.objects.values_list("key", flat=True)) == {"new", "dead"}
