"""Deciding who may see the answers to which question of a form."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import transaction

from pamoja.apps.forms.models import Form, FormVersion, QualityFlag
from pamoja.apps.forms.protecting.classes import CLASSES, DIRECT, OF_CODE, OPEN, asked, proposals
from pamoja.apps.forms.protecting.hiding import require_nothing_hidden
from pamoja.apps.forms.schemas import schema_of
from pamoja.core.audit.services import record
from pamoja.core.clock import now
from pamoja.core.events.services import emit
from pamoja.core.permissions import Actor, require
from pamoja.core.problems import INVALID_INPUT, Problem
from pamoja.formats.xform import Field


@dataclass(frozen=True)
class Classed:
    """A question with what was decided on it (empty: nothing yet), and what is proposed."""

    field: Field
    decided: str
    proposed: str

    @property
    def class_now(self) -> str:
        """What holds, or would."""
        return self.decided or self.proposed


def classed_questions(form: Form) -> list[Classed]:
    """Every question of all versions in the newest one's order, with its class and the proposal."""
    found_personal = _found_personal(form)
    proposed: dict[str, str] = {}
    fields: dict[str, Field] = {}
    for version in _versions(form):
        for field in asked(schema_of(version)):
            fields.setdefault(field.path, field)
        for path, kind in proposals(version).items():
            proposed.setdefault(path, kind)
    return [
        Classed(each, form.classes.get(path, ""), proposed.get(path) or found_personal.get(path, OPEN))
        for path, each in fields.items()
    ]


def classify(actor: Actor, form: Form, classes: Mapping[str, str]) -> None:
    """Put every question of a form into a class, in all its versions.

    Raises NOT_ALLOWED, INVALID_INPUT for a class or question that is none, and ANSWERS_HIDDEN: who may not see an
    answer cannot open it to themselves.
    """
    known = {each.field.path for each in classed_questions(form)}
    if not set(classes) <= known or not set(classes.values()) <= CLASSES.keys():
        raise Problem(INVALID_INPUT)
    with transaction.atomic():
        require(actor, "change", form)
        require_nothing_hidden(actor, form)
        form.classes, form.updated_at = {**form.classes, **classes}, now()
        form.save(update_fields=["classes", "updated_at"])
        record(actor, "classify", form, **Counter(form.classes.values()))
        emit(actor.workspace, "form.classified", form)


def _versions(form: Form) -> Iterator[FormVersion]:
    """The newest first: the one that is published, or the draft before it."""
    return iter(form.versions.defer("xml", "schema").order_by("-pk"))


def _found_personal(form: Form) -> dict[str, str]:
    """What the last check of quality found in the answers, by path."""
    flags = QualityFlag.objects.filter(form=form, check_name="personal").values_list("question", "code")
    return {key.partition("@")[0]: OF_CODE.get(code, DIRECT) for key, code in flags}
