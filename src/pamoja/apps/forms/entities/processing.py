"""What a submission does to entities: run for each event about it, and again when it waited for another one.

A submission makes or changes entities once in its life: what was done is not done again when it is edited or
approved. All its entities are taken, or none. What is refused is written into the audit of the submission, for a
person to look at; the submission itself stays as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from pamoja.apps.forms.entities.lists import touch
from pamoja.apps.forms.entities.writing import add_version, insert_entity, known_of, lock, maker_of_label, only
from pamoja.apps.forms.models import (
    Dataset,
    DatasetSource,
    Entity,
    EntityFault,
    EntitySource,
    EntityVersion,
    HeldSubmission,
    Submission,
    SubmissionVersion,
)
from pamoja.apps.forms.schemas import schema_of
from pamoja.core.audit.services import record
from pamoja.core.events.services import emit
from pamoja.core.permissions import Actor
from pamoja.engines.entities import Absence, Create, EntityRefused, Hold, Occasion, Sent, Update, decide
from pamoja.formats.entities import sent_of
from pamoja.formats.xform import EntityElement, shred

RECEIVED, EDITED, REVIEWED, RESUMED = (
    "submission.received",
    "submission.edited",
    "submission.reviewed",
    "submission.resumed",
)
MAKE_CHANGES = (RECEIVED, EDITED, RESUMED)
APPROVED = "approved"


@dataclass(frozen=True)
class Cause:
    """What set it off: the event's name, when, by whom (a label of the audit), and the review's outcome if it was one.

    `parent` is the number of what set that off in turn; `is_forced` when waiting has come to its end.
    """

    name: str
    at: datetime
    by: str
    review_state: str = ""
    parent: int | None = None
    is_forced: bool = False


def process_submission(sent: SubmissionVersion, cause: Cause) -> None:
    """Make and change the entities that one version of a submission speaks of. Must run in a transaction.

    The submission is locked: two workers may be told of it at once, of its arrival and of an edit.
    """
    rows = Submission.objects.select_for_update(of=("self",)).select_related("form")
    sent.submission = submission = rows.get(pk=sent.submission_id)
    if submission.is_test or submission.deleted_at or submission.form.deleted_at or _is_done(submission):
        return
    writes = list(DatasetSource.objects.filter(version=sent.form_version).select_related("dataset"))
    if not writes:
        return
    try:
        with transaction.atomic():
            _Work(sent, cause, writes).do()
    except EntityRefused as refused:
        told = {"refusal": refused.code, "details": refused.details}
        EntityFault.objects.create(submission=submission, submission_version=sent, **told)
        by = Actor(cause.by, submission.workspace)
        record(by, "entity-error", submission, submission_version=sent.pk, **told)


def _is_done(submission: Submission) -> bool:
    """Whether it has made or changed an entity, or waits to."""
    made = EntityVersion.objects.filter(source__submission_version__submission=submission)
    return bool(made.exists() or submission.held.exists())


class _Work:
    """One version of a submission with the lists that it may write to."""

    def __init__(self, sent: SubmissionVersion, cause: Cause, writes: Sequence[DatasetSource]) -> None:
        self.sent, self.cause, self.submission = sent, cause, sent.submission
        self.actor = Actor(cause.by, self.submission.workspace)
        self.writes = {each.path: each for each in writes}
        self.permitted = {each.dataset_id: tuple(each.actions) for each in writes}
        self.lists: dict[str, Dataset | None] = {}
        self.source: EntitySource | None = None

    def do(self) -> None:
        """Take every entity, or none. Raises EntityRefused: of one entity its own refusal, of several 400.43."""
        elements = self.elements()
        errors: list[dict[str, Any]] = []
        for index, element in enumerate(elements):
            try:
                self.take(sent_of(element))
            except EntityRefused as refused:
                if len(elements) == 1:
                    raise
                errors.append({"refusal": refused.code, "details": refused.details, "index": index})
        if errors:
            raise EntityRefused("400.43", count=len(errors), total=len(elements), errors=errors)

    def elements(self) -> list[EntityElement]:
        """The entities as sent, list by list, the oldest list first."""
        found = shred(schema_of(self.sent.form_version), bytes(self.sent.xml)).entities
        return sorted(found, key=self.order)

    def order(self, element: EntityElement) -> int:
        write = self.writes.get(element.path if element.path.endswith("/") else f"{element.path}/")
        return write.dataset_id if write else 0

    def take(self, sent: Sent) -> None:
        """Decide on one entity and do it."""
        dataset = self.dataset(sent.dataset)
        entity, known = known_of(dataset, sent.uuid) if sent.has_uuid else (None, Absence.NEVER)
        decision = decide(sent, known, self.occasion(dataset))
        if decision is None:
            return
        if isinstance(decision, Hold):
            self.hold(sent.uuid, decision)
            return
        columns = list(dataset.properties.filter(deleted_at=None).values_list("name", flat=True))
        by = maker_of_label(self.sent.sent_by, self.sent.user_agent)
        if isinstance(decision, Create):
            version = insert_entity(dataset, sent.uuid, _only(decision, columns), by, self.made_from())
            self.tell("create", "entity.created", version, dataset)
        else:
            version = add_version(_here(entity), _only(decision, columns), by, self.made_from(decision.was_create))
            self.tell("change", "entity.changed", version, dataset)
        touch(dataset)
        self.resume(version)

    def dataset(self, name: str) -> Dataset:
        """The list of that name, locked. Raises EntityRefused 400.2, 404.7."""
        if not name.strip():
            raise EntityRefused("400.2", field="dataset")
        if name not in self.lists:
            project = self.submission.form.project_id
            live = Dataset.objects.filter(project=project, name=name, deleted_at=None, published_at__isnull=False)
            found = live.first()
            self.lists[name] = lock(found) if found else None
        dataset = self.lists[name]
        if dataset is None:
            raise EntityRefused("404.7", datasetName=name)
        return dataset

    def occasion(self, dataset: Dataset) -> Occasion:
        """What this event may do to a list: where new entities wait for approval, only approval makes them."""
        is_review = self.cause.name == REVIEWED
        return Occasion(
            permitted=self.permitted.get(dataset.pk, ()),
            may_create=self.cause.review_state == APPROVED if dataset.approval_required else not is_review,
            may_update=self.cause.name in MAKE_CHANGES,
            is_forced=self.cause.is_forced,
        )

    def made_from(self, was_create: bool = False) -> EntitySource:
        """The source that all versions of this submission share."""
        if self.source is None:
            parent = {"parentEventId": self.cause.parent} if self.cause.parent else {}
            self.source = EntitySource.objects.create(
                submission_version=self.sent,
                cause=self.cause.name,
                caused_at=self.cause.at,
                caused_by=self.cause.by,
                is_forced=self.cause.is_forced,
                details={"submission": {"instanceId": self.sent.instance_id}, **parent},
            )
        if was_create:
            self.source.details["action"] = "create"
            self.source.save(update_fields=["details"])
        return self.source

    def tell(self, verb: str, event: str, version: EntityVersion, dataset: Dataset) -> None:
        """Audit and event, beside the write."""
        entity: Entity = version.entity
        sent = {"submission": self.submission.pk, "submission_version": self.sent.pk}
        record(self.actor, verb, entity, dataset=dataset.name, entity_version=version.pk, **sent)
        emit(self.submission.workspace, event, entity, dataset=str(dataset.public_id), number=version.number)

    def hold(self, uuid: str, held: Hold) -> None:
        """Let the submission wait for the change before it."""
        record(self.actor, "hold", self.submission, submission_version=self.sent.pk)
        HeldSubmission.objects.create(
            submission=self.submission,
            submission_version=self.sent,
            entity_id=uuid,
            branch_id=held.branch_id,
            branch_base_version=held.branch_base_version,
            cause=self.cause.name,
            caused_at=self.cause.at,
            caused_by=self.cause.by,
        )

    def resume(self, version: EntityVersion) -> None:
        """Let the submission that waited for this very change go on."""
        if self.cause.is_forced:
            return
        following = (version.branch_base_version or 0) + 1
        waiting = HeldSubmission.objects.filter(branch_base_version=following)
        branch = version.branch_id if version.number > 1 else None
        held = waiting.filter(branch_id=branch) if branch else waiting.filter(entity_id=version.entity.public_id)
        first: HeldSubmission | None = held.select_related("submission").first()
        if first is None:
            return
        first.delete()
        record(self.actor, "resume", first.submission, submission_version=first.submission_version_id)
        told = {"by": self.cause.by, "submission_version": first.submission_version_id}
        emit(self.submission.workspace, "submission.resumed", first.submission, **told)


def _here(entity: Entity | None) -> Entity:
    if entity is None:
        raise LookupError("a change of an entity that is not here")
    return entity


D = TypeVar("D", Create, Update)


def _only(decision: D, columns: Sequence[str]) -> D:
    """Without values of properties that the list has no more."""
    return replace(decision, data=only(columns, decision.data))
