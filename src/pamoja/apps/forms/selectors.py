"""What an actor may see of forms and submissions."""

import re
from collections.abc import Collection

from django.db.models import Count, F, Max, Q, QuerySet

from pamoja.apps.forms.entities.auditing import EntityAct, acts_on
from pamoja.apps.forms.entities.devices import csv_lines, device_csv, given_to, sees_all, states, tag_of, tag_of_seen
from pamoja.apps.forms.entities.filtering import matching
from pamoja.apps.forms.entities.histories import judged, record_of, recorded, seen_records, versions_of
from pamoja.apps.forms.entities.pending import pending_submissions
from pamoja.apps.forms.entities.selectors import (
    ListChange,
    Relations,
    changes_of_lists,
    datasets,
    entities,
    find_entity,
    find_version,
    forms_reading,
    makers_of,
    properties_of,
    properties_with_forms,
    property_names,
    relations,
    with_counts,
    with_newest_version,
)
from pamoja.apps.forms.making.selectors import count_links, figures
from pamoja.apps.forms.models import (
    AnswerRow,
    Collector,
    DatasetSource,
    Form,
    FormVersion,
    Project,
    RecordKey,
    SiteSetting,
    Submission,
    SubmissionVersion,
)
from pamoja.apps.forms.protecting.hiding import files_to_read, hidden_from, require_nothing_hidden
from pamoja.apps.forms.protecting.lists import hides_list, require_list_shown
from pamoja.apps.forms.protecting.records import comments_of, differences_of
from pamoja.core.accounts.models import Credential
from pamoja.core.permissions import Actor, visible
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.core.shortly import Shortly
from pamoja.core.workspaces.context import workspace_active
from pamoja.core.workspaces.models import Workspace
from pamoja.formats.xform.model import ROOT_TABLE

__all__ = [
    "EntityAct",
    "ListChange",
    "Relations",
    "acts_on",
    "answer_rows",
    "changes_of_lists",
    "comments_of",
    "count_links",
    "csv_lines",
    "datasets",
    "device_csv",
    "device_secret",
    "device_user_name",
    "differences_of",
    "entities",
    "figures",
    "files_to_read",
    "find_entity",
    "find_form",
    "find_version",
    "form_of_draft_token",
    "forms",
    "forms_reading",
    "forms_to_collect",
    "given_to",
    "has_published_form",
    "hidden_from",
    "hides_list",
    "judged",
    "keys_in_use",
    "latest_version",
    "makers_of",
    "matching",
    "pending_submissions",
    "project_by_number",
    "projects",
    "properties_of",
    "properties_with_forms",
    "property_names",
    "public_settings",
    "record_of",
    "recorded",
    "relations",
    "require_list_shown",
    "require_nothing_hidden",
    "seen_records",
    "sees_all",
    "states",
    "submissions",
    "tag_of",
    "tag_of_seen",
    "versions_of",
    "versions_with_entities",
    "with_counts",
    "with_newest_version",
    "workspace_of_project",
]


def workspace_of_project(project_id: int) -> Workspace | None:
    """The workspace in which a project number stands: foreign addresses name the project alone."""
    return _workspaces.get(project_id, lambda: _workspace_of_project(project_id))


_workspaces: Shortly[Workspace | None] = Shortly()


def _workspace_of_project(project_id: int) -> Workspace | None:
    project = Project.everywhere.select_related("workspace").filter(pk=project_id).first()
    return project.workspace if project else None


def project_by_number(number: int) -> Project | None:
    """A project by the number in a foreign address, of any workspace: ask who calls before telling of it."""
    found: Project | None = (
        Project.everywhere.select_related("workspace").filter(pk=number, deleted_at__isnull=True).first()
    )
    return found


def projects(actor: Actor) -> QuerySet[Project]:
    """Projects the actor may see."""
    return visible(Project.objects.filter(deleted_at__isnull=True), actor)


def forms(actor: Actor) -> QuerySet[Form]:
    """Forms the actor may see, each with how many records came in and when the last one did.

    The counts are of the form, not of what this actor may see of it.
    """
    live = Q(submissions__is_test=False, submissions__deleted_at__isnull=True)
    seen: QuerySet[Form] = visible(Form.objects.filter(deleted_at__isnull=True), actor)
    return seen.annotate(
        records=Count("submissions", filter=live), last_record=Max("submissions__received_at", filter=live)
    )


