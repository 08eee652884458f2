"""Question types: what pyxform accepts, and what another spelling or dialect means in it."""

import re
from dataclasses import dataclass
from difflib import get_close_matches

from pyxform import aliases
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT
from pyxform.xls2json import RE_BEGIN_CONTROL, RE_END_CONTROL, RE_OSM, RE_SELECT

from .grid import clean
from .vocabulary import SELECTS, TYPES

_WORDS = {k.lower().replace("_", " "): k for k in QUESTION_TYPE_DICT}
_COMMANDS = "|".join(re.escape(k).replace(r"\ ", r"[\s_\-]*") for k in sorted(SELECTS, key=len, reverse=True))
SELECT = re.compile(
    rf"^(?P<command>{_COMMANDS})(?:\s*[:=,]\s*|\s+)(?P<list>.+?)"
    r"(?P<other>[\s_]+(?:or|with)[\s_]+(?:specify[\s_]+)?others?)?$",
    re.IGNORECASE,
)
CONTROL = re.compile(
    r"^(?P<edge>begin|start|open|end|close|stop)[\s_\-]*(?P<kind>group|grp|repeat|repeat group|loop|rpt)$",
    re.IGNORECASE,
)
KINDS = {
    "group": "group",
    "grp": "group",
    "repeat": "repeat",
    "repeat group": "repeat",
    "loop": "loop",
    "rpt": "repeat",
}
CONTACT = re.compile(r"^db(?:-object)?:(?P<kind>[\w\-]+)$")
CLOSE = 0.84
MIN_LENGTH = 4
COMMON = (
    "text",
    "integer",
    "decimal",
    "calculate",
    "select_one",
    "select_multiple",
    "note",
    "image",
    "geopoint",
    "date",
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a type means: the pyxform type, an appearance that keeps its behaviour, and why."""

    type: str
    appearance: str = ""
    why: str = "the same type in its usual spelling"


def is_accepted(text: str) -> bool:
    """Tell whether pyxform knows this type as it is written."""
    if RE_SELECT.search(text) or RE_BEGIN_CONTROL.search(text) or RE_END_CONTROL.search(text):
        return True
    is_word = text in QUESTION_TYPE_DICT or text in aliases._type_alias_map or text in aliases.settings_header
    return bool(is_word or RE_OSM.match(text))


def understand(text: str) -> Meaning | None:
    """Return what an unknown type means, or None when nobody can tell."""
    tidy = clean(text).strip(" .,;:")
    return _control(tidy) or _select(tidy) or _word(tidy) or _dialect(tidy) or _misspelt(tidy)


def _control(text: str) -> Meaning | None:
    found = CONTROL.match(text)
    if not found:
        return None
    edge = "begin" if found["edge"].lower() in ("begin", "start", "open") else "end"
    return Meaning(f"{edge}_{KINDS[found['kind'].lower()]}")


def _select(text: str) -> Meaning | None:
    found = SELECT.match(text)
    if not found:
        return None
    command = SELECTS[_command(found["command"])]
    if command in ("select_one", "select_multiple") and found["list"].endswith((".csv", ".xml", ".geojson")):
        command += "_from_file"
    other = " or_other" if found["other"] else ""
    return Meaning(f"{command} {list_name(found['list'])}{other}")


def _command(text: str) -> str:
    key = re.sub(r"[\s_\-]+", " ", text.lower())
    squeezed = key.replace(" ", "")
    return key if key in SELECTS else next(k for k in SELECTS if k.replace(" ", "") == squeezed)


def list_name(text: str) -> str:
    """Return a list's name without quotes, brackets and spaces."""
    return "_".join(text.strip(" '\"()[]{}<>").split())


def _word(text: str) -> Meaning | None:
    key = re.sub(r"[\s_\-]+", " ", text.lower())
    for candidate in (key, key.replace(" ", ""), key.replace(" ", "-")):
        if candidate in _WORDS and _WORDS[candidate] not in ("select one", "select all that apply", "rank"):
            return Meaning(_WORDS[candidate])
    if key in TYPES:
        return Meaning(*TYPES[key])
    return None


def _dialect(text: str) -> Meaning | None:
    found = CONTACT.match(text)
    if found:
        why = "a person or place is looked up by a CHT app; elsewhere its identifier is typed as text"
        return Meaning("text", f"select-contact type-{found['kind']}", why)
    return None


def _misspelt(text: str) -> Meaning | None:
    first, _, rest = text.partition(" ")
    near = get_close_matches(first.lower(), COMMON, 1, CLOSE) if len(first) >= MIN_LENGTH else []
    if not near or near[0].startswith("select") != bool(rest):
        return None
    return Meaning(f"{near[0]} {list_name(rest)}".strip(), "", f"“{first}” reads as a slip for “{near[0]}”")
