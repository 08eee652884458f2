"""What the next message of the person answers."""

from pamoja.engines.conversation.modes.another import Another
from pamoja.engines.conversation.modes.base import Fit, Mode
from pamoja.engines.conversation.modes.changing import Changing, answered
from pamoja.engines.conversation.modes.doubt import Doubt
from pamoja.engines.conversation.modes.ending import Ending
from pamoja.engines.conversation.modes.language import Language
from pamoja.engines.conversation.modes.over import Over
from pamoja.engines.conversation.modes.question import QuestionMode, words_of
from pamoja.engines.conversation.modes.restart import Restart

EVERY: tuple[Mode, ...] = (
    QuestionMode(),
    Another(),
    Doubt(),
    Changing(),
    Language(),
    Restart(),
    Ending(),
    Over(),
)
MODES = {each.name: each for each in EVERY}

__all__ = ["MODES", "Fit", "Mode", "answered", "words_of"]