def find_form(actor: Actor, project_id: int, xml_form_id: str) -> Form:
    """One form by the id that clients know. Raises NOT_FOUND."""
    found = visible(Form.objects.select_related("published", "draft"), actor).filter(
        project_id=project_id, xml_form_id=xml_form_id, deleted_at__isnull=True
    )
    form: Form | None = found.first()
    if form is None:
        raise Problem(NOT_FOUND)
    return form


def forms_to_collect(actor: Actor, project_id: int) -> QuerySet[Form]:
    """Forms of a project that a client is offered to fill in, by name."""
    allowed = visible(Form.objects.select_related("published"), actor, "submit")
    return allowed.filter(
        project_id=project_id,
        published__isnull=False,
        deleted_at__isnull=True,
        state=Form.State.OPEN,
    ).order_by("title", "xml_form_id")


def public_settings(names: Collection[str]) -> list[SiteSetting]:
    """Settings of these names for who has not signed in; none where several workspaces share the site."""
    workspaces = list(Workspace.objects.all()[:2])
    if len(workspaces) != 1:
        return []
    found = SiteSetting.everywhere.select_related("file__blob").filter(workspace=workspaces[0], name__in=names)
    return list(found)


USER_NAME = re.compile(r"device-([0-9]{1,18})")


def device_user_name(device: Credential) -> str:
    """Under which a device signs in where it is asked for a name and a password; the password is its secret."""
    return f"device-{Collector.objects.values_list('pk', flat=True).get(credential=device)}"


def device_secret(username: str) -> str | None:
    """The secret of a device of any workspace by its user name; None when there is none, or it was revoked."""
    named = USER_NAME.fullmatch(username)
    if named is None:
        return None
    live = Collector.everywhere.select_related("workspace").filter(form__isnull=True, deleted_at__isnull=True)
    collector: Collector | None = live.filter(pk=int(named[1]), credential__revoked_at__isnull=True).first()
    if collector is None:
        return None
    with workspace_active(collector.workspace):
        return str(collector.secret) if collector.secret else None


def keys_in_use(form: Form, is_test: bool) -> QuerySet[RecordKey]:
    """The keys that open the newest versions of a form's records, the newest key first."""
    sealed = Submission.objects.filter(form=form, is_test=is_test, deleted_at__isnull=True).exclude(sealed_file="")
    newest = SubmissionVersion.objects.filter(submission__in=sealed, number=F("submission__edits") + 1)
    keys: QuerySet[RecordKey] = RecordKey.objects.filter(versions__in=newest.values("form_version"))
    return keys.distinct().order_by("-pk")


def form_of_draft_token(token: str) -> Form | None:
    """The form whose draft a test link opens; the link itself is the permission."""
    return (
        Form.everywhere.select_related("workspace", "draft")
        .filter(draft_token=token, draft__isnull=False, deleted_at__isnull=True)
        .first()
    )


def submissions(actor: Actor, form: Form, is_test: bool = False) -> QuerySet[Submission]:
    """Records of a form that the actor may see, newest first."""
    seen = visible(Submission.objects.filter(form=form, is_test=is_test, deleted_at__isnull=True), actor)
    return seen.select_related("submitted_by", "submitted_with", "place").order_by("-id")


def answer_rows(actor: Actor, form: Form, table: str = ROOT_TABLE) -> QuerySet[AnswerRow]:
    """Answers of a form's table (the root, or a repeat), of the records that the actor may see."""
    seen = submissions(actor, form)
    rows: QuerySet[AnswerRow] = AnswerRow.objects.filter(
        form=form, table=table, submission__in=seen.order_by().values("pk")
    )
    return rows


def latest_version(form: Form) -> FormVersion | None:
    """The version whose labels describe the form: the published one, else the draft."""
    return form.published or form.draft


def has_published_form(actor: Actor) -> bool:
    """Whether the actor sees a form that takes records."""
    return visible(Form.objects.filter(deleted_at__isnull=True, published__isnull=False), actor).exists()


def versions_with_entities(versions: Collection[int]) -> set[int]:
    """Which of these versions make or change entities."""
    return set(DatasetSource.objects.filter(version__in=versions).values_list("version", flat=True))
