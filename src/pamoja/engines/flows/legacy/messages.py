"""Legacy actions that send or say something, in several languages."""

from pamoja.engines.flows.legacy.actions import action
from pamoja.engines.flows.legacy.expressions import migrate_expression
from pamoja.engines.flows.legacy.localization import by_language
from pamoja.engines.flows.legacy.reading import JsonObject, list_of, text_of, translations_of
from pamoja.engines.flows.legacy.referring import named_reference, reference, references, variables
from pamoja.engines.flows.legacy.work import Work, filled


@action("reply")
def send_msg(source: JsonObject, work: Work) -> JsonObject:
    """Answer the contact."""
    return {"type": "send_msg", **_content(source, work), **filled(all_urns=bool(source.get("send_all")))}


@action("send")
def send_broadcast(source: JsonObject, work: Work) -> JsonObject:
    """Send to others."""
    return {
        "type": "send_broadcast",
        **_content(source, work),
        **filled(
            contacts=references(source, "contacts", reference),
            groups=references(source, "groups", named_reference),
            legacy_vars=[migrate_expression(variable) for variable in variables(source)],
        ),
    }


@action("say")
def say_msg(source: JsonObject, work: Work) -> JsonObject:
    """Say something in a call, or play the recording of it."""
    uuid, recording = text_of(source, "uuid"), translations_of(source.get("recording"))
    absolute = {language: path and work.media_url(path) for language, path in recording.items()}
    text = work.localization.add(translations_of(source.get("msg")), uuid, "text")
    return {"type": "say_msg", "text": text, **filled(audio_url=work.localization.add(absolute, uuid, "audio_url"))}


def _content(source: JsonObject, work: Work) -> JsonObject:
    """Text, attachment and quick replies; the languages other than the flow's go to its localization."""
    uuid, localization = text_of(source, "uuid"), work.localization
    media = {lang: _attachment(one, work) for lang, one in translations_of(source.get("media")).items()}
    replies = by_language([translations_of(one) for one in list_of(source, "quick_replies")])
    text = localization.add(translations_of(source.get("msg")), uuid, "text")
    attachment = localization.add(media, uuid, "attachments")
    quick_replies = localization.add_lists(replies, uuid, "quick_replies")
    return {"text": text, **filled(attachments=[attachment] if attachment else [], quick_replies=quick_replies)}


def _attachment(media: str, work: Work) -> str:
    """A type and a whole address; what holds an expression stays as it is, and what names no type is an image."""
    kind, colon, path = media.partition(":")
    if not colon:
        kind, path = "image", media
    return media if "@" in path else f"{kind}:{work.media_url(path)}"
