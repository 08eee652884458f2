"""Texts of a form: the itext translations, and labels as plain text with `${name}` for what is put in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pamoja.engines.xforms.xml import (
    Element,
    attribute,
    descendants,
    elements,
    first,
    has_attribute,
    local_name,
)
from pamoja.formats.xform.refs import itext_id, placeholder

PLAIN_FORMS = ("", "long", "short")
"""The forms of a text that are for reading, best first; the others name media or guidance."""


@dataclass(frozen=True)
class Translations:
    """All itext: `texts[language][id]` is the readable text, `media` every (form, value) of any language."""

    languages: tuple[str, ...] = ()
    default_language: str = ""
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    media: tuple[tuple[str, str], ...] = ()

    def labels(self, text_id: str) -> dict[str, str]:
        found = ((language, self.texts[language].get(text_id)) for language in self.languages)
        return {language: text for language, text in found if text is not None}


def read_translations(model: Element) -> Translations:
    itext = first(model, "itext")
    if itext is None:
        return Translations()
    blocks = {attribute(block, "lang"): block for block in elements(itext, "translation")}
    marked = (lang for lang, block in blocks.items() if has_attribute(block, "default"))
    return Translations(
        languages=tuple(blocks),
        default_language=next(marked, next(iter(blocks), "")),
        texts={lang: _texts(block) for lang, block in blocks.items()},
        media=tuple(_media(itext)),
    )


def _media(itext: Element) -> Iterator[tuple[str, str]]:
    for value in descendants(itext, "value"):
        if form := attribute(value, "form"):
            yield form, plain_text(value)


def _texts(block: Element) -> dict[str, str]:
    pairs = ((attribute(text, "id"), _readable(text)) for text in elements(block, "text"))
    return {text_id: readable for text_id, readable in pairs if readable is not None}


def _readable(text: Element) -> str | None:
    """Return the first readable form of a text; None when it has only media."""
    forms = {attribute(value, "form"): value for value in reversed(list(elements(text, "value")))}
    best = next((forms[form] for form in PLAIN_FORMS if form in forms), None)
    return None if best is None else plain_text(best)


def plain_text(element: Element) -> str:
    """Return the text of an element with each `<output>` written as `${name}`; outer white space goes."""
    pieces = [element.text or ""]
    for child in elements(element):
        if local_name(str(child.tag)) == "output":
            pieces.append(placeholder(attribute(child, "value") or attribute(child, "ref")))
        else:
            pieces.append(plain_text(child))
        pieces.append(child.tail or "")
    return "".join(pieces).strip()


def labels_of(parent: Element, kind: str, translations: Translations) -> dict[str, str]:
    """Return the `label` or `hint` of a control, per language."""
    element = first(parent, kind)
    if element is None:
        return {}
    reference = attribute(element, "ref")
    found = itext_id(reference) if reference else None
    if found is not None:
        return translations.labels(found[0])
    text = placeholder(reference) if reference else plain_text(element)
    return {"": text} if text else {}
