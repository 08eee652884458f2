"""The conversation engine for a row: its form with the lists, the world, what was kept."""

from random import Random
from uuid import uuid4

from django.utils import timezone

from pamoja.apps.forms.models import Conversation, FormVersion
from pamoja.apps.forms.plain.sessions import form_for
from pamoja.apps.forms.problems import FORM_NOT_PLAIN, FORM_NOT_TEXT
from pamoja.core.permissions import Actor
from pamoja.core.problems import Problem
from pamoja.engines.conversation import MEDIA, Talk, again, begin
from pamoja.engines.xforms import Form, World


def engine_form(actor: Actor, version: FormVersion) -> Form:
    """The form as the engine reads it. Raises FORM_NOT_TEXT for one that no server may or can read."""
    try:
        return form_for(actor, version)
    except Problem as problem:
        if problem.kind is FORM_NOT_PLAIN:
            raise Problem(FORM_NOT_TEXT) from problem
        raise


def begun(actor: Actor, conversation: Conversation, language: str) -> Talk:
    """A new conversation. Raises FORM_NOT_TEXT."""
    form = engine_form(actor, conversation.form_version)
    return begin(form, world_of(conversation), MEDIA[conversation.medium], language)


def resumed(actor: Actor, conversation: Conversation) -> Talk:
    """The conversation as it was kept."""
    form = engine_form(actor, conversation.form_version)
    return again(form, conversation.state["talk"], world_of(conversation))


def world_of(conversation: Conversation) -> World:
    """The clock in the zone of the site. Chance is the same at every message, so that orders of choices hold. The
    address of the person is no property: a form does not learn it unless it asks.
    """
    return World(
        now=timezone.localtime,
        random=Random(str(conversation.public_id)).random,  # noqa: S311 - orders of choices, no secret
        uuid=lambda: str(uuid4()),
        properties={"deviceid": conversation.medium},
    )
