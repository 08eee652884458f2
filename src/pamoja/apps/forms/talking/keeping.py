"""Conversations: begun, gone on with message by message, handed in, forgotten.

A message is taken in one transaction: the row is locked, the engine asked, the state written, and with the last answer
the record handed in by the way of all records. A process that dies in the midst has taken nothing, and the channel
brings the message again; one that came before is answered as it was then.
"""

from contextlib import ExitStack
from datetime import timedelta
from pathlib import PurePath
from secrets import token_hex
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from pamoja.apps.forms.files import BEGUN
from pamoja.apps.forms.models import Conversation, ConversationFile, Form
from pamoja.apps.forms.plain.keeping import opened
from pamoja.apps.forms.problems import CONVERSATION_OPEN, FORM_CLOSED
from pamoja.apps.forms.services.submissions import Expected, Sender, receive_submission
from pamoja.apps.forms.talking.interface import Inbound, Reply
from pamoja.apps.forms.talking.memory import ANSWERS, forget_answers, note_lines, remember, repeated
from pamoja.apps.forms.talking.sessions import begun, resumed
from pamoja.core.clock import now
from pamoja.core.files.models import StoredFile
from pamoja.core.files.services import PlacedFile, delete_file, keep_file, place_file
from pamoja.core.permissions import Actor, require
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.core.workspaces.context import workspace_active
from pamoja.core.workspaces.models import Workspace
from pamoja.engines.conversation import MEDIA, Attachment, Message, Said, Talk, words_for

KEPT_DAYS = 30
"""After the last message of the person."""
LONGEST_ENDING = 12
USER_AGENT = "conversation"
UNKNOWN = "application/octet-stream"
Placed = dict[str, PlacedFile]


def start_conversation(actor: Actor, form: Form, address: str, medium: str, language: str = "") -> Reply:
    """Begin to ask whoever is at `address`; the reply holds the first messages. `language` is a code or a name.

    Raises NOT_FOUND, NOT_ALLOWED, FORM_CLOSED, FORM_NOT_TEXT, and CONVERSATION_OPEN while another form is being asked
    there: nobody could say what an answer answers. `medium` is a name in `pamoja.engines.conversation.MEDIA`.
    """
    require(actor, "submit", form)
    if form.published is None:
        raise Problem(NOT_FOUND)
    if not is_open(form):
        raise Problem(FORM_CLOSED)
    _forget_each(_going_on(address, medium).filter(expires_at__lt=now()))  # before the nightly sweep comes by
    conversation = Conversation(form=form, form_version=form.published, medium=medium, address=address)
    return begin(actor, conversation, language)


def begin(actor: Actor, conversation: Conversation, language: str) -> Reply:
    """Ask the first question and keep the row."""
    talk = begun(actor, conversation, language)
    messages = talk.turn().messages
    conversation.state = {"heard": [], "last": []}
    _keep(conversation, talk)
    if conversation.person:
        note_lines(conversation, "", messages)
    try:
        with transaction.atomic():
            conversation.save()
    except IntegrityError as error:
        raise Problem(CONVERSATION_OPEN) from error
    return Reply(conversation.public_id, messages)


def say(actor: Actor, conversation_id: UUID, inbound: Inbound) -> Reply:
    """Take a message of the person. Raises NOT_FOUND, NOT_ALLOWED, and what `receive_submission` raises."""
    placed = _placed(inbound)
    with transaction.atomic():
        conversation = _locked(actor, conversation_id)
        before = repeated(conversation, inbound.message_id)
        if before is not None:
            return before
        if conversation.ended:
            return Reply(conversation.public_id, (), conversation.ended)
        messages = _taken(actor, conversation, inbound, placed)
        remember(conversation, inbound.message_id, messages)
        if conversation.person_id:
            note_lines(conversation, inbound.text or "✓" * len(placed), messages)
        conversation.save()
        return Reply(conversation.public_id, messages, conversation.ended)


def stop_conversation(actor: Actor, conversation_id: UUID) -> None:
    """End it without a word, and forget what was answered. Raises NOT_FOUND and NOT_ALLOWED."""
    with transaction.atomic():
        conversation = _locked(actor, conversation_id)
        if not conversation.ended:
            _end(conversation, Conversation.Ended.STOPPED)
            conversation.save()


def open_conversation(actor: Actor, address: str, medium: str) -> UUID | None:
    """The conversation that goes on with this address; None when its messages belong to none."""
    going_on = _going_on(address, medium).filter(workspace=actor.workspace, expires_at__gte=now())
    conversation_id: UUID | None = going_on.values_list("public_id", flat=True).first()
    return conversation_id


def _going_on(address: str, medium: str) -> QuerySet[Conversation]:
    rows: QuerySet[Conversation] = Conversation.objects.filter(medium=medium, address_index=address)
    return rows.filter(ended="", person=None)


