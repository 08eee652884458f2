"""How fast one new person is held against everybody in a large register, and whether their double is found.

`./run bench linkage [--persons 1000000] [--looks 300] [--postgres]` fills a throw-away register with invented
persons, sealed and indexed as real ones are, without audit and events (which a look does not read). Then it looks for
the doubles of persons who are registered already and come again as a second registrar writes them (names in another
spelling, some exchanged or without the family name, the date with a slip or only a year, another district), and of as
many who are new. One look is all that a page does: keys, candidates, opening their records, judging, reasons.
"""

import argparse
import logging
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import islice
from typing import Any

from tests.load._database import database, settle
from tests.load._register import Namer

AIM_MS = 50.0
BATCH = 2000
DISTRICTS = 300
HEAPED_SHARE = 0.25
WARMED = 10
LATEST = 2026


def main() -> int:
    """Fill a register and look into it."""
    options = _options()
    with database(options.postgres) as variables, tempfile.TemporaryDirectory() as folder:
        os.environ.update(variables, PAMOJA_DATA_DIR=folder, PAMOJA_MODE="demo")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pamoja.config.settings")
        logging.disable(logging.INFO)
        return measure(options.persons, options.looks)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser("./run bench linkage", description=__doc__)
    parser.add_argument("--persons", type=int, default=1_000_000)
    parser.add_argument("--looks", type=int, default=300)
    parser.add_argument("--postgres", action="store_true")
    return parser.parse_args()


def measure(persons: int, looks: int) -> int:
    """Everything that needs the product."""
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    call_command("migrate", verbosity=0)
    from pamoja.core.permissions import system_actor
    from pamoja.core.workspaces.context import workspace_active
    from pamoja.core.workspaces.models import Workspace

    workspace = Workspace.objects.create(slug="bench", name="Bench", country="MWI")
    chance = random.Random(1)
    with workspace_active(workspace):
        places = _make_places()
        wanted = set(chance.sample(range(persons), min(looks, persons)))
        kept = _fill(persons, places, chance, wanted)
        settle()
        is_good = _measure(system_actor("bench", workspace), kept, places, chance)
    connections.close_all()
    return 0 if is_good else 1


def _make_places() -> list[int]:
    from pamoja.apps.places.selectors import find_place
    from pamoja.apps.places.services import add_country, add_place
    from pamoja.core.permissions import system_actor

    system = system_actor("bench")
    add_country(system, "MWI", "MW", {"en": "Malawi"}, {})
    country = find_place(system, "MWI", "MWI")
    assert country
    return [
        add_place(system, country, f"MWI{number:03}", {"en": f"District {number}"}).pk for number in range(DISTRICTS)
    ]


def _fill(persons: int, places: Sequence[int], chance: random.Random, wanted: set[int]) -> list[tuple[Any, list[Any]]]:
    """Sealed and indexed persons; returns the wanted ones with the spellings that each of their names has."""
    from django.db import transaction

    from pamoja.apps.people.indexing import index_people
    from pamoja.core.bulk import insert_rows
    from pamoja.core.crypto import keys
    from pamoja.core.workspaces.context import active_workspace

    namer, kept, started = Namer(chance), [], time.perf_counter()
    _indexes("remove_index")
    numbers = iter(range(persons))
    while batch := list(islice(numbers, BATCH)):
        drawn = [[namer.draw(), namer.draw(), namer.draw()] for _number in batch]
        people = [_person(names, places, chance) for names in drawn]
        with transaction.atomic(), keys.held(active_workspace().pk, [str(one.public_id) for one in people]):
            insert_rows(people)
            index_people(people, are_new=True)
        kept += [(people[at], drawn[at]) for at, number in enumerate(batch) if number in wanted]
    _indexes("add_index")
    took = time.perf_counter() - started
    print(f"{'register filled':34} {took:8.1f} s  {persons / took:,.0f} persons/s  {_size()}", flush=True)
    return kept


