"""What our audit keeps and what the ODK Central API calls it: one table, read in both directions.

    word_of(entry)                  the `Word` of an entry, None for an act that the API has no action for
    condition("submission")         the entries of an action, or of a group of actions, as a Q on `AuditEntry`

A new act needs a row in `WORDS`, and a line in `audit_facts.FACTS` for a detail that no other act has.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from pamoja.core.audit.models import AuditEntry

PROJECT, FORM, RECORD, DATASET, ENTITY = (
    "forms.project",
    "forms.form",
    "forms.submission",
    "forms.dataset",
    "forms.entity",
)
USER, SESSION, GRANT, COLLECTOR = "accounts.user", "accounts.session", "accounts.grant", "forms.collector"
EVERYTHING, NONVERBOSE = "", "nonverbose"


@dataclass(frozen=True)
class Word:
    """An action of the API and the act of ours that it stands for.

    Acts of one verb are told apart by a detail that they have or lack. `details` names what the API tells of it.
    """

    action: str
    kind: str
    verb: str
    details: tuple[str, ...] = ()
    has: str = ""
    lacks: str = ""

    def is_of(self, entry: AuditEntry) -> bool:
        """Whether this is the action of an entry of its kind and verb."""
        return (not self.has or self.has in entry.detail) and (not self.lacks or self.lacks not in entry.detail)

    def condition(self) -> Q:
        """The entries of this action."""
        found = Q(kind=self.kind, verb=self.verb)
        if self.has:
            found &= Q(detail__has_key=self.has)
        return found & ~Q(detail__has_key=self.lacks) if self.lacks else found


OF_RECORD = ("submissionId", "instanceId")
OF_VERSION = (*OF_RECORD, "submissionDefId")
OF_FILE = ("instanceId", "submissionDefId", "name", "newBlobId", "oldBlobId")
OF_ENTITY = ("entity", "entityId", "entityDefId", "submissionId", "submissionDefId")
GIVEN, TAKEN = ("roleId", "grantedActeeId"), ("roleId", "revokedActeeId")

WORDS = (
    Word("user.session.create", SESSION, "sign-in"),
    Word("user.create", USER, "create", ("data",)),
    Word("user.update", USER, "change", ("data",)),
    Word("user.delete", USER, "delete"),
    Word("user.assignment.create", GRANT, "create", GIVEN, has="user", lacks="joins"),
    Word("user.assignment.delete", GRANT, "delete", TAKEN, has="user", lacks="joins"),
    Word("field_key.create", COLLECTOR, "create", lacks="form"),
    Word("field_key.assignment.create", COLLECTOR, "assign", GIVEN, lacks="form"),
    Word("field_key.assignment.delete", COLLECTOR, "unassign", TAKEN, lacks="form"),
    Word("field_key.assignment.create", GRANT, "create", GIVEN, has="device"),
    Word("field_key.assignment.delete", GRANT, "delete", TAKEN, has="device"),
    Word("field_key.property.set", COLLECTOR, "change", ("properties",), lacks="form"),
    Word("field_key.session.end", COLLECTOR, "revoke", lacks="form"),
    Word("field_key.delete", COLLECTOR, "delete", lacks="form"),
    Word("public_link.create", COLLECTOR, "create", has="form"),
    Word("public_link.assignment.create", COLLECTOR, "assign", GIVEN, has="form"),
    Word("public_link.property.set", COLLECTOR, "change", ("properties",), has="form"),
    Word("public_link.session.end", COLLECTOR, "revoke", has="form"),
    Word("public_link.delete", COLLECTOR, "delete", has="form"),
    Word("project.create", PROJECT, "create"),
    Word("project.update", PROJECT, "change", ("data", "encrypted")),
    Word("project.delete", PROJECT, "delete"),
    Word("actor_property.create", PROJECT, "add-property", ("name",)),
    Word("form.create", FORM, "create"),
    Word("form.update", FORM, "state", ("data",)),
    Word("form.update", FORM, "webforms", ("data",)),
    Word("form.update.draft.set", FORM, "draft", ("oldDraftDefId", "newDraftDefId")),
    Word("form.update.draft.delete", FORM, "discard", ("oldDraftDefId",)),
    Word("form.update.publish", FORM, "publish", ("oldDefId", "newDefId")),
    Word("form.attachment.update", FORM, "file", ("name",)),
    Word("form.submission.export", RECORD, "export"),
    Word("form.delete", FORM, "delete"),
    Word("form.restore", FORM, "restore"),
    Word("form.purge", FORM, "purge"),
    Word("submission.create", RECORD, "submit", OF_VERSION),
    Word("submission.update", RECORD, "review", (*OF_VERSION, "reviewState")),
    Word("submission.update.version", RECORD, "edit", OF_VERSION),
    Word("submission.attachment.update", RECORD, "attach", OF_FILE),
    Word("submission.attachment.update", RECORD, "detach", OF_FILE),
    Word("submission.backlog.hold", RECORD, "hold", ("submissionId", "submissionDefId")),
    Word("submission.backlog.reprocess", RECORD, "resume", ("submissionId", "submissionDefId")),
    Word("submission.backlog.force", RECORD, "force", ("submissionId", "submissionDefId")),
    Word("submission.delete", RECORD, "delete", OF_RECORD),
    Word("submission.restore", RECORD, "restore", OF_RECORD),
    Word("submission.purge", RECORD, "purge"),
    Word("dataset.create", DATASET, "create", ("properties",)),
    Word("dataset.update", DATASET, "change", ("data", "autoConvert", "properties")),
    Word("dataset.update.property.delete", DATASET, "delete-property", ("properties",)),
    Word("dataset.delete", DATASET, "delete"),
    Word("entity.create", ENTITY, "create", OF_ENTITY),
    Word("entity.bulk.create", DATASET, "create-entities", ("sourceId",)),
    Word("entity.error", RECORD, "entity-error", ("submissionId", "submissionDefId", "errorMessage", "problem")),
    Word("entity.update.version", ENTITY, "change", OF_ENTITY),
    Word("entity.update.resolve", ENTITY, "resolve", OF_ENTITY),
    Word("entity.delete", ENTITY, "delete", ("entity",)),
    Word("entity.restore", ENTITY, "restore", ("entity",)),
    Word("entity.bulk.delete", DATASET, "delete-entities", ("entityUuids",)),
    Word("entity.bulk.restore", DATASET, "restore-entities", ("entityUuids",)),
    Word("entity.purge", DATASET, "purge-entities", ("entitiesCount",)),
    Word("config.set", "accounts.setting", "change", ("key",)),
)
"""Every act that the API has an action for. What is not here (places, people, agreements) it does not show."""

GROUPS: dict[str, tuple[str, ...]] = {
    "user": ("user.",),
    "field_key": ("field_key.",),
    "public_link": ("public_link.",),
    "project": ("project.", "actor_property."),
    "form": ("form.",),
    "submission": ("submission.",),
    "dataset": ("dataset.", "entity.bulk.delete", "entity.bulk.restore"),
    "entity": ("entity.",),
    "config": ("config.",),
}
"""Groups that can be asked for, by how their actions begin."""
VERBOSE = ("submission.", "entity.")
NEVER_VERBOSE = ("entity.bulk.delete", "entity.bulk.restore", "submission.purge")

_by_act: dict[tuple[str, str], list[Word]] = defaultdict(list)
for _word in WORDS:
    _by_act[_word.kind, _word.verb].append(_word)


def word_of(entry: AuditEntry) -> Word | None:
    """What the API calls this entry; None for what it has no action for."""
    return next((word for word in _by_act.get((entry.kind, entry.verb), ()) if word.is_of(entry)), None)


def condition(action: str = EVERYTHING) -> Q:
    """The entries of an action, of a group of actions, or of all; none for an action that nobody knows."""
    found = Q(pk__in=())
    for word in words_of(action):
        found |= word.condition()
    return found


def words_of(action: str) -> Iterable[Word]:
    """The rows of an action, of a group of actions, or all."""
    if action == EVERYTHING:
        return WORDS
    if action == NONVERBOSE:
        return [word for word in WORDS if not word.action.startswith(VERBOSE) or word.action in NEVER_VERBOSE]
    starts = GROUPS.get(action)
    return [word for word in WORDS if (word.action.startswith(starts) if starts else word.action == action)]
