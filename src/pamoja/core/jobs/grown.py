"""The grown size: tasks of the Django Tasks API, deferred to procrastinate on PostgreSQL.

A task is put in with the transaction of its caller, as the embedded queue does it. Results are not kept: a job's
`Progress` tells what came of it.
"""

from typing import Any

from django.utils.module_loading import import_string
from procrastinate.contrib.django import app

from pamoja.core.clock import now
from pamoja.core.ids import uuid7
from pamoja.core.jobs.tasks import BaseTaskBackend, Task, TaskResult, TaskResultStatus, normalize_json

TASK_NAME = "pamoja.task"


@app.task(name=TASK_NAME)
def run_task(path: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Run the Django task at that dotted path. Raises TypeError for a path of something else."""
    found = import_string(path)
    if not isinstance(found, Task):
        raise TypeError(f"{path} is no task")
    found.call(*args, **kwargs)


class ProcrastinateBackend(BaseTaskBackend):
    """Set by `PAMOJA_JOBS=procrastinate`; worked off by `manage procrastinate worker`."""

    supports_defer = True
    supports_priority = True

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """Defer, and answer with what is known so far."""
        self.validate_task(task)
        content = {"path": task.module_path, "args": list(args), "kwargs": dict(kwargs)}
        deferrer = app.configure_task(
            TASK_NAME, queue=task.queue_name, priority=task.priority, schedule_at=task.run_after
        )
        deferrer.defer(**normalize_json(content))
        return TaskResult(
            task=task,
            id=str(uuid7()),
            status=TaskResultStatus.READY,
            enqueued_at=now(),
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
