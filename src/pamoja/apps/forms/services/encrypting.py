"""Encrypting a project: from then on its devices send records that the server cannot read.

The server keeps the private key under a passphrase that it does not keep: whoever loses the passphrase has lost the
answers, and so has the server.
"""

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from pamoja.apps.forms.models import Form, FormVersion, Project, RecordKey
from pamoja.apps.forms.models.keys import mark_of
from pamoja.apps.forms.problems import ALREADY_ENCRYPTED, PASSPHRASE_SHORT
from pamoja.apps.forms.services.drafts import end_trial
from pamoja.apps.forms.services.form_files import carry_files_over
from pamoja.apps.forms.services.versions import add_version, encrypted
from pamoja.core.audit.services import record
from pamoja.core.clock import now
from pamoja.core.crypto.odk.managed import make_key
from pamoja.core.events.services import emit
from pamoja.core.permissions import Actor, require
from pamoja.core.problems import Problem
from pamoja.formats.xform.sealing import version_suffix

SHORTEST_PASSPHRASE = 10
LONGEST_HINT = 500


@sensitive_variables("passphrase")
def encrypt_project(actor: Actor, project: Project, passphrase: str, hint: str = "") -> RecordKey:
    """Make a key for a project and give each of its forms and drafts a version that carries it.

    Forms that bring a key of their own stay as they are. What was sent to try drafts out ends. Raises
    ALREADY_ENCRYPTED, PASSPHRASE_SHORT. Takes a second or so: the key is made before anything is locked.
    """
    require(actor, "change", project)
    if project.key_id is not None:
        raise Problem(ALREADY_ENCRYPTED)
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise Problem(PASSPHRASE_SHORT)
    public, locked = make_key(passphrase)
    with transaction.atomic():
        project = Project.objects.select_for_update().get(pk=project.pk)
        if project.key_id is not None:
            raise Problem(ALREADY_ENCRYPTED)
        key: RecordKey = RecordKey.objects.create(
            public=public,
            mark=mark_of(public),
            is_managed=True,
            private=locked.as_json(),
            hint=hint[:LONGEST_HINT],
        )
        _set_key(actor, project, key)
    return key


def _set_key(actor: Actor, project: Project, key: RecordKey) -> None:
    """The forms are locked before anything is recorded: who publishes one holds it when it comes to the audit."""
    forms = list(Form.objects.select_for_update().filter(project=project, deleted_at__isnull=True).order_by("pk"))
    project.key, project.version, project.updated_at = key, project.version + 1, now()
    project.save(update_fields=["key", "version", "updated_at"])
    record(actor, "change", project, fields=["encrypted"])
    suffix = version_suffix(now())
    for form in forms:
        encrypt_form(actor, form, key, suffix)


def encrypt_form(actor: Actor, form: Form, key: RecordKey, suffix: str) -> None:
    """Give what is published and what is in draft a version that carries the key, unless it carries one already.

    Must run in a transaction.
    """
    form = Form.objects.select_for_update().get(pk=form.pk)
    if form.published and form.published.key_id is None:
        _publish(actor, form, _carrying(actor, form, form.published, key, suffix))
    if form.draft and form.draft.key_id is None:
        old, form.draft = form.draft_id, _carrying(actor, form, form.draft, key, suffix)
        form.updated_at = now()
        form.save(update_fields=["draft", "updated_at"])
        record(actor, "draft", form, version=form.draft.version, old=old, new=form.draft.pk)
    end_trial(form)


def _carrying(actor: Actor, form: Form, old: FormVersion, key: RecordKey, suffix: str) -> FormVersion:
    """A version like the old one, with its files, that carries the key."""
    schema, xml = encrypted(bytes(old.xml), key, suffix)
    version = add_version(actor, form, schema, xml, old.source)
    carry_files_over(old, version)
    return version


def _publish(actor: Actor, form: Form, version: FormVersion) -> None:
    """Put it in the place of what was published; it asks the same and speaks of no list any more."""
    old, at = form.published_id, now()
    version.published_at, version.published_by = at, actor.user
    version.save(update_fields=["published_at", "published_by"])
    form.published, form.version, form.updated_at = version, form.version + 1, at
    form.save(update_fields=["published", "version", "updated_at"])
    record(actor, "publish", form, version=version.version, old=old, new=version.pk)
    emit(actor.workspace, "form.published", form, version=version.version)