def is_open(form: Form) -> bool:
    """Whether answers are still taken."""
    is_there = form.deleted_at is None and form.project.deleted_at is None
    return is_there and form.state != Form.State.CLOSED


def forget_old() -> None:
    """Throw away, in every workspace, what nobody has answered for KEPT_DAYS, and what ended as long ago."""
    for workspace in Workspace.objects.all():
        with workspace_active(workspace):
            _forget_each(Conversation.objects.filter(expires_at__lt=now()))


def throw_away(conversation: Conversation) -> None:
    """Forget all of it."""
    _forget_each(Conversation.objects.filter(pk=conversation.pk))


def _forget_each(rows: QuerySet[Conversation]) -> None:
    """One after the other; one that a message took out of these rows in the meantime stays."""
    for key in list(rows.values_list("pk", flat=True)):
        with transaction.atomic():
            for held in rows.filter(pk=key).select_for_update():
                _drop_files(held)
                held.delete()


def _locked(actor: Actor, conversation_id: UUID) -> Conversation:
    """The row, for this transaction alone. A trial is its person's own."""
    rows = Conversation.objects.select_for_update(of=("self",)).select_related("form__project", "form_version")
    conversation: Conversation | None = rows.filter(public_id=conversation_id).first()
    if conversation is None or conversation.person_id not in (None, actor.user.pk if actor.user else None):
        raise Problem(NOT_FOUND)
    require(actor, "submit", conversation.form)
    return conversation


def _placed(inbound: Inbound) -> Placed:
    """The bytes of the files, put away before anything is locked; one that is refused did not come."""
    placed = {}
    for each in inbound.files:
        name = f"{token_hex(6)}{PurePath(each.name).suffix.lower()[:LONGEST_ENDING]}"
        try:
            placed[name] = place_file(each.content, kind=BEGUN, name=each.name, declared_type=each.mediatype)
        except Problem:
            continue
    return placed


def _taken(actor: Actor, conversation: Conversation, inbound: Inbound, placed: Placed) -> tuple[Message, ...]:
    """What the engine answers; the row is as it should be kept."""
    if not _takes_answers(conversation):
        words = words_for(conversation.state[ANSWERS]["words"])
        _end(conversation, Conversation.Ended.CLOSED)
        return (Message(words.say("closed", MEDIA[conversation.medium])),)
    talk = resumed(actor, conversation)
    came = tuple(Attachment(name, _type_of(each)) for name, each in placed.items())
    turn = talk.say(Said(inbound.text, came, inbound.place))
    for name in turn.taken:
        ConversationFile.objects.create(conversation=conversation, name=name, file=keep_file(placed[name]))
    _drop_files(conversation, turn.dropped)
    _keep(conversation, talk)
    if turn.outcome == "finished":
        hand_in(actor, conversation, talk)
    if turn.outcome:
        _end(conversation, turn.outcome)
    return turn.messages


def _takes_answers(conversation: Conversation) -> bool:
    """A trial of a draft ends with it: what would be sent could belong to nothing."""
    form = conversation.form
    if conversation.is_draft:
        return form.deleted_at is None and form.draft_id == conversation.form_version_id
    return is_open(form)


def _type_of(placed: PlacedFile) -> str:
    """What the bytes are, or what the channel calls them where they do not say."""
    return placed.declared_type or UNKNOWN if placed.content_type == UNKNOWN else placed.content_type


def _keep(conversation: Conversation, talk: Talk) -> None:
    conversation.state[ANSWERS] = talk.keep()
    conversation.language = talk.session.language
    conversation.expires_at = now() + timedelta(days=KEPT_DAYS)


def hand_in(actor: Actor, conversation: Conversation, talk: Talk) -> None:
    """Give the record to the way of all records; a trial of a published form makes none."""
    if conversation.person_id and not conversation.is_draft:
        return
    talk.session.finish()
    xml = talk.session.serialise()
    form = conversation.form
    with ExitStack() as stack:
        held = [each for each in conversation.files.select_related("file__blob") if each.name.encode() in xml]
        streams = {each.name: stack.enter_context(opened(each.file)) for each in held}
        receive_submission(
            actor,
            form.project_id,
            xml,
            streams,
            Sender(conversation.medium, USER_AGENT),
            draft_of=form if conversation.is_draft else None,
            expected=Expected(form),
        )


def _end(conversation: Conversation, how: str) -> None:
    conversation.ended = how
    _drop_files(conversation)
    forget_answers(conversation)


def _drop_files(conversation: Conversation, names: tuple[str, ...] | None = None) -> None:
    held = conversation.files.all() if names is None else conversation.files.filter(name__in=names)
    files = list(StoredFile.objects.filter(pk__in=held.values("file")))
    held.delete()
    for each in files:
        delete_file(each)
