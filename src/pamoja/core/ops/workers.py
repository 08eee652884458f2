"""The worker processes of this installation, by name; `./run manage work NAME` runs one."""

from dataclasses import dataclass

from django.conf import settings
from django.core.management import get_commands


@dataclass(frozen=True)
class Worker:
    """A management command that runs until it is told to stop."""

    name: str
    command: str
    arguments: tuple[str, ...] = ()


OURS = (Worker("outbox", "work_outbox"), Worker("schedule", "run_schedule"))
WORKERS: dict[str, Worker] = {}


def register_worker(worker: Worker) -> None:
    """Make a worker known: `./run` starts one of each, and the doctor expects its heartbeat."""
    if worker.name in WORKERS:
        raise ValueError(f"worker {worker.name!r} is registered twice")
    WORKERS[worker.name] = worker


def expected_workers() -> dict[str, Worker]:
    """The workers that this installation needs: of jobs, outbox and schedule, and those registered by apps."""
    known = get_commands()
    wanted = {"jobs": _jobs(), **{worker.name: worker for worker in OURS}, **WORKERS}
    return {name: worker for name, worker in wanted.items() if worker.command in known}


def _jobs() -> Worker:
    if settings.PAMOJA["JOBS"] == "procrastinate":
        return Worker("jobs", "procrastinate", ("worker",))
    return Worker("jobs", "db_worker", ("--queue-name", "*", "--no-startup-delay"))
