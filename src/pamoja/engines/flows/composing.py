"""Messages put together from an action's texts: translated, evaluated, and cut to what channels take."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pamoja.engines.flows.checks import at_most, attachment
from pamoja.engines.flows.events import messages
from pamoja.engines.flows.limits import MAX_ATTACHMENT_LENGTH, MAX_QUICK_REPLY_EXTRA, MAX_QUICK_REPLY_TEXT
from pamoja.engines.flows.reading import Json
from pamoja.engines.flows.references import TemplateReference
from pamoja.engines.flows.schema import prop, required
from pamoja.engines.flows.texts import ellipsis
from pamoja.engines.flows.visit import Visit
from pamoja.engines.text.cases import trimmed


class Content(NamedTuple):
    """What a message says."""

    text: str
    attachments: Sequence[str] = ()
    quick_replies: Sequence[Json] = ()

    def to_json(self) -> Json:
        """The content; what is empty is left out, the text never."""
        more = {"attachments": list(self.attachments), "quick_replies": list(self.quick_replies)}
        return {"text": self.text} | {name: value for name, value in more.items() if value}


@dataclass(frozen=True)
class Message:
    """The texts of an action that writes a message. Mixed into actions, whose UUID the translations are for."""

    text: str = prop("", required, at_most(10_000), is_localized=True, is_evaluated=True)
    attachments: tuple[str, ...] = prop(
        (), at_most(10), each=(attachment, at_most(8192)), is_localized=True, is_evaluated=True
    )
    quick_replies: tuple[str, ...] = prop((), at_most(10), each=(at_most(1000),), is_localized=True, is_evaluated=True)
    template: TemplateReference | None = prop(None)
    template_variables: tuple[str, ...] = prop((), at_most(100), each=(at_most(10_000),), is_evaluated=True)


def compose(visit: Visit, uuid: str, message: Message, languages: Sequence[str]) -> tuple[Content, str]:
    """The message in the first of the languages that it has, and the language of its first part that is there."""
    texts, text_language = visit.translation(uuid, "text", [message.text], languages)
    text, _ = visit.evaluate(texts[0])
    attached, attached_language = visit.translation(uuid, "attachments", message.attachments, languages)
    attachments = [each for template in attached if (each := _attachment(visit, template))]
    replies, replies_language = visit.translation(uuid, "quick_replies", message.quick_replies, languages)
    quick_replies = [reply for template in replies if (reply := _quick_reply(visit, template))]
    language = text_language if texts[0] else attached_language if attached else replies_language if replies else ""
    return Content(text, attachments, quick_replies), language


def _attachment(visit: Visit, template: str) -> str:
    """An attachment, or an empty text when it is none."""
    text = trimmed(visit.evaluate(template)[0])
    if attachment(text):
        visit.log_error("Attachment evaluated to invalid value and will be ignored")
        return ""
    if len(text.encode()) > MAX_ATTACHMENT_LENGTH:
        limit = MAX_ATTACHMENT_LENGTH
        visit.log_error(f"Evaluated attachment is longer than the {limit} limit and will be ignored")
        return ""
    return text


def _quick_reply(visit: Visit, template: str) -> Json | None:
    text, _ = visit.evaluate(template)
    if not text:
        visit.log_error("Quick reply evaluated to empty string and will be ignored")
        return None
    return quick_reply(text)


def quick_reply(text: str) -> Json:
    """A quick reply from its short form: `<location>`, or `text<extra>more` after `<form>` or `<url>` or nothing."""
    if text.startswith("<location>"):
        return _reply("location", text.removeprefix("<location>"), "")
    kind = next((kind for kind in ("form", "url") if text.startswith(f"<{kind}>")), "")
    said, _, extra = text.removeprefix(f"<{kind}>").partition("<extra>")
    return _reply(kind or "text", said, extra)


def _reply(kind: str, text: str, extra: str) -> Json:
    more = {"text": ellipsis(text, MAX_QUICK_REPLY_TEXT), "extra": ellipsis(extra, MAX_QUICK_REPLY_EXTRA)}
    return {"type": kind} | {name: value for name, value in more.items() if value}


def template_variables(visit: Visit, message: Message) -> list[str]:
    """The variables of a message template, evaluated."""
    return [visit.evaluate(variable)[0] for variable in message.template_variables]


def say(visit: Visit, text: str, audio_url: str, language: str) -> None:
    """Say a text or play a recording in the call that the flow runs in."""
    spoken = visit.session.call
    assert spoken is not None
    audio = {"attachments": [f"audio:{audio_url}"]} if audio_url else {}
    locale = locale_of(visit, language)
    channel = {"channel": spoken.channel.reference} if spoken.channel else {}
    said = {"urn": spoken.urn, **channel, "text": text, **audio} | ({"locale": locale} if locale else {})
    visit.emit(messages.ivr_created, said)


def locale_of(visit: Visit, language: str) -> str:
    """Language and country of the contact, as in `eng-RW`."""
    country = visit.environment.country
    return f"{language}-{country}" if language and country else language
