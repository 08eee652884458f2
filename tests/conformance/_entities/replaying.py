"""One case against the product: its forms are published, its records received and worked on, and the lists read.

A case is an object of a JSON table: `forms` (files of the folder `forms` beside the table), `settings` of the lists,
`steps` and `expected`. A step is a record (`send`: XML in which "@n" stands for a number of its own, or `file`), a time
that goes by (`days`) or a review of the first record (`review`). Expected are `entities` by id (list, label,
properties, version, conflict), the numbers of what was `refused` in order, how many records are `waiting`, and for a
form that must not be taken the number of its refusal (`form`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

NUMBERS = count(1)


@dataclass(frozen=True)
class Outcome:
    """What is there after a case, in the words of its table."""

    entities: Mapping[str, Mapping[str, Any]]
    refused: Sequence[str]
    waiting: int
    form: str = ""


def expected_of(case: Mapping[str, Any]) -> Outcome:
    """What the table says must be there."""
    told = case["expected"]
    return Outcome(told["entities"], told["refused"], told["waiting"], told.get("form", ""))


def outcome_of(case: Mapping[str, Any], folder: Path) -> Outcome:
    """Replay one case in a workspace of its own. The database must be there."""
    from pamoja.core.permissions import system_actor
    from pamoja.core.problems import Problem
    from pamoja.core.workspaces.context import workspace_active
    from pamoja.core.workspaces.models import Workspace

    number = next(NUMBERS)
    workspace = Workspace.objects.create(slug=f"case{number}", name=f"Case {number}", country="MWI")
    with workspace_active(workspace):
        actor = system_actor("conformance", workspace)
        try:
            project = _publish(actor, case, folder / "forms")
        except Problem as problem:
            return Outcome({}, [], 0, str(problem.members.get("refusal", problem.kind.code)))
        for step in case["steps"]:
            _take(actor, project, step, folder)
            _work()
        return _found()


def _publish(actor: Any, case: Mapping[str, Any], folder: Path) -> Any:
    from pamoja.apps.forms.models import Dataset
    from pamoja.apps.forms.services import create_form, create_project, publish_draft
    from pamoja.apps.forms.services.entities import change_dataset

    project = create_project(actor, "Conformance")
    for name in case["forms"]:
        publish_draft(actor, create_form(actor, project, (folder / name).read_bytes()))
    for dataset in Dataset.objects.all() if "settings" in case else ():
        change_dataset(actor, dataset, **case["settings"])
    return project


def _take(actor: Any, project: Any, step: Mapping[str, Any], folder: Path) -> None:
    from pamoja.apps.forms.services import receive_submission

    if "days" in step:
        _let_go_by(timedelta(days=step["days"]))
    elif "review" in step:
        _review(actor, step["review"])
    else:
        xml = step["send"].encode() if "send" in step else (folder / step["file"]).read_bytes()
        receive_submission(actor, project.pk, xml.replace(b"@n", str(next(NUMBERS)).encode()))


def _let_go_by(time: timedelta) -> None:
    """What waits has waited for so long; then the tick that ends waiting comes."""
    from pamoja.apps.forms.models import HeldSubmission
    from pamoja.apps.forms.services.entities import force_waiting
    from pamoja.core.clock import now

    HeldSubmission.objects.update(held_at=now() - time)
    force_waiting()


def _review(actor: Any, state: str) -> None:
    from pamoja.apps.forms.models import Submission
    from pamoja.apps.forms.services import review_submission

    review_submission(actor, Submission.objects.earliest("pk"), state)


def _work() -> None:
    """Let the workers do all that there is."""
    from pamoja.core.events.outbox import work

    while work(most=50):
        pass


def _found() -> Outcome:
    from pamoja.apps.forms.models import Entity, EntityFault, HeldSubmission

    entities = {str(each.public_id): _told(each) for each in Entity.objects.select_related("dataset")}
    refused = list(EntityFault.objects.order_by("pk").values_list("refusal", flat=True))
    return Outcome(entities, refused, HeldSubmission.objects.count())


def _told(entity: Any) -> dict[str, Any]:
    names = ("label", "data", "version", "conflict")
    return {"dataset": entity.dataset.name, **{name: getattr(entity, name) for name in names}}
