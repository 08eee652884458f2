"""Our API on forms: projects, forms, versions and records, read only (records come in by OpenRosa)."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Value
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from ninja.pagination import paginate
from pydantic import field_validator

from pamoja.apps.forms import selectors
from pamoja.apps.forms.models import AnswerRow, Form, FormVersion, Submission
from pamoja.apps.forms.protecting.hiding import NOTHING, Hidden, hidden_from, shown_files
from pamoja.core.audit.services import Act, record, record_many
from pamoja.core.paging import Pages
from pamoja.core.permissions import Actor, require_at_all
from pamoja.core.problems import NO_WORKSPACE, NOT_FOUND, Problem

router = Router(tags=["forms"])
RECORDS = "forms.submission"


class ProjectOut(Schema):
    """A folder of forms; `number` is its part of the address that collecting apps are given."""

    id: UUID = Field(alias="public_id")
    number: int = Field(alias="pk")
    name: str
    description: str
    is_archived: bool


class FormOut(Schema):
    """A form; `form_id` is its name for collecting apps, `records` counts what came in."""

    id: UUID = Field(alias="public_id")
    project: UUID = Field(alias="project.public_id")
    form_id: str = Field(alias="xml_form_id")
    title: str
    state: str
    published_version: str | None = Field(None, alias="published.version")
    records: int
    last_record: datetime | None


class VersionOut(Schema):
    """A version; one without `published_at` is or was a draft. `md5` is of its XML."""

    number: int = Field(alias="pk")
    version: str
    md5: str
    created_at: datetime
    published_at: datetime | None


class RecordOut(Schema):
    """A record that came in; `place` is the path of the place where it was collected."""

    id: UUID = Field(alias="public_id")
    instance_id: str
    name: str
    received_at: datetime
    is_test: bool
    edits: int
    place: str | None = Field(None, alias="place.path")

    @staticmethod
    def resolve_name(row: Submission) -> str:
        """Forms make names of answers: empty for who may not read all of them."""
        return "" if getattr(row, "hidden", None) else row.instance_name


class RowOut(Schema):
    """The answers to the form itself, or in one repeat: `answers` by path, blank ones absent.

    An answer that the caller may not read is "hidden", given or not.
    """

    table: str
    row_id: str
    parent_id: str
    position: str
    answers: dict[str, Any]


class FileOut(Schema):
    """A file that the answers name, and whether it has arrived."""

    name: str
    is_present: bool


class WholeRecordOut(RecordOut):
    """A record with its answers and files."""

    rows: list[RowOut]
    files: list[FileOut]

    @staticmethod
    def resolve_files(row: Submission) -> list[dict[str, Any]]:
        """Without the addresses: a file is fetched on the record's page."""
        hidden: Hidden = getattr(row, "hidden", NOTHING)
        shown = shown_files(hidden, [row.pk]).get(row.pk, set()) if hidden else None
        files = [file for file in row.files.all() if shown is None or file.name in shown]
        return [{"name": file.name, "is_present": file.file_id is not None} for file in files]

    @staticmethod
    def resolve_rows(row: Submission) -> list[AnswerRow]:
        """The rows, with what the caller may not read veiled."""
        rows, hidden = list(row.rows.all()), getattr(row, "hidden", NOTHING)
        for each in rows if hidden else ():
            each.answers = hidden.answers(each.table, each.answers)
        return rows


class Wanted(Schema):
    """Which records: received from `since` and before `until`, in the place of a path, `test` ones of the draft."""

    since: datetime | None = None
    until: datetime | None = None
    below: str = ""
    test: bool = False

    @field_validator("since", "until")
    @classmethod
    def in_utc(cls, value: datetime | None) -> datetime | None:
        """A time without a zone is in UTC; PostgreSQL takes no zone that is 16 hours away or more."""
        if value is None:
            return None
        try:
            return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC)
        except OverflowError as error:
            raise ValueError("beyond the years 1 to 9999") from error


@router.get("/projects", response=list[ProjectOut], summary="List projects")
@paginate(Pages)
def list_projects(request: HttpRequest) -> Any:
    """By name."""
    return selectors.projects(_actor(request)).order_by("name", "pk")


@router.get("/", response=list[FormOut], summary="List forms")
@paginate(Pages)
def list_forms(request: HttpRequest, project: UUID | None = None) -> Any:
    """By title; those of one project when it is named."""
    rows = _forms(_actor(request)).order_by("title", "pk")
    return rows.filter(project__public_id=project) if project else rows


@router.get("/{form}", response=FormOut, summary="One form")
def one_form(request: HttpRequest, form: UUID) -> Form:
    """By its id."""
    return _form(_actor(request), form)


@router.get("/{form}/versions", response=list[VersionOut], summary="List the versions of a form")
@paginate(Pages)
def list_versions(request: HttpRequest, form: UUID) -> Any:
    """The newest first."""
    found = _form(_actor(request), form)
    return FormVersion.objects.filter(form=found).defer("xml", "schema").order_by("-pk")


@router.get("/{form}/records", response=list[RecordOut], summary="List the records of a form")
@paginate(Pages)
def list_records(request: HttpRequest, form: UUID, wanted: Query[Wanted]) -> Any:
    """The newest first."""
    actor = _actor(request)
    require_at_all(actor, "view", RECORDS)
    found = _form(actor, form)
    rows = selectors.submissions(actor, found, wanted.test)
    record_many(actor, [Act("list", RECORDS)])
    rows = rows.annotate(hidden=Value(True)) if hidden_from(actor, found) else rows
    rows = rows.filter(received_at__gte=wanted.since) if wanted.since else rows
    rows = rows.filter(received_at__lt=wanted.until) if wanted.until else rows
    return rows.filter(place__path__startswith=wanted.below) if wanted.below else rows


@router.get("/{form}/records/{row}", response=WholeRecordOut, summary="One record")
def one_record(request: HttpRequest, form: UUID, row: UUID) -> Submission:
    """With its answers. Reading it is audited."""
    actor = _actor(request)
    asked = _form(actor, form)
    found = visible_record(actor, asked, row)
    found.hidden = hidden_from(actor, asked)  # type: ignore[attr-defined]  # read by WholeRecordOut
    record(actor, "view", found)
    return found


def visible_record(actor: Actor, form: Form, public_id: UUID) -> Submission:
    """A record of the form, a test one too. Raises NOT_FOUND."""
    for is_test in (False, True):
        found: Submission | None = selectors.submissions(actor, form, is_test).filter(public_id=public_id).first()
        if found is not None:
            return found
    raise Problem(NOT_FOUND)


def _forms(actor: Actor) -> QuerySet[Form]:
    heavy = ("published__xml", "published__schema")
    return selectors.forms(actor).select_related("project", "published").defer(*heavy)


def _form(actor: Actor, public_id: UUID) -> Form:
    found: Form | None = _forms(actor).filter(public_id=public_id).first()
    if found is None:
        raise Problem(NOT_FOUND)
    return found


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.workspace is None:
        raise Problem(NO_WORKSPACE)
    return actor
