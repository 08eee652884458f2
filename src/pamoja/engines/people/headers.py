"""What the columns of somebody's sheet mean: suggestions from their headers, in English, French and Arabic."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

CLOSE_ENOUGH: Final = 0.92
WORDS: Final[dict[str, str]] = {
    "full": "full name|name|names|child name|nom complet|nom et prenom|noms et prenoms|الاسم|الاسم الكامل|اسم",
    "given": "given name|given names|first name|forename|prenom|prenoms|الاسم الاول",
    "family": "family name|last name|surname|father name|nom|nom de famille|اسم العائلة|اللقب|الاسم الاخير",
    "other_full": "other name|name in arabic|arabic name|nom en arabe|name in english|الاسم بالعربية|الاسم بالانجليزية",
    "sex": "sex|gender|sexe|genre|الجنس|النوع",
    "birth": "birth date|date of birth|dob|birthday|born|birth year|year of birth|date de naissance"
    "|ne le|annee de naissance|تاريخ الميلاد|تاريخ الولادة|سنة الميلاد",
    "age": "age|age in years|age en annees|العمر|السن",
    "phone": "phone|phone number|telephone|mobile|cell|tel|numero de telephone|الهاتف|رقم الهاتف|الجوال|موبايل",
    "email": "email|e mail|mail|courriel|adresse electronique|البريد|البريد الالكتروني",
    "address": "address|adresse|العنوان",
    "national_id": "national id|id number|national identity number|nin|numero d identite|carte d identite"
    "|cni|رقم الهوية|الرقم الوطني",
    "passport": "passport|passport number|passeport|numero de passeport|جواز السفر|رقم الجواز",
    "refugee_id": "refugee id|progres id|individual id|numero de refugie|رقم اللاجئ",
    "birth_certificate": "birth certificate|birth certificate number|acte de naissance|شهادة الميلاد",
    "programme": "programme number|program id|beneficiary id|numero de beneficiaire|رقم المستفيد",
    "languages": "language|languages|langue|langues|اللغة|اللغات",
    "place": "place|p code|pcode|district code|admin code|lieu|code lieu|المكان|رمز المكان",
    "household": "household|household number|household id|hh id|menage|numero de menage|الاسرة|رقم الاسرة",
    "role": "role|relation|relationship|relationship to head|lien de parente|صلة القرابة",
    "seeing": "seeing|vision|difficulty seeing|voir|vue|الرؤية|البصر",
    "hearing": "hearing|difficulty hearing|entendre|audition|السمع",
    "walking": "walking|difficulty walking|marcher|المشي",
    "remembering": "remembering|memory|difficulty remembering|se souvenir|memoire|التذكر",
    "self_care": "self care|washing|difficulty washing|soins personnels|الرعاية الذاتية",
    "communicating": "communicating|communication|difficulty communicating|communiquer|التواصل",
}
KNOWN: Final[dict[str, str]] = {word: field for field, words in WORDS.items() for word in words.split("|")}
ALEFS: Final = str.maketrans("أإآىة", "ااايه")
FOLDED: Final[dict[str, str]] = {}


def fold(header: str) -> str:
    """A header without case, accents, punctuation and the variants of Arabic letters."""
    bare = unicodedata.normalize("NFKD", header.casefold().translate(ALEFS))
    bare = "".join(char for char in bare if not unicodedata.combining(char)).translate(ALEFS)
    return " ".join(re.sub(r"[\W_]+", " ", bare).split())


FOLDED.update({fold(word): field for word, field in KNOWN.items()})


def suggest(headers: Sequence[str]) -> dict[int, str]:
    """Column number to field, for headers that are known or nearly so; no field twice, exact ones first."""
    exact = {column: FOLDED.get(fold(header), "") for column, header in enumerate(headers)}
    found: dict[int, str] = {}
    for guesses in (exact, {column: _near(header) for column, header in enumerate(headers)}):
        for column, field in guesses.items():
            if field and column not in found and field not in found.values():
                found[column] = field
    return dict(sorted(found.items()))


def _near(header: str) -> str:
    folded = fold(header)
    if len(folded) < 4:
        return ""
    best = process.extractOne(folded, list(FOLDED), scorer=JaroWinkler.normalized_similarity, score_cutoff=CLOSE_ENOUGH)
    return FOLDED[best[0]] if best else ""
