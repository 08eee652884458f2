"""A person's whole record for the person: one zip of JSON and CSV, formats that anybody can open."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from pamoja.apps.people.models import Consent, ContactPoint, Identifier, Membership, Person
from pamoja.apps.people.services.erasing import absorbed_by
from pamoja.apps.people.services.persons import require_present
from pamoja.core.audit.models import AuditEntry
from pamoja.core.audit.services import chain_of, record
from pamoja.core.files.services import read_chunks
from pamoja.core.permissions import Actor, kind_of, require
from pamoja.formats.neutral import neutralise

Rows = Sequence[dict[str, Any]]
README = """This is everything that the register holds about one person.

person.json     the whole record
*.csv           the same as tables, in UTF-8
photo.*         the photo, if there is one
history.csv     who looked at or changed the record, and when (accounts are shown by number)
"""


def export_subject(actor: Actor, person: Person) -> bytes:
    """The record as a zip archive: person.json, a CSV for each table, and who did what to it."""
    with transaction.atomic():
        require(actor, "export", person)
        require_present(person)
        record(actor, "export", person)
        content = _record_of(person)
    return _zipped(person, content)


def _record_of(person: Person) -> dict[str, Any]:
    everyone = [person, *absorbed_by(person)]
    return {
        "person": _columns(person),
        "merged_records": [_columns(one) for one in everyone[1:]],
        "names": [dict(entry) for entry in person.names or []],
        "identifiers": _details(Identifier, everyone, ("type", "country", "value")),
        "contact_points": _details(ContactPoint, everyone, ("type", "value", "is_preferred")),
        "consents": _details(
            Consent, everyone, ("purpose", "recipient", "scope", "basis", "since", "until", "withdrawn_at")
        ),
        "households": [_membership(row) for row in _of(Membership, everyone).select_related("household")],
        "history": _history(everyone),
    }


def _columns(person: Person) -> dict[str, Any]:
    return {
        "id": person.public_id,
        "names": person.names,
        "sex": person.sex,
        "birth_date": person.birth_date,
        "birth_precision": person.birth_precision,
        "languages": person.languages,
        "functioning": person.functioning,
        "place": person.place.path if person.place else None,
        "registered_at": person.created_at,
        "changed_at": person.updated_at,
    }


def _of(model: Any, people: Iterable[Person]) -> Any:
    return model.objects.filter(person__in=people).order_by("pk")


def _details(model: Any, people: Iterable[Person], names: Sequence[str]) -> Rows:
    return [{name: getattr(row, name) for name in names} for row in _of(model, people)]


def _membership(row: Membership) -> dict[str, Any]:
    number = row.household.number
    return {"household": number, "role": row.role, "collector": row.collector, "from": row.since, "until": row.until}


def _history(people: Iterable[Person]) -> Rows:
    one = next(iter(people))
    ids = [str(person.public_id) for person in people]
    entries = AuditEntry.objects.filter(
        chain=chain_of(one.workspace), kind=kind_of(Person).name, object_id__in=ids
    ).order_by("sequence")
    return [{"at": entry.at, "who": entry.actor, "did": entry.verb, "detail": entry.detail} for entry in entries]


def _zipped(person: Person, content: dict[str, Any]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", README)
        if person.photo:
            suffix = person.photo.content_type.rpartition("/")[2]
            archive.writestr(f"photo.{suffix}", b"".join(read_chunks(person.photo)))
        archive.writestr("person.json", _json(content, indent=2))
        for name, rows in content.items():
            if isinstance(rows, list) and name != "merged_records":
                archive.writestr(f"{name}.csv", _csv(rows))
    return buffer.getvalue()


def _json(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=indent)


def _csv(rows: Rows) -> str:
    """A table with the columns of all rows; lists and objects as JSON, formulas made harmless."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([neutralise(_cell(row.get(name))) for name in columns])
    return buffer.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return _json(value) if isinstance(value, list | dict) else str(value)
