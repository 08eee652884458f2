"""Play a recording in a call."""

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


@action("play_audio", VOICE)
@dataclass(frozen=True, slots=True)
class PlayAudio(Action):
    """The address is a template and can be translated."""

    audio_url: str = prop("", required, at_most(8192), is_localized=True, is_evaluated=True)

    def execute(self, visit: "Visit") -> None:
        """Play what the address names."""
        [template], language = visit.translation(self.uuid, "audio_url", [self.audio_url], visit.languages())
        url, is_good = visit.evaluate(template)
        if not is_good:
            return
        if url := trimmed(url):
            say(visit, "", url, language)
        else:
            visit.log_error("Audio URL evaluated to empty, skipping")
