"""The itext block (ODK XForms specification, "Languages")."""

from __future__ import annotations

from pamoja.engines.xforms.reader import Reader
from pamoja.engines.xforms.texts import Chunks, Texts
from pamoja.engines.xforms.xml import Element, attribute, elements, first, has_attribute


def read_translations(model: Element, reader: Reader) -> Texts:
    itext = first(model, "itext")
    if itext is None:
        return Texts()
    blocks = {attribute(block, "lang"): block for block in elements(itext, "translation")}
    marked = (language for language, block in blocks.items() if has_attribute(block, "default"))
    default = next(marked, next(iter(blocks), ""))
    return Texts(tuple(blocks), default, {language: _block(block, reader) for language, block in blocks.items()})


def _block(block: Element, reader: Reader) -> dict[str, dict[str, Chunks]]:
    return {attribute(text, "id"): _forms(text, reader) for text in elements(block, "text")}


def _forms(text: Element, reader: Reader) -> dict[str, Chunks]:
    """The chunks by form; the first of several with one form counts."""
    found: dict[str, Chunks] = {}
    for value in elements(text, "value"):
        found.setdefault(attribute(value, "form"), reader.chunks(value, reader.root))
    return found
