"""Signed calls to another program: told once or more under one id, and never turned inward."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.urls import reverse

from pamoja.core.audit.models import AuditEntry
from pamoja.core.clock import now
from pamoja.core.events.models import Event, Outbox
from pamoja.core.events.outbox import work
from pamoja.core.events.services import emit
from pamoja.core.http import Refused
from pamoja.core.notifications.models import Notification
from pamoja.core.permissions import KINDS, Kind
from pamoja.core.problems import Problem
from pamoja.core.testing.cast import PASSWORD, Cast
from pamoja.core.testing.models import NOTE, Note
from pamoja.core.webhooks import services
from pamoja.core.webhooks.jobs import prune_deliveries
from pamoja.core.webhooks.matching import wants
from pamoja.core.webhooks.models import Delivery, Subscription
from pamoja.core.webhooks.sending import DISABLED_AFTER
from pamoja.core.webhooks.signing import signed_headers
from pamoja.core.workspaces.context import workspace_active

PRIVATE = ["http://10.0.0.8/", "http://127.0.0.1:9/", "http://[::1]/", "http://169.254.169.254/latest", "ftp://x.org/"]


def _happen(cast: Cast, name: str = "note.written") -> Note:
    note: Note = Note.objects.create(title="name of a child")
    emit(cast.river, name, note, secret="name of a child")
    return note


def _proved(cast: Cast, name: str) -> Client:
    """A browser in which that person has just proved who they are."""
    client = cast.client(name)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def _work() -> None:
    Outbox.objects.update(due_at=now(), leased_until=None)
    while work():
        pass


def test_the_example_of_the_specification_is_signed_as_it_says() -> None:
    # id, time, body and secret that the specification's reference libraries are tested with, and what they expect
    headers = signed_headers(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_program_is_told_in_a_thin_signed_call(river: Cast, program: Any, hook: Subscription) -> None:
    note = _happen(river)
    _work()
    [(headers, body)] = program.calls
    assert program.verifies(hook.secret)
    assert not program.verifies("whsec_" + base64.b64encode(b"x" * 32).decode())
    event = Event.objects.get(name="note.written")
    assert json.loads(body) == {
        "type": "note.written",
        "timestamp": event.at.isoformat(),
        "data": {"event": str(event.public_id), "kind": "testing.note", "id": str(note.public_id)},
    }
    delivery = Delivery.objects.get()
    assert headers["webhook-id"] == str(delivery.public_id)
    assert (delivery.state, delivery.status, delivery.attempts) == ("delivered", 200, 1)


def test_other_events_and_other_workspaces_are_not_told(river: Cast, program: Any, hook: Subscription) -> None:
    _happen(river, "person.registered")
    with workspace_active(river.lake):
        emit(river.lake, "note.written", Note.objects.create(title="B"))
    _work()
    assert program.calls == []
    assert not Outbox.objects.filter(handler="consumer:webhooks").exists()


@pytest.mark.parametrize(
    ("patterns", "name", "told"),
    [
        (["*"], "note.written", True),
        (["note.*"], "note.written", True),
        (["note.*"], "notebook.written", False),
        (["note.written"], "note.written", True),
        (["note.written"], "note.read", False),
        ([], "note.written", False),
    ],
)
def test_names_families_and_stars_match(patterns: list[str], name: str, told: bool) -> None:
    assert wants(patterns, name, "testing.note") is told


def test_a_star_takes_in_no_protected_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, NOTE.name, Kind(NOTE.name, Note, is_protected=True))
    assert not wants(["*", "note.*"], "note.written", NOTE.name)
    assert wants(["note.written"], "note.written", NOTE.name)


def test_a_failure_is_tried_again_under_the_same_id(river: Cast, program: Any, hook: Subscription) -> None:
    program.status = 500
    _happen(river)
    _work()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.error, delivery.status) == ("waiting", "status 500", 500)
    program.status = 204
    _work()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("delivered", 2)
    assert len({headers["webhook-id"] for headers, _body in program.calls}) == 1


def test_a_busy_program_says_when(river: Cast, program: Any, hook: Subscription) -> None:
    program.status, program.headers = 429, {"Retry-After": "1800"}
    _happen(river)
    _work()
    wait = Outbox.objects.get(handler=services.HANDLER).due_at - now()
    assert timedelta(minutes=25) < wait < timedelta(minutes=31)


def test_a_redirect_is_not_followed(river: Cast, program: Any, hook: Subscription) -> None:
    program.status, program.headers = 302, {"Location": program.url}
    _happen(river)
    _work()
    assert len(program.calls) == 1
    assert Delivery.objects.get().error == "status 302"


@pytest.mark.parametrize("how", ["gone", "for days"])
def test_what_fails_for_good_is_switched_off_and_its_maker_told(
    river: Cast, program: Any, hook: Subscription, how: str
) -> None:
    program.status = 410 if how == "gone" else 500
    if how == "for days":
        Subscription.objects.update(failing_since=now() - DISABLED_AFTER - timedelta(hours=1))
    _happen(river)
    _work()
    hook.refresh_from_db()
    assert not hook.is_active
    assert Notification.objects.get().code == "webhook-disabled"
    assert Notification.objects.get().user == river.amina
    calls = len(program.calls)
    _happen(river)
    _work()
    assert len(program.calls) == calls


def test_a_success_ends_the_count_of_days(river: Cast, program: Any, hook: Subscription) -> None:
    Subscription.objects.update(failing_since=now() - timedelta(days=30))
    _happen(river)
    _work()
    hook.refresh_from_db()
    assert hook.failing_since is None
    assert hook.is_active


def test_both_secrets_sign_for_a_day_after_a_rotation(river: Cast, program: Any, hook: Subscription) -> None:
    old = hook.secret
    new = services.rotate_secret(river.actor("amina"), hook)
    _happen(river)
    _work()
    assert program.verifies(old)
    assert program.verifies(new)
    Subscription.objects.update(old_secret_until=now() - timedelta(seconds=1))
    _happen(river)
    _work()
    assert not program.verifies(old)
    assert program.verifies(new)


def test_a_replay_tells_again_under_the_same_id(river: Cast, program: Any, hook: Subscription) -> None:
    _happen(river)
    _work()
    services.replay(river.actor("amina"), Delivery.objects.get())
    services.replay(river.actor("amina"), Delivery.objects.get())
    _work()
    assert len(program.calls) == 3
    assert len({headers["webhook-id"] for headers, _body in program.calls}) == 1


@pytest.mark.parametrize("url", PRIVATE)
def test_a_private_address_is_refused_when_it_is_saved(river: Cast, url: str) -> None:
    with pytest.raises(Refused):
        services.subscribe(river.actor("amina"), "Inside", url, ["*"])
    page = _proved(river, "amina").post("/webhooks/new/", {"name": "Inside", "url": url, "events": "*"})
    assert page.status_code == 422
    assert not Subscription.objects.exists()


def test_an_address_that_became_private_is_refused_when_it_is_called(
    river: Cast, program: Any, hook: Subscription, settings: LazySettings
) -> None:
    settings.PAMOJA = {**settings.PAMOJA, "HTTP_ALLOW": []}
    _happen(river)
    _work()
    assert program.calls == []
    assert Delivery.objects.get().state == "failed"
    assert Outbox.objects.get(handler=services.HANDLER).state == "dead"


def test_the_database_holds_neither_address_nor_secret(river: Cast, hook: Subscription) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT url, secret FROM webhooks_subscription")
        row = b" ".join(bytes(value) for value in cursor.fetchone())
    assert b"of-the-program" not in row
    assert hook.secret.encode() not in row


def test_events_must_be_well_formed(river: Cast, program: Any) -> None:
    for events in ([], ["Note Written"], ["note.*.x"], ["../x"]):
        with pytest.raises(Problem, match="invalid-input"):
            services.subscribe(river.actor("amina"), "x", program.url, events)


def test_the_owner_makes_watches_rotates_and_ends_one(river: Cast, program: Any) -> None:
    amina = _proved(river, "amina")
    made = amina.post("/webhooks/new/", {"name": "Registry", "url": program.url, "events": "note.* other.thing"})
    hook = Subscription.objects.get()
    assert hook.secret in made.content.decode().replace("&#x2B;", "+").replace("&#x3D;", "=")
    assert hook.events == ["note.*", "other.thing"]
    _happen(river)
    _work()
    page = amina.get(f"/webhooks/{hook.public_id}/").content.decode()
    assert "note.written" in page
    assert "whsec_" not in page
    assert "of-the-program" not in page
    assert "Registry" in amina.get("/webhooks/").content.decode()
    assert amina.post(f"/webhooks/deliveries/{Delivery.objects.get().public_id}/replay/").status_code == 302
    assert "whsec_" in amina.post(f"/webhooks/{hook.public_id}/rotate/").content.decode()
    amina.post(f"/webhooks/{hook.public_id}/switch/")
    hook.refresh_from_db()
    assert not hook.is_active
    assert amina.post(f"/webhooks/{hook.public_id}/delete/").status_code == 302
    assert not Subscription.objects.exists()
    verbs = AuditEntry.objects.filter(kind__startswith="webhooks.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["create", "replay", "rotate", "switch-off", "delete"]
    assert "of-the-program" not in str(list(AuditEntry.objects.values_list("detail", flat=True)))


def test_a_secret_is_made_only_after_a_fresh_proof(river: Cast, program: Any, hook: Subscription) -> None:
    amina = river.client("amina")
    for page in ("new/", f"{hook.public_id}/rotate/"):
        answer = amina.post(f"/webhooks/{page}", {"name": "x", "url": program.url, "events": "*"})
        assert "reauthenticate" in answer.headers["Location"]
    assert Subscription.objects.get().old_secret is None


@pytest.mark.parametrize("name", ["ben", "chol", "dina", "device", "token", "nobody"])
def test_others_may_not(river: Cast, program: Any, hook: Subscription, name: str) -> None:
    _happen(river)
    _work()
    client, delivery = _proved(river, name), Delivery.objects.get()
    for page in ("", "new/", f"{hook.public_id}/"):
        answer = client.get(f"/webhooks/{page}")
        is_own = name == "chol" and page != f"{hook.public_id}/"  # an owner, of another workspace
        assert is_own or answer.status_code in (302, 403, 404)
        assert "Registry" not in answer.content.decode()
    acts = [f"{hook.public_id}/{act}/" for act in ("switch", "rotate", "delete")]
    for act in [*acts, f"deliveries/{delivery.public_id}/replay/"]:
        assert client.post(f"/webhooks/{act}").status_code in (302, 403, 404)
    hook.refresh_from_db()
    assert hook.is_active
    assert hook.old_secret is None
    assert Delivery.objects.get().replays == 0


@pytest.mark.parametrize("name", ["ben", "chol", "dina", "device", "token"])
def test_others_may_not_by_any_other_way_in_either(river: Cast, program: Any, hook: Subscription, name: str) -> None:
    """The services ask by themselves: pages are not the only ones that call them."""
    _happen(river)
    _work()
    who, delivery = river.actor(name), Delivery.objects.get()
    for act in (
        lambda: services.switch(who, hook, is_active=False),
        lambda: services.unsubscribe(who, hook),
        lambda: services.rotate_secret(who, hook),
        lambda: services.replay(who, delivery),
    ):
        with pytest.raises(Problem):
            act()
    assert (Subscription.objects.get().is_active, Subscription.objects.get().old_secret) == (True, None)
    assert Delivery.objects.get().replays == 0


def test_old_deliveries_are_forgotten(river: Cast, program: Any, hook: Subscription) -> None:
    for _ in range(2):
        _happen(river)
    _work()
    first = Delivery.objects.order_by("pk").first()
    assert first
    Delivery.objects.filter(pk=first.pk).update(created_at=now() - timedelta(days=31))
    prune_deliveries()
    assert Delivery.objects.count() == 1
