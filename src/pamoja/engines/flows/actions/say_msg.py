"""Say something in a call: a recording, or else a text that is read out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pamoja.engines.flows.checks import at_most
from pamoja.engines.flows.composing import say
from pamoja.engines.flows.definition.parts import Action
from pamoja.engines.flows.registry import VOICE, action
from pamoja.engines.flows.schema import prop, required
from pamoja.engines.text.cases import trimmed

if TYPE_CHECKING:
    from pamoja.engines.flows.visit import Visit


@action("say_msg", VOICE)
@dataclass(frozen=True, slots=True)
class SayMsg(Action):
    """The text is a template; both can be translated."""

    text: str = prop("", required, at_most(10_000), is_localized=True, is_evaluated=True)
    audio_url: str = prop("", at_most(8192), is_localized=True)

    def execute(self, visit: "Visit") -> None:
        """Say it, if there is anything to say."""
        languages = visit.languages()
        texts, language = visit.translation(self.uuid, "text", [self.text], languages)
        text = trimmed(visit.evaluate(texts[0])[0])
        urls, _ = visit.translation(self.uuid, "audio_url", [self.audio_url], languages)
        if text or urls[0]:
            say(visit, text, urls[0], language)
        else:
            visit.log_error("Can't say message without audio URL or backdown text")
