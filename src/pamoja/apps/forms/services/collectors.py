"""Who collects without an account: each has a secret of its own and sees only the forms that it was given."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from pamoja.apps.forms.models import Collector, CollectorProperty, Form, Project
from pamoja.apps.forms.services.forms import default_project
from pamoja.core.accounts.actors import hash_secret, new_key
from pamoja.core.accounts.models import Credential, Grant
from pamoja.core.audit.services import record
from pamoja.core.clock import now
from pamoja.core.permissions import Actor, require
from pamoja.core.workspaces.context import active_workspace

ROLE = "collector"
PLACED = "member"  # a role without verbs


def add_collector(
    actor: Actor, name: str, forms: Iterable[Form] = (), project: Project | None = None
) -> tuple[Credential, str]:
    """A new device and its secret. It belongs to the project, else to that of its first form."""
    wanted = list(forms)
    home = project or (wanted[0].project if wanted else default_project(actor))
    with transaction.atomic():
        collector = _new(actor, name, home)
        if wanted:
            assign_forms(actor, collector.credential, wanted)
    return collector.credential, collector.secret


def add_link(actor: Actor, form: Form, name: str, is_once: bool = False) -> Collector:
    """A new public link: who has it fills in the form, without an account."""
    with transaction.atomic():
        collector = _new(actor, name, form.project, form=form, is_once=is_once)
        form.collectors.add(collector.credential)
        _note(actor, "assign", collector, forms=[str(form.public_id)])
    return collector


def _new(actor: Actor, name: str, project: Project, **columns: object) -> Collector:
    secret, workspace = new_key(), active_workspace()
    credential = Credential.objects.create(
        workspace=workspace,
        type=Credential.Type.DEVICE,
        name=name,
        secret_hash=hash_secret(secret),
        created_by=actor.user,
    )
    Grant.objects.create(workspace=workspace, credential=credential, role=ROLE, scope=Grant.Scope.ASSIGNED)
    collector: Collector = Collector.objects.create(credential=credential, project=project, secret=secret, **columns)
    require(actor, "create", collector)
    _note(actor, "create", collector)
    return collector


def assign_forms(actor: Actor, credential: Credential, forms: Iterable[Form]) -> None:
    """Give a device exactly these forms; others that it had are taken away."""
    wanted = list(forms)
    with transaction.atomic():
        require(actor, "change", collector_of(credential))
        for form in wanted:
            require(actor, "change", form)
        for form in Form.objects.filter(collectors=credential).exclude(pk__in=[f.pk for f in wanted]):
            require(actor, "change", form)
            form.collectors.remove(credential)
        for form in wanted:
            form.collectors.add(credential)
        _note(actor, "assign", collector_of(credential), forms=[str(form.public_id) for form in wanted])


def give_form(actor: Actor, credential: Credential, form: Form) -> bool:
    """Give a device one more form; False when it has it already."""
    return _give(actor, credential, form, is_given=True)


def take_form(actor: Actor, credential: Credential, form: Form) -> bool:
    """Take a form from a device; False when it does not have it."""
    return _give(actor, credential, form, is_given=False)


def _give(actor: Actor, credential: Credential, form: Form, is_given: bool) -> bool:
    with transaction.atomic():
        require(actor, "change", collector_of(credential))
        require(actor, "change", form)
        if form.collectors.filter(pk=credential.pk).exists() == is_given:
            return False
        (form.collectors.add if is_given else form.collectors.remove)(credential)
        _note(actor, "assign" if is_given else "unassign", collector_of(credential), forms=[str(form.public_id)])
    return True


def renew_secret(actor: Actor, credential: Credential) -> str:
    """A new secret for a device; the old one stops at once."""
    secret = new_key()
    with transaction.atomic():
        collector = collector_of(credential)
        require(actor, "change", collector)
        credential.secret_hash = hash_secret(secret)
        credential.save(update_fields=["secret_hash"])
        collector.secret = secret
        collector.save(update_fields=["secret"])
        _note(actor, "renew", collector)
    return secret


def place_collector(actor: Actor, credential: Credential, path: str) -> None:
    """Let a device work in one place (its path; empty: in none): lists by place give it what lies below.

    The grant carries no verb: what the device may do is a matter of its forms.
    """
    with transaction.atomic():
        collector = collector_of(credential)
        require(actor, "change", collector)
        Grant.objects.filter(credential=credential, role=PLACED, scope=Grant.Scope.PLACE).delete()
        if path:
            Grant.objects.create(
                workspace=credential.workspace,
                credential=credential,
                role=PLACED,
                scope=Grant.Scope.PLACE,
                place_path=path,
            )
        _note(actor, "change", collector, place=path)


def place_of(credential: Credential) -> str:
    """The path of the place in which a device works, empty for none."""
    given = Grant.objects.filter(credential=credential, role=PLACED, scope=Grant.Scope.PLACE)
    return given.values_list("place_path", flat=True).first() or ""


def revoke_collector(actor: Actor, credential: Credential) -> None:
    """A device that was lost or is done with may do nothing more."""
    with transaction.atomic():
        collector = collector_of(credential)
        require(actor, "delete", collector)
        _shut(collector)
        _note(actor, "revoke", collector)


def remove_collector(actor: Actor, collector: Collector) -> None:
    """Revoke a device or link and take it out of the lists; the row stays, because records name it."""
    with transaction.atomic():
        require(actor, "delete", collector)
        _shut(collector)
        Form.collectors.through.objects.filter(credential=collector.credential).delete()
        Grant.objects.filter(credential=collector.credential, scope=Grant.Scope.WITHIN).delete()
        collector.deleted_at = now()
        collector.save(update_fields=["deleted_at"])
        _note(actor, "delete", collector)


def _shut(collector: Collector) -> None:
    """Let its secret open nothing any more, and forget it."""
    credential = collector.credential
    credential.revoked_at = credential.revoked_at or now()
    credential.save(update_fields=["revoked_at"])
    collector.secret = None
    collector.save(update_fields=["secret"])


def _note(actor: Actor, verb: str, collector: Collector, **detail: Any) -> None:
    """What was done to a device, or to the link of a form, which the audit tells apart."""
    form = {"form": str(collector.form.public_id)} if collector.form else {}
    record(actor, verb, collector, **form, **detail)


def collector_of(credential: Credential) -> Collector:
    """The device or link that holds a credential."""
    collector: Collector = Collector.objects.select_related("credential").get(credential=credential)
    return collector


def add_property(actor: Actor, project: Project, name: str) -> bool:
    """Let devices and links of a project have one more property; False when they may have it already."""
    with transaction.atomic():
        require(actor, "assign", project)
        _property, is_new = CollectorProperty.objects.get_or_create(project=project, name=name)
        if is_new:
            record(actor, "add-property", project, name=name)
    return bool(is_new)


def set_properties(actor: Actor, collector: Collector, values: Mapping[str, str | None]) -> None:
    """Set some properties of a device or link; None takes one away."""
    with transaction.atomic():
        require(actor, "change", collector)
        kept = {**collector.properties, **values}
        collector.properties = {name: value for name, value in kept.items() if value is not None}
        collector.save(update_fields=["properties"])
        _note(actor, "change", collector, properties=sorted(values))
