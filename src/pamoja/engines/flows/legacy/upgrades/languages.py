"""Versions 11.1 and 11.2: languages are named by ISO 639-3 instead of ISO 639-2."""

from typing import Any

from pamoja.engines.flows.legacy.reading import BASE, JsonObject
from pamoja.engines.flows.legacy.upgrades.work import Upgrade

# The codes of ISO 639-2 that ISO 639-3 spells differently; all others are the same in both.
SPELT_DIFFERENTLY = {
    "alb": "sqi",
    "arm": "hye",
    "baq": "eus",
    "bur": "mya",
    "chi": "zho",
    "cze": "ces",
    "dut": "nld",
    "fre": "fra",
    "geo": "kat",
    "ger": "deu",
    "gre": "ell",
    "ice": "isl",
    "mac": "mkd",
    "mao": "mri",
    "may": "msa",
    "per": "fas",
    "rum": "ron",
    "slo": "slk",
    "tib": "bod",
    "wel": "cym",
}
# Codes of ISO 639-2 for a group of languages, or used wrongly, as the language that RapidPro took them for.
TAKEN_FOR = {
    "afa": "ara",
    "art": "epo",
    "aus": "rop",
    "cpe": "pcm",
    "cpf": "gcr",
    "cpp": "kea",
    "esp": "spa",
    "him": "xnr",
    "kar": "blk",
    "mkh": "khm",
    "phi": "fil",
    "smi": "smj",
}
NEW_CODES = SPELT_DIFFERENTLY | TAKEN_FOR
CODE_LENGTH = 3


def rename_languages(flow: JsonObject, work: Upgrade) -> JsonObject:
    """Give all languages of a flow their newer codes."""
    renamed: JsonObject = _renamed(flow)
    renamed["base_language"] = new_code(flow.get("base_language"))
    return renamed


def new_code(code: Any) -> Any:
    """The newer code of a language; `base` and what nobody knows stay."""
    return NEW_CODES.get(code.strip().lower(), code) if isinstance(code, str) else code


def _renamed(value: Any) -> Any:
    match value:
        case list():
            return [_renamed(each) for each in value]
        case dict() if _is_translated(value):
            return {new_code(language): text for language, text in value.items()}
        case dict():
            renamed = {key: _renamed(each) for key, each in value.items()}
            return renamed | ({"lang": new_code(value["lang"])} if "lang" in value else {})
    return value


def _is_translated(value: JsonObject) -> bool:
    return all(key == BASE or len(key) == CODE_LENGTH for key in value)
