"""The one file that imports the backport of Django's Tasks API: Django 6 brings it as `django.tasks`."""

from datetime import datetime

from django_tasks import task
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.utils import normalize_json

__all__ = ["BaseTaskBackend", "Task", "TaskResult", "TaskResultStatus", "normalize_json", "prune", "task"]


def prune(before: datetime) -> int:
    """Forget what the embedded queue keeps of tasks that ended, or whose worker died, before that time."""
    from django_tasks_db.models import DBTaskResult

    ended = DBTaskResult.objects.filter(finished_at__lt=before)
    died = DBTaskResult.objects.filter(finished_at__isnull=True, started_at__lt=before)
    return int((ended | died).delete()[0])
