"""Which subscriptions want which event."""

from collections.abc import Iterable

from pamoja.core.events.services import Happened
from pamoja.core.permissions import KINDS
from pamoja.core.shortly import Shortly
from pamoja.core.webhooks.models import Subscription
from pamoja.core.workspaces.context import workspace_active
from pamoja.core.workspaces.models import Workspace


def wants(patterns: Iterable[str], name: str, kind: str) -> bool:
    """Whether an event matches. A star never takes in protected kinds: that one exists may be a secret."""
    if name in patterns:
        return True
    is_protected = kind in KINDS and KINDS[kind].is_protected
    return not is_protected and any(p == "*" or p.endswith(".*") and name.startswith(p[:-1]) for p in patterns)


_patterns: Shortly[list[list[str]]] = Shortly()


def is_wanted(workspace: Workspace | None, happened: Happened) -> bool:
    """Whether any subscription of the workspace wants it: asked at every event, before a row is queued for it."""
    if workspace is None:
        return False
    patterns = _patterns.get(workspace.pk, lambda: _subscribed(workspace))
    return any(wants(each, happened.name, happened.kind) for each in patterns)


def _subscribed(workspace: Workspace) -> list[list[str]]:
    with workspace_active(workspace):
        return list(Subscription.objects.filter(is_active=True).values_list("events", flat=True))
