"""Finding entities by words, in lists of any length: through the word index that either database keeps.

Words are folded, and each may be unfinished ("hh 05" finds "HH-0500000"). A list is itself a word of the index, so that
the words of one list are looked up without those of all others.
"""

import json
from collections.abc import Mapping, Sequence

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from pamoja.apps.forms.models import Dataset, Entity, EntityWords
from pamoja.core.bulk import insert_rows
from pamoja.engines.text.fold import fold

MOST_WORDS = 8
LONGEST_WORD = 100  # letters; PostgreSQL takes no lexeme above 2 kB
LONGEST_QUESTION = 200
LIST_MARK = "\ue000"  # a letter of nobody's language, which both indexes take for one

POSTGRESQL = """SELECT entity_id FROM forms_entitywords WHERE vector @@ %s::tsquery ORDER BY entity_id DESC"""
SQLITE = """SELECT entity_id FROM forms_entitywords WHERE id IN (
    SELECT rowid FROM forms_entity_index WHERE forms_entity_index MATCH %s ORDER BY rowid DESC{limit})"""


def index_entities(entities: Sequence[Entity]) -> None:
    """Let new entities be found."""
    insert_rows([EntityWords(entity=each, words=words_of(each.dataset_id, each.label, each.data)) for each in entities])


def index_again(entity: Entity) -> None:
    """Let an entity be found by what it is now."""
    words = words_of(entity.dataset_id, entity.label, entity.data)
    EntityWords.objects.update_or_create(entity=entity, defaults={"words": words})


def forget_words(entities: Sequence[Entity]) -> None:
    """Let entities that are put away be found no more: they would take the places of those that are here."""
    EntityWords.objects.filter(entity__in=[each.pk for each in entities]).delete()


def words_of(dataset_id: int, label: str, data: Mapping[str, str]) -> str:
    """The words of an entity, each once."""
    words = fold(" ".join((label, *data.values()))).split()
    return " ".join((_mark(dataset_id), *dict.fromkeys(word[:LONGEST_WORD] for word in words)))


def with_words(rows: "QuerySet[Entity]", dataset: Dataset, text: str, most: int | None) -> "QuerySet[Entity]":
    """The rows of a list in which every word begins something; with `most`, the newest so many of the whole list.

    These are looked up at once: as part of a larger query, PostgreSQL takes them for likelier than they are and reads
    the list from its end until it has met one.
    """
    words = [word[:LONGEST_WORD] for word in fold(text[:LONGEST_QUESTION]).split()[:MOST_WORDS]]
    if not words:
        return rows.none()
    sql, question = _found(dataset, words, most)
    if most is None:
        return rows.filter(pk__in=RawSQL(sql, (question,)))  # noqa: S611 - the words are a parameter
    with connection.cursor() as cursor:
        cursor.execute(sql, (question,))
        return rows.filter(pk__in=_listed([key for (key,) in cursor.fetchall()]))


def _listed(keys: Sequence[int]) -> RawSQL:
    """These keys as one parameter: ten thousand of them take longer to write into a query than to look up."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::bigint[])", (list(keys),))
    return RawSQL("SELECT value FROM json_each(%s)", (json.dumps(keys),))


def _found(dataset: Dataset, words: Sequence[str], most: int | None) -> tuple[str, str]:
    """The statement that finds the keys, and its one parameter."""
    limit = f" LIMIT {int(most)}" if most else ""
    mark = _mark(dataset.pk)
    if connection.vendor == "postgresql":
        return POSTGRESQL + limit, " & ".join((f"'{mark}'", *(f"'{word}':*" for word in words)))
    return SQLITE.format(limit=limit), " AND ".join((f'"{mark}"', *(f'"{word}" *' for word in words)))


def _mark(dataset_id: int) -> str:
    return f"{LIST_MARK}{dataset_id}"
