"""What persons are found by: keyed tokens of their names, and keyed numbers that bring likely doubles together.

Both are made of the sealed columns, so they are written with them, and anew for everybody when the rules change.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from django.db import connection, models

from pamoja.apps.people.models import LinkKey, NameToken, Person
from pamoja.apps.places.selectors import places
from pamoja.core.crypto import keys as data_keys
from pamoja.core.crypto.blind import blind_index
from pamoja.core.permissions import system_actor
from pamoja.engines.linkage.persons import block_keys
from pamoja.engines.names import keys

NAME: Final = "people.name"
LINK: Final = "people.link"
RULES: Final = 1
"""The version of the rules that make tokens and keys. Raise it when they change: everybody is indexed anew then."""
KEY_BYTES: Final = 8


def index_people(people: Sequence[Person], are_new: bool = False) -> None:
    """Write the tokens and keys of saved persons; those that new ones cannot have yet are not looked for."""
    if not are_new:
        NameToken.objects.filter(person__in=people).delete()
        LinkKey.objects.filter(person__in=people).delete()
    paths = _paths(people)
    with data_keys.held(people[0].workspace_id):
        tokens = [(person, tokens_of(person.workspace_id, person.all_names())) for person in people]
        links = [(person, link_keys_of(person, paths.get(person.place_id or 0, ""))) for person in people]
    _write(NameToken, "token", [(person, token) for person, own in tokens for token in own])
    _write(LinkKey, "key", [(person, key) for person, own in links for key in own])


def _write(model: type[models.Model], column: str, values: Sequence[tuple[Person, bytes | int]]) -> None:
    """Insert rows of a person and one value as they are: by way of model instances they took half of an import."""
    # S608: the names of our own table and columns
    sql = f"INSERT INTO {model._meta.db_table} (workspace_id, person_id, {column}) VALUES (%s, %s, %s)"  # noqa: S608
    rows = [(person.workspace_id, person.pk, value) for person, value in values]
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)


def tokens_of(workspace_id: int, names: Iterable[str]) -> set[bytes]:
    """The tokens of every sound of these names, under the workspace's index key."""
    return {token_of(workspace_id, key) for name in names for key in keys(name)}


def token_of(workspace_id: int, sound: str) -> bytes:
    """The token of one sound."""
    return blind_index(workspace_id, NAME, sound)


def link_keys_of(person: Person, path: str) -> set[int]:
    """The keys by which doubles of a person in a place (its path) are found; also of one that is not saved."""
    found = block_keys(person.all_names(), person.written_birth, path)
    return {_number(blind_index(person.workspace_id, LINK, key)) for key in found}


def _paths(people: Sequence[Person]) -> dict[int, str]:
    """The paths of their places by key, in one query."""
    wanted = {person.place_id for person in people if person.place_id}
    if not wanted:
        return {}
    return dict(places(system_actor("people")).filter(pk__in=wanted).order_by().values_list("pk", "path"))


def _number(index: bytes) -> int:
    """The beginning of an index, as databases hold a number of 64 bits; that two meet by chance does no harm."""
    return int.from_bytes(index[:KEY_BYTES], "big", signed=True)
