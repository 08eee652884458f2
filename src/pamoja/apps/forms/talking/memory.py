"""What a conversation remembers of messages: which ones came, and what was answered to the last."""

from typing import Any

from pamoja.apps.forms.models import Conversation
from pamoja.apps.forms.talking.interface import Reply
from pamoja.engines.conversation import Message
from pamoja.engines.conversation.reading.choices import Option

MOST_REMEMBERED = 200
"""Ids of messages: what is older than that does not come again."""
ANSWERS, LINES = "talk", "lines"
MOST_LINES = 400
"""Of the longest forms of the field a trial shows the last part."""


def repeated(conversation: Conversation, message_id: str) -> Reply | None:
    """The answer to a message that came before; without words when others came since. None for a new message."""
    heard = conversation.state["heard"]
    if not message_id or message_id not in heard:
        return None
    messages = tuple(map(_message, conversation.state["last"])) if heard[-1] == message_id else ()
    return Reply(conversation.public_id, messages, conversation.ended, is_repeated=True)


def remember(conversation: Conversation, message_id: str, messages: tuple[Message, ...]) -> None:
    """Note that a message came and what was answered."""
    heard = [*conversation.state["heard"], *([message_id] if message_id else [])]
    conversation.state["heard"] = heard[-MOST_REMEMBERED:]
    conversation.state["last"] = [_kept(each) for each in messages]


def note_lines(conversation: Conversation, text: str, messages: tuple[Message, ...]) -> None:
    """Write down what was said on both sides: of trials, for whoever tries."""
    lines = [*conversation.state.get(LINES, []), *([{"by": "person", "text": text}] if text else [])]
    lines += [{"by": "form", **_kept(each)} for each in messages]
    conversation.state[LINES] = lines[-MOST_LINES:]


def forget_answers(conversation: Conversation) -> None:
    """Keep nothing that the person said, nor where they are."""
    conversation.state.pop(ANSWERS, None)
    conversation.address = None


def _kept(message: Message) -> dict[str, Any]:
    options = [[each.key, each.label, each.value] for each in message.options]
    return {"text": message.text, "options": options, "media": list(message.media)}


def _message(kept: dict[str, Any]) -> Message:
    return Message(kept["text"], tuple(Option(*each) for each in kept["options"]), tuple(kept["media"]))
