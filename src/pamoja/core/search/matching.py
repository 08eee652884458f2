"""The words of a question against the word index of either database.

Words are folded here, once, for both: neither database folds Arabic as its writers expect, and PostgreSQL's own
parser cuts words by the locale of the server. So PostgreSQL is given ready lexemes, and FTS5 cuts at blanks and bars.
Every word must occur; the last may be unfinished.
"""

from django.db import connection, models
from django.db.models.expressions import RawSQL

from pamoja.core.search.indexing import folded
from pamoja.core.search.models import SearchEntry

MOST_WORDS = 8
LONGEST_QUESTION = 200
GUESS = 4  # the tier of what only resembles the question
LIKE_ENOUGH = 0.45  # word similarity (0 to 1) at which a misspelt title is offered
Entries = models.QuerySet[SearchEntry]


def question(text: str) -> str:
    """What a person typed, as it is compared."""
    return " ".join(folded(text[:LONGEST_QUESTION]).split()[:MOST_WORDS])


def matching(entries: Entries, asked: str, in_names: bool = False) -> Entries:
    """The entries with every word, or those with every word in a title or code."""
    return entries.filter(pk__in=_ids(asked.split(), in_names)) if asked else entries.none()


def ranked(entries: Entries, asked: str) -> Entries:
    """Best first: exactly this title or code, a title that begins so, the words in titles, the words anywhere."""
    in_names = matching(SearchEntry.objects.all(), asked, in_names=True)
    tier = models.Case(
        models.When(names__contains=f"|{asked}|", then=0),
        models.When(names__contains=f"|{asked}", then=1),
        models.When(pk__in=in_names.values("pk"), then=2),
        default=3,
        output_field=models.IntegerField(),
    )
    return entries.annotate(tier=tier).order_by("tier", "names", "pk")


def _ids(words: list[str], in_names: bool) -> RawSQL:
    if connection.vendor == "postgresql":
        lexemes = [f"'{word}'" for word in words]
        query, column = " & ".join(lexemes) + ":*", "names_vector" if in_names else "all_vector"
        sql = f"SELECT id FROM search_searchentry WHERE {column} @@ %s::tsquery"  # noqa: S608 - one of two names
        return RawSQL(sql, (query,))  # noqa: S611 - the words are a parameter
    terms = " AND ".join(f'"{word}"' for word in words) + " *"
    query = f"names : ({terms})" if in_names else terms
    sql = "SELECT rowid FROM search_index WHERE search_index MATCH %s"
    return RawSQL(sql, (query,))  # noqa: S611 - the words are a parameter


def resembling(entries: Entries, asked: str) -> Entries:
    """Entries whose title resembles a misspelt question, where the database can tell (PostgreSQL with pg_trgm)."""
    if not can_resemble():
        return entries.none()
    likeness = models.Func(models.Value(asked), "names", function="word_similarity", output_field=models.FloatField())
    near = entries.annotate(likeness=likeness).filter(likeness__gte=LIKE_ENOUGH)
    return near.annotate(tier=models.Value(GUESS)).order_by("-likeness", "names", "pk")


def can_resemble() -> bool:
    """Whether the extension is there; it may be added to a running database at any time."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
        return cursor.fetchone() is not None
