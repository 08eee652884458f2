"""What ODK Central's own tests ask of a server under test: its fixture, and all waiting work done at once.

They answer only in settings that say `TEST_HOOKS`, which no environment can: what they do ends all data.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from pamoja.apps.forms.services import assign_role, create_form, create_project, publish_draft
from pamoja.core.accounts.models import ActorNumber, Grant, User
from pamoja.core.audit.models import AuditEntry
from pamoja.core.clock import now
from pamoja.core.events.models import Outbox
from pamoja.core.events.outbox import work
from pamoja.core.permissions import system_actor
from pamoja.core.ratelimit.buckets import buckets
from pamoja.core.workspaces.context import workspace_active
from pamoja.core.workspaces.models import Workspace

FORMS = Path(settings.ROOT) / "data/central-fixture"
PEOPLE = {  # their numbers, and their passwords as the tests write them
    5: ("alice", "PWORD-alice-24772-~"),
    6: ("bob", "PWORD-bob-73013-@"),
    7: ("chelsea", "PWORD-chelsea-31607-;"),
}
PROJECT = "Default Project"


@csrf_exempt
@require_POST
def reset(request: HttpRequest) -> JsonResponse:
    """Everything is as Central's tests expect it at their beginning."""
    buckets().clear()  # what one test got wrong, the next must not wait for
    kept = Path(settings.DATA_DIR) / "fixture.sqlite3"
    if connection.vendor == "sqlite" and kept.exists():
        with closing(sqlite3.connect(kept)) as source:
            connection.ensure_connection()
            source.backup(connection.connection)
        return JsonResponse({})
    call_command("flush", interactive=False, verbosity=0)
    make_fixture()
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(kept)) as target:
            connection.connection.backup(target)
    return JsonResponse({})


@csrf_exempt
@require_POST
def exhaust(request: HttpRequest) -> JsonResponse:
    """Do all work that waits, also what it makes, and what would be tried again later."""
    while True:
        Outbox.objects.filter(state=Outbox.State.WAITING, due_at__gt=now(), attempts=0).update(due_at=now())
        if not work(most=200):
            return JsonResponse({})


def make_fixture() -> None:
    """Three people (one owns everything, one manages the project, one has no rights) and a project with two forms."""
    workspace = Workspace.objects.create(slug="central", name="Central")
    actor = system_actor("fixture", workspace)
    with workspace_active(workspace):
        alice, bob, _chelsea = (_person(number, *PEOPLE[number]) for number in PEOPLE)
        Grant.objects.create(workspace=workspace, user=alice, role="owner")
        for user in User.objects.exclude(pk=alice.pk):
            Grant.objects.create(workspace=workspace, user=user, role="member")
        project = create_project(actor, PROJECT)
        assign_role(actor, bob, "manager", project)
        for name in ("simple", "withrepeat"):
            publish_draft(actor, create_form(actor, project, (FORMS / f"{name}.xml").read_bytes()))
    exhaust_quietly()
    AuditEntry.objects.all().delete()  # Central's fixture is made without a trace


def exhaust_quietly() -> None:
    """What making the fixture gave to do is done before the tests look."""
    while work(most=200):
        pass


def _person(number: int, name: str, password: str) -> User:
    user: User = User.objects.create_user(f"{name}@getodk.org", password, name=name.title())
    ActorNumber.objects.create(pk=number, user=user)
    return user


ADDRESSES = [path("__test/reset", reset), path("__test/exhaust", exhaust)]
