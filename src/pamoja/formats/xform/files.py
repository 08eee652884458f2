"""The files that a form needs: external instances, media of labels, default pictures, search() lists."""

import re
from collections.abc import Iterable, Iterator

from pamoja.formats.xform.choices import Instances
from pamoja.formats.xform.itext import Translations
from pamoja.formats.xform.model import Field, FormFile

_JR = re.compile(r"jr://(images|audio|video|file|file-csv)/([^/]+)")
_SEARCH = re.compile(r"""^\s*(?:\w+\s+)*search\s*\(\s*(['"])(.*?)\1""")
MEDIA = {"image": "image", "big-image": "image", "audio": "audio", "video": "video"}


def read_files(instances: Instances, translations: Translations, fields: Iterable[Field]) -> tuple[FormFile, ...]:
    """Return each (name, type) once, in the order in which the form names them."""
    every = (*_instances(instances), *_media(translations), *_fields(fields))
    return tuple(dict.fromkeys(every))


def _jr_name(address: str) -> str:
    match = _JR.fullmatch(address.strip())
    return match[2] if match else ""


def _instances(instances: Instances) -> Iterator[FormFile]:
    for source in instances.external.values():
        if name := _jr_name(source):
            yield FormFile(name, "file")


def _media(translations: Translations) -> Iterator[FormFile]:
    for form, address in translations.media:
        if form in MEDIA and (name := _jr_name(address)):
            yield FormFile(name, MEDIA[form])


def _fields(fields: Iterable[Field]) -> Iterator[FormFile]:
    for field in fields:
        if field.default.startswith("jr://images/") and (name := _jr_name(field.default)):
            yield FormFile(name, "image")
        if field.itemset and field.itemset.file == "itemsets.csv":
            yield FormFile("itemsets.csv", "file")
        if name := searched_file(field):
            yield FormFile(name, "file")


def searched_file(field: Field) -> str:
    """The list that `search()` in the appearance takes the choices from, or nothing."""
    match = _SEARCH.match(field.appearance)
    if match is None:
        return ""
    return match[2] if match[2].endswith(".csv") else f"{match[2]}.csv"
