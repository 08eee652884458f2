"""The versions of a form: read from XML, kept with their hashes."""

import hashlib

from django.utils.translation import gettext as _

from pamoja.apps.forms.entities.publishing import attach_lists
from pamoja.apps.forms.models import Form, FormFile, FormVersion, Project, RecordKey
from pamoja.apps.forms.models.keys import mark_of
from pamoja.apps.forms.problems import FORM_REFUSED
from pamoja.core.clock import now
from pamoja.core.files.models import StoredFile
from pamoja.core.permissions import Actor
from pamoja.core.problems import Problem
from pamoja.formats.central.fields import title_of
from pamoja.formats.xform import FormSchema, XFormRefused, parse_xform
from pamoja.formats.xform.sealing import encrypted_form, version_suffix

MOST_NAME = 255


def parsed_form(xml: bytes) -> FormSchema:
    """What an XForm says. Raises FORM_REFUSED."""
    try:
        schema = parse_xform(xml)
    except XFormRefused as error:
        raise Problem(FORM_REFUSED, str(error)) from error
    if not schema.form_id:
        raise Problem(FORM_REFUSED, _("The form has no id."))
    return schema


def encrypted_for_project(project_id: int, schema: FormSchema, xml: bytes) -> tuple[FormSchema, bytes]:
    """The form as its project wants it: encrypted for the project's key, unless the form brings a key of its own.

    Must run in the transaction that writes the form.
    """
    key = project_key(project_id)
    return (schema, xml) if key is None or schema.is_encrypted else encrypted(xml, key, version_suffix(now()))


def project_key(project_id: int) -> RecordKey | None:
    """The key of a project, which is waited for when the project gets it meanwhile. Must run in a transaction.

    It is read in a query of its own: joined to a row that was waited for, PostgreSQL gives what was there before.
    """
    project: Project = Project.objects.select_for_update().get(pk=project_id)
    return project.key


def encrypted(xml: bytes, key: RecordKey, suffix: str) -> tuple[FormSchema, bytes]:
    """A form for this key, under a version of its own. Raises FORM_REFUSED."""
    try:
        sealed = encrypted_form(xml, key.public, suffix)
    except XFormRefused as error:
        raise Problem(FORM_REFUSED, str(error)) from error
    return parsed_form(sealed), sealed


def key_named(public: str) -> RecordKey | None:
    """The key that a form carries, known by what it is; None for a form that carries none."""
    if not public:
        return None
    mark = mark_of(public)
    key: RecordKey = RecordKey.objects.get_or_create(mark=mark, defaults={"public": public})[0]
    return key


def add_version(actor: Actor, form: Form, schema: FormSchema, xml: bytes, source: StoredFile | None) -> FormVersion:
    """One version more, with a place for each file that it asks for. Must run in the transaction of its draft."""
    version: FormVersion = FormVersion.objects.create(
        form=form,
        version=schema.version,
        name=title_of(xml)[:MOST_NAME],
        xml=xml,
        md5=hashlib.md5(xml, usedforsecurity=False).hexdigest(),
        sha1=hashlib.sha1(xml, usedforsecurity=False).hexdigest(),
        sha256=hashlib.sha256(xml).hexdigest(),
        schema=schema.to_json(),
        source=source,
        key=key_named(schema.submission.public_key),
        created_by=actor.user,
    )
    at = version.created_at
    slots = (FormFile(version=version, name=f.name, type=f.type, updated_at=at) for f in schema.files)
    FormFile.objects.bulk_create(slots)
    attach_lists(actor, version, schema)
    return version


def schema_title(version: FormVersion) -> str:
    """The title that a version's XML gives, else its form id."""
    return version.schema.get("title") or version.form.xml_form_id
