"""Telling a person, and their reading."""

from django.db.models import QuerySet

from pamoja.core.accounts.models import User
from pamoja.core.clock import now
from pamoja.core.notifications.models import Notification
from pamoja.core.notifications.words import WORDS
from pamoja.core.workspaces.models import Workspace


def notify(user: User, code: str, url: str, workspace: Workspace | None = None, **numbers: int) -> Notification:
    """Tell a person. `code` must be registered in `words`; only numbers may be told along."""
    if code not in WORDS:
        raise ValueError(f"no notification {code!r}")
    return Notification.objects.create(user=user, code=code, url=url, workspace=workspace, numbers=numbers)


def notifications_of(user: User) -> QuerySet[Notification]:
    """A person's notifications, newest first."""
    return Notification.objects.filter(user=user).select_related("workspace")


def unread_count(user: User) -> int:
    """How many a person has not read."""
    return notifications_of(user).filter(read_at__isnull=True).count()


def mark_read(user: User, notification_id: int | None = None) -> int:
    """Mark one, or all, of a person's own notifications as read; returns how many."""
    unread = Notification.objects.filter(user=user, read_at__isnull=True)
    return (unread.filter(pk=notification_id) if notification_id else unread).update(read_at=now())
