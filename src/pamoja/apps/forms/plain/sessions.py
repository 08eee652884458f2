"""The form engine for a begun record: its form with the lists, and the world as this person's browser has it."""

import re
from random import Random
from uuid import uuid4

from django.utils import timezone
from django.utils.translation import get_language

from pamoja.apps.forms.entities.devices import device_csv
from pamoja.apps.forms.models import Filling, FormVersion
from pamoja.apps.forms.problems import FORM_NOT_PLAIN
from pamoja.apps.forms.schemas import schema_of
from pamoja.apps.forms.services.judging import engine_of, list_contents
from pamoja.core.permissions import Actor
from pamoja.core.problems import Problem
from pamoja.engines.xforms import Form, Session, World, XFormRefused, load, resume, start

CODE = re.compile(r"\(([A-Za-z]{2,3})(?:[-_]\w+)*\)\s*$")
"""The tag behind the name of a language: "Français (fr)"."""


def begun(actor: Actor, filling: Filling) -> Session:
    """A new record. Raises FORM_NOT_PLAIN when the form must be filled in elsewhere."""
    form = form_for(actor, filling.form_version)
    return start(form, world_of(actor, filling), language_for(form, get_language() or ""))


def resumed(actor: Actor, filling: Filling) -> Session:
    """The record as it was kept."""
    form = form_for(actor, filling.form_version)
    return resume(form, filling.answers.encode(), world_of(actor, filling), filling.language)


def form_for(actor: Actor, version: FormVersion) -> Form:
    """The engine's form. One that is encrypted may not be read on a server; one with lists of entities has them now."""
    if schema_of(version).is_encrypted:
        raise Problem(FORM_NOT_PLAIN)
    lists = version.files.filter(dataset__isnull=False, file__isnull=True).select_related("dataset")
    found = {each.name: b"".join(device_csv(actor, each.dataset)) for each in lists if each.dataset}
    form = _with_lists(version, found) if found else engine_of(version)
    if form is None:
        raise Problem(FORM_NOT_PLAIN)
    return form


def _with_lists(version: FormVersion, lists: dict[str, bytes]) -> Form | None:
    try:
        return load(bytes(version.xml), {**list_contents(version), **lists})
    except XFormRefused:
        return None


def world_of(actor: Actor, filling: Filling) -> World:
    """The clock in the zone of the pages; chance is the same on every page of one record, so that orders hold."""
    person = actor.user
    known = {"deviceid": "browser", "username": person.email, "email": person.email} if person else {}
    return World(
        now=timezone.localtime,
        random=Random(str(filling.public_id)).random,  # noqa: S311 - orders of choices, no secret
        uuid=lambda: str(uuid4()),
        properties=known,
    )


def language_for(form: Form, code: str) -> str:
    """The form's language that the reader of a page reads, else the form's own."""
    wanted = code.split("-")[0].lower()
    for each in form.texts.languages:
        if wanted and wanted in (each.lower(), code_of(each)):
            return each
    return form.texts.default


def code_of(language: str) -> str:
    """The tag of a form's language, where its name has one."""
    found = CODE.search(language)
    return found[1].lower() if found else ""
