"""Finding entities by words, in lists of any length: through the word index that either database keeps.

Words are folded, and each may be unfinished ("hh 05" finds "HH-0500000"). A list is itself a word of the index, so that
the words of one list are looked up without those of all others.
"""

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


def words_of(dataset_id: int, label: str, data: Mapping[str, str]) -> str:
    """The words of an entity, each once."""
    words = fold(" ".join((label, *data.values()))).split()
    return " ".join((_mark(dataset_id), *dict.fromkeys(word[:LONGEST_WORD] for word in words)))


def with_words(rows: "QuerySet[Entity]", dataset: Dataset, text: str, most: int | None) -> "QuerySet[Entity]":
    """The rows of a list in which every word begins something; with `most`, the newest so many of the whole list."""
    words = [word[:LONGEST_WORD] for word in fold(text[:LONGEST_QUESTION]).split()[:MOST_WORDS]]
    return rows.filter(pk__in=_found(dataset, words, most)) if words else rows.none()


def _found(dataset: Dataset, words: Sequence[str], most: int | None) -> RawSQL:
    limit = f" LIMIT {int(most)}" if most else ""
    mark = _mark(dataset.pk)
    if connection.vendor == "postgresql":
        query = " & ".join((f"'{mark}'", *(f"'{word}':*" for word in words)))
        return RawSQL(POSTGRESQL + limit, (query,))  # noqa: S611 - the words are a parameter
    query = " AND ".join((f'"{mark}"', *(f'"{word}" *' for word in words)))
    return RawSQL(SQLITE.format(limit=limit), (query,))  # noqa: S611 - the words are a parameter


def _mark(dataset_id: int) -> str:
    return f"{LIST_MARK}{dataset_id}"