def _person(names: Sequence[Sequence[str]], places: Sequence[int], chance: random.Random) -> Any:
    from pamoja.apps.people.indexing import RULES
    from pamoja.apps.people.models import Person

    full = " ".join(chance.choice(spellings).title() for spellings in names)
    day = "01-01" if chance.random() < HEAPED_SHARE else f"{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
    person = Person(
        names=[{"full": full}],
        sex=chance.choice(("female", "male")),
        birth_date=f"{chance.randrange(1940, LATEST)}-{day}",
        birth_precision="exact",
        place_id=chance.choice(places),
        indexed_by=RULES,
        is_compared=True,
    )
    person.open_birth_year()
    return person


def _indexes(act: str) -> None:
    """Built at the end, as for any bulk load: row by row they cost most of the time."""
    from django.db import connection

    from pamoja.apps.people.models import LinkKey, NameToken

    with connection.schema_editor() as editor:
        for model in (LinkKey, NameToken):
            for index in model._meta.indexes:
                getattr(editor, act)(model, index)


def _size() -> str:
    from django.db import connection

    if connection.vendor != "sqlite":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        (total,) = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM people_linkkey")
        (rows,) = cursor.fetchone()
    return f"{total / 1e6:,.0f} MB, {rows:,} keys"


def _measure(actor: Any, kept: Sequence[tuple[Any, Any]], places: Sequence[int], chance: random.Random) -> bool:
    """Looks for those who come again and for new ones, in turns."""
    from pamoja.apps.people.models import Person
    from pamoja.apps.people.selectors import likely_duplicates

    again = [(_again(person, names, places, chance), person.pk) for person, names in kept]
    namer = Namer(chance)
    strangers = [(_person([namer.draw() for _n in range(3)], places, chance), 0) for _one in kept]
    took: list[float] = []
    worked: list[float] = []
    found = first = alarms = 0
    for person, true in [*again[:WARMED], *(each for pair in zip(again, strangers, strict=True) for each in pair)]:
        person.workspace = actor.workspace
        person = Person(**{f.attname: getattr(person, f.attname) for f in Person._meta.concrete_fields})
        started, busy = time.perf_counter(), time.process_time()
        answer = [each.person.pk for each in likely_duplicates(actor, person)]
        took.append((time.perf_counter() - started) * 1000)
        worked.append((time.process_time() - busy) * 1000)
        found += true in answer[:20]
        first += true in answer[:1]
        alarms += not true and bool(answer)
    p95 = _say("one person against all", took[WARMED:], AIM_MS)
    _say("of which work of the processor", worked[WARMED:], AIM_MS)
    looks = WARMED + len(again)
    print(f"{'come again and found':34} {found / looks:8.3f}, at the top {first / looks:.3f}")
    print(f"{'new and yet somebody was shown':34} {alarms / len(again):8.3f}", flush=True)
    return p95 < AIM_MS


def _again(person: Any, names: Sequence[Sequence[str]], places: Sequence[int], chance: random.Random) -> Any:
    """The same person as a second registrar writes them."""
    from pamoja.apps.people.models import Person

    words = [chance.choice(spellings).title() for spellings in names]
    draw = chance.random()
    if draw < 0.15:
        words = [words[1], words[0], words[2]]
    elif draw < 0.3:
        words = words[:2]
    year, month, day = person.birth_date.split("-")
    slips = [(year, month, day), (year, day, month) if int(day) < 13 else (year, month, "01"), (year, "01", "01")]
    year, month, day = chance.choices(slips, (6, 2, 2))[0]
    return Person(
        names=[{"full": " ".join(words)}],
        sex=person.sex,
        birth_date=f"{year}-{month}-{day}",
        birth_precision="year" if (month, day) == ("01", "01") and chance.random() < 0.5 else "exact",
        place_id=person.place_id if chance.random() < 0.7 else chance.choice(places),
    )


def _say(title: str, took: Sequence[float], aim: float) -> float:
    centiles = statistics.quantiles(took, n=100, method="inclusive")
    p50, p95, p99 = centiles[49], centiles[94], centiles[98]
    line = f"p50 {p50:6.1f} ms  p95 {p95:6.1f} ms  p99 {p99:6.1f} ms  aim {aim:.0f}  ratio {p95 / aim:.2f}"
    print(f"{title:34} {line}", flush=True)
    return p95


if __name__ == "__main__":
    sys.exit(main())
