"""How much the answers to each question tell of a person.

The classes are those of statistical disclosure control (sdcMicro; OCHA Centre for Humanitarian Data, Guidance Note
"Statistical Disclosure Control"): direct identifiers, key variables or quasi-identifiers, sensitive variables, others.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.models import FormVersion
from pamoja.apps.forms.schemas import kept_schema
from pamoja.core.problems import Words
from pamoja.engines import quality
from pamoja.engines.quality.checks.personal import likely_personal
from pamoja.engines.text.fold import fold
from pamoja.formats.xform import Field, FormSchema
from pamoja.formats.xform.asked import questions_of

DIRECT, QUASI, SENSITIVE, OPEN = "direct", "quasi", "sensitive", "open"
CLASSES: dict[str, Words] = {
    OPEN: _("Open"),
    QUASI: _("Quasi-identifier"),
    SENSITIVE: _("Sensitive"),
    DIRECT: _("Direct identifier"),
}
VERBS: Mapping[str, str] = {DIRECT: "identifiers", SENSITIVE: "sensitive"}
"""Which verb on records lets read the answers of a class; those of others are read by who reads the records."""
KEPT = 256
SHAPES = frozenset({"geopoint", "geotrace", "geoshape"})
OF_CODE: Mapping[str, str] = {"personal-birth": QUASI, "personal-text": SENSITIVE}
NAMED: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        SENSITIVE,
        re.compile(
            r"\b(disab\w*|handicap\w*|discapacid\w*|deficienc\w*|health|illness|disease|malad\w*|doenca|enfermedad|hiv|vih"
            r"|pregnan\w*|enceint\w*|embaraz\w*|gravid\w*|violence|violencia|abuse\w*|gbv|torture|detain\w*|detention"
            r"|income|revenus?|ingresos?|rendimento|salary|debts?|dettes?|political|politique)\b"
            r"|اعاق|مرض|صحه|حمل|عنف|دخل|دين"
        ),
    ),
    (
        QUASI,
        re.compile(
            r"\b(ages?|edad|idade|sex|sexe|sexo|gender|genre|genero|nationalit\w*|nacionalid\w*|citizenship|ethni\w*"
            r"|etni\w*|tribe|clan|caste|religio\w*|mother tongue|langue maternelle|marital|matrimonial\w*|estado civil"
            r"|occupation|profession\w*|education|grade|school|ecole|escuela|escola|household size|taille du menage"
            r"|village|district|commune|region|province|county|ward|parish|camp|settlement|site|quartier|aldeia|barrio"
            r"|admin ?[1-4])\b"
            r"|العمر|الجنس|جنسيه|قبيله|المديريه|القريه|المخيم|المحافظه"
        ),
    ),
)
"""Words of a question's name or label, folded; the first that fits decides."""


def proposals(version: FormVersion) -> Mapping[str, str]:
    """What the words and types of a version's questions propose, by path; open ones are absent."""
    return kept_proposals(version.pk, version.md5)


@lru_cache(maxsize=KEPT)
def kept_proposals(pk: int, md5: str) -> Mapping[str, str]:
    """The same, by the key of a version and the hash of its XML."""
    return propose(kept_schema(pk, md5))


def propose(schema: FormSchema) -> dict[str, str]:
    """What the words and types of questions propose; a calculation that takes in an identifier is one."""
    found = {each.key: kind for each in questions_of(schema.fields) if (kind := _of_question(each))}
    found |= {each.path: DIRECT for each in schema.fields if each.type in SHAPES}
    direct = [f"/{schema.root}{path}" for path, kind in found.items() if kind == DIRECT]
    return {**found, **{each.path: DIRECT for each in _calculated(schema) if takes_in(each, direct)}}


def asked(schema: FormSchema) -> Iterator[Field]:
    """The questions that can be put into a class, in the form's order."""
    keys = {each.key for each in questions_of(schema.fields)}
    return (each for each in schema.fields if each.path in keys)


def _of_question(question: quality.Question) -> str:
    if code := likely_personal(question):
        return OF_CODE.get(code, DIRECT)
    name = fold(re.sub(r"[_./-]", " ", question.key.rpartition("/")[2]))
    words = [name, *(fold(each) for each in question.words)]
    named = next((kind for kind, pattern in NAMED if any(pattern.search(each) for each in words)), "")
    return named or (SENSITIVE if question.kind == "text" and question.other_of else "")


def _calculated(schema: FormSchema) -> Iterator[Field]:
    return (each for each in schema.fields if each.kind == "field" and each.calculate)


def takes_in(field: Field, paths: Iterable[str]) -> bool:
    """Whether a calculation names one of these questions, by its path with the root element."""
    return any(re.search(rf"{re.escape(each)}(?![\w.-])", field.calculate) for each in paths)
