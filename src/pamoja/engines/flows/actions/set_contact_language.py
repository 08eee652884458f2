"""Set the language of the contact."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pamoja.engines.flows.checks import at_most
from pamoja.engines.flows.definition.parts import Action
from pamoja.engines.flows.modifiers.contact import LanguageModifier
from pamoja.engines.flows.registry import action
from pamoja.engines.flows.schema import prop
from pamoja.engines.text.cases import trimmed
from pamoja.engines.text.languages import is_language

if TYPE_CHECKING:
    from pamoja.engines.flows.visit import Visit


@action("set_contact_language")
@dataclass(frozen=True, slots=True)
class SetContactLanguage(Action):
    """A template for a code of ISO 639-3; an empty one clears the language."""

    language: str = prop("", at_most(1000), is_evaluated=True, is_always_written=True)

    def execute(self, visit: "Visit") -> None:
        """Set it, if it is a language."""
        text, is_good = visit.evaluate(self.language)
        language = trimmed(text)
        if not is_good:
            return
        if language and len(language.encode()) != 3:
            visit.log_error(f"iso-639-3 codes must be 3 characters, got: {language}")
        elif language and not is_language(language.lower()):
            visit.log_error(f"unrecognized language code: {language}")
        else:
            visit.change(LanguageModifier("language", language.lower()).apply)
