"""A form tried as a conversation by somebody of the workspace, before anybody is asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.models import Conversation, Form, FormVersion
from pamoja.apps.forms.talking.keeping import begin
from pamoja.apps.forms.talking.memory import ANSWERS, LINES
from pamoja.apps.forms.talking.sessions import engine_form, world_of
from pamoja.core.permissions import Actor
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.engines.conversation import MEDIA, Cost, Hindrance, Message, hindrances
from pamoja.engines.conversation.reading.choices import Option

MEDIUM_NAMES: dict[str, Promise | str] = {"sms": _("SMS"), "chat": _("Chat"), "ivr": _("Telephone call")}
REASONS: dict[str, Promise | str] = {
    "media": _("a photo, recording or file is asked for"),
    "writing": _("the answer takes more than the keys of a telephone"),
    "length": _("the list is too long to be read out"),
    "list": _("the choices are not known here"),
}


@dataclass(frozen=True)
class Unasked:
    """A question that a medium leaves out."""

    label: str
    reason: Promise | str
    is_required: bool


@dataclass(frozen=True)
class Line:
    """One message of a trial: `parts` are the texts that are sent for it, `costs` what each costs as SMS."""

    by: str
    parts: tuple[str, ...]
    costs: tuple[Cost, ...] = ()
    options: tuple[Option, ...] = ()

    @property
    def segments(self) -> int:
        return sum(each.segments for each in self.costs)


def begin_trial(actor: Actor, form: Form, version: FormVersion, medium: str, language: str) -> UUID:
    """Begin to try a version. Raises FORM_NOT_TEXT. What is tried of the draft ends as a test record."""
    conversation = Conversation(
        form=form,
        form_version=version,
        medium=medium,
        person=actor.user,
        is_draft=version.pk == form.draft_id,
    )
    return begin(actor, conversation, language).conversation


def trials_of(actor: Actor, form: Form) -> QuerySet[Conversation]:
    """What the actor is trying, or tried, of a form; of nobody else."""
    mine: QuerySet[Conversation] = Conversation.objects.filter(form=form, person=actor.user, person__isnull=False)
    return mine.order_by("-pk")


def trial_of(actor: Actor, form: Form, public_id: UUID) -> Conversation:
    """One of them. Raises NOT_FOUND."""
    found: Conversation | None = trials_of(actor, form).filter(public_id=public_id).first()
    if found is None:
        raise Problem(NOT_FOUND)
    return found


def lines_of(conversation: Conversation) -> list[Line]:
    """What was said on both sides."""
    medium = MEDIA[conversation.medium]
    return [_line(each, medium.name) for each in conversation.state[LINES]]


def _line(kept: dict[str, object], medium_name: str) -> Line:
    text = str(kept["text"])
    if kept["by"] == "person":
        return Line("person", (text,))
    options = kept.get("options")
    medium, message = MEDIA[medium_name], Message(text)
    costs = message.costs(medium) if medium.most_segments else ()
    replies = tuple(Option(*each) for each in options) if isinstance(options, Sequence) else ()
    return Line("form", message.parts(medium), costs, replies)


def is_going_on(conversation: Conversation) -> bool:
    """Whether a message would be taken."""
    return not conversation.ended and ANSWERS in conversation.state


def unasked(actor: Actor, version: FormVersion) -> dict[str, list[Unasked]]:
    """What each medium cannot ask of a version. Raises FORM_NOT_TEXT."""
    form = engine_form(actor, version)
    world = world_of(Conversation(form=version.form, form_version=version, medium="chat"))
    found = hindrances(form, list(MEDIA.values()), world)
    return {name: list(_unasked(each)) for name, each in found.items()}


def _unasked(found: Sequence[Hindrance]) -> Iterator[Unasked]:
    for each in found:
        yield Unasked(each.label, REASONS[each.reason], each.is_required)
