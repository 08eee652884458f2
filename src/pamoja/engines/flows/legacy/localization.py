"""The translations of a flow, gathered into one place: legacy definitions hold each text with all its languages."""

from collections.abc import Mapping, Sequence

from pamoja.engines.flows.legacy.expressions import migrate_expression
from pamoja.engines.flows.legacy.reading import BASE, Translations


class Localization:
    """Translations by language, by the UUID of what they belong to, and by property."""

    def __init__(self, base_language: str) -> None:
        self.base_language = base_language
        self.languages: dict[str, dict[str, dict[str, list[str]]]] = {}

    def base(self, translations: Translations) -> str:
        """The text in the language of the flow, as it stands."""
        return translations.get(self.base_language, translations.get(BASE, ""))

    def add(self, translations: Translations, uuid: str, name: str) -> str:
        """Take in a text, migrated; the one in the language of the flow is returned and not kept here."""
        base = ""
        for language, text in translations.items():
            template = migrate_expression(text)
            if language == self.base_language:
                base = template
            elif language != BASE:
                self._put(language, uuid, name, [template])
        return base

    def add_lists(self, translations: Mapping[str, Sequence[str]], uuid: str, name: str) -> list[str]:
        """Take in several texts of one property, migrated; those in the language of the flow are returned."""
        base: list[str] = []
        for language, texts in translations.items():
            templates = [migrate_expression(text) for text in texts]
            if language == self.base_language:
                base = templates
            else:
                self._put(language, uuid, name, templates)
        return base

    def _put(self, language: str, uuid: str, name: str, templates: list[str]) -> None:
        self.languages.setdefault(language, {}).setdefault(uuid, {})[name] = templates


def by_language(texts: Sequence[Translations]) -> dict[str, list[str]]:
    """Texts with their languages as one list per language, with an empty text where one is not translated."""
    languages = dict.fromkeys(language for translations in texts for language in translations)
    return {language: [translations.get(language, "") for translations in texts] for language in languages}
