"""Link public sets of persons whose doubles are known, and count what was found.

    python -m tests.conformance.linkage [--cases DIR]      (DIR holds the febrl CSVs and the historical 50k parquet)

The engine learns from the records alone: no label reaches it, and the thresholds are its defaults. The labels serve
for the counts that are printed: precision, recall and F1 over pairs. A case passes at its bar. Where Splink is
installed (`./run install --with splink`) the same records, keys and levels go through it too: its lines stand beside
ours and are not counted.
"""

import csv
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import duckdb
import numpy as np

from pamoja.engines.linkage import exact
from pamoja.engines.linkage.batch import table_of
from pamoja.engines.linkage.defaults import chances, dates_field, names_fields, text_field
from pamoja.engines.linkage.model import Field, Model
from pamoja.engines.linkage.splinked import Bulk, is_installed, link_by_splink
from pamoja.engines.linkage.whole import SURE, Linked, Plan, link
from pamoja.engines.names import keys, normalise

from ._runner import cases_folder, finish, main

SUITE = "protection/linkage"
HISTORICAL = "historical_figures_with_errors_50k.parquet"
Columns = dict[str, list[str]]
Rule = Callable[[dict[str, str]], list[str]]


def run(argv: Sequence[str] | None = None) -> int:
    """Replay the suite and return the exit code."""
    folder = cases_folder(SUITE, __doc__ or "", argv)
    if folder is None:
        return 0
    results = [is_good for case in (_febrl4, _historical) for is_good in case(folder)]
    return finish(results.count(True), results.count(False))


def _febrl4(folder: Path) -> Iterator[bool]:
    """5,000 persons in two lists, each once in each, with and without the number that identifies them."""
    lists = [_read(folder / f"dataset4{side}.csv") for side in "ab"]
    rows = [row for each in lists for row in each]
    truth = [row["rec_id"].split("-")[1] for row in rows]
    sides = np.repeat([0, 1], [len(each) for each in lists])
    columns = {
        "given": "given_name", "family": "surname", "birth": "date_of_birth", "postcode": "postcode",
        "street": "address_1", "suburb": "suburb", "state": "state", "number": "soc_sec_id",
    }  # fmt: skip
    table = {name: [row[column] for row in rows] for name, column in columns.items()}
    table["birth"] = [f"{day[:4]}-{day[4:6]}-{day[6:]}" if day else "" for day in table["birth"]]
    fields = (text_field("postcode"), text_field("street"), text_field("suburb"), _same_or_not("state"))
    number = Field("number", exact.compare_numbers, chances(exact.NUMBER_LEVELS, (0.9, 0.05, 0.05)))
    for title, more, names in (("with", (number,), ["number"]), ("without", (), [])):
        model = _model((*fields, *more))
        started = time.perf_counter()
        linked = link(_plan(model, table, FEBRL_RULES | {name: _value(name) for name in names}, sides), table_of(table))
        pairs = linked.one_to_one()
        found = Counter(zip(pairs[0].tolist(), pairs[1].tolist(), strict=True))
        true = sum(truth[a] == truth[b] for a, b in found)
        yield _say(f"febrl4 {title} number", true, len(found), 5000, 0.99, started)
        rules = FEBRL_RULES | {name: _value(name) for name in names}
        _beside(f"febrl4 {title} number", linked.model, table, rules, truth, sides)


def _historical(folder: Path) -> Iterator[bool]:
    """50,578 records of 5,156 persons of history, with nicknames, gaps, slips and false days of birth."""
    started = time.perf_counter()
    names = "cluster, full_name, first_name, surname, dob, birth_place, postcode_fake, gender, occupation"
    found = duckdb.execute(f"SELECT {names} FROM read_parquet(?) ORDER BY unique_id", [str(folder / HISTORICAL)])
    truth, full, *rest = ([text or "" for text in column] for column in zip(*found.fetchall(), strict=True))
    table = dict(zip(("given", "family", "birth", "place", "postcode", "sex", "work"), rest, strict=True))
    fields = (text_field("place"), text_field("postcode"), _same_or_not("sex"), _same_or_not("work", rarity=True))
    plan = _plan(_model(fields), table | {"full": full}, HISTORICAL_RULES)
    linked = link(plan, table_of(table))
    yield _say_clusters("historical 50k, clustered", linked.persons().tolist(), truth, 0.83, started)
    _beside("historical 50k, clustered", linked.model, table | {"full": full}, HISTORICAL_RULES, truth)


def _model(fields: Sequence[Field]) -> Model:
    given_and_family, swaps = names_fields()
    return Model((*given_and_family, dates_field(), *fields), 1e-4, swaps)


def _same_or_not(name: str, rarity: bool = False) -> Field:
    level = frozenset({"exact"}) if rarity else frozenset()
    return Field(name, exact.compare, chances(exact.SAME_OR_NOT, (0.9, 0.1)), level)


def _plan(model: Model, columns: Columns, rules: dict[str, Rule], sides: "np.ndarray | None" = None) -> Plan:
    records = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    made = {name: [rule(record) for record in records] for name, rule in rules.items()}
    training = {name: frozenset(fields) for name, fields in TRAINING.items() if name in made}
    return Plan(model, made, training, sides=sides)


def _sounds(record: dict[str, str]) -> list[str]:
    return sorted(keys(record.get("full") or f"{record['given']} {record['family']}"))


def _initials(record: dict[str, str]) -> list[str]:
    return [token[0] for token in normalise(record.get("full") or f"{record['given']} {record['family']}")]


def _value(*names: str, length: int = 99) -> Rule:
    """The values of fields together; no key where one is missing."""
    return lambda record: ["|".join(record[n][:length] for n in names)] if all(record[n] for n in names) else []


def _sound_and(name: str, start: int = 0, end: int = 99) -> Rule:
    return lambda record: [f"{sound}|{record[name][start:end]}" for sound in _sounds(record) if record[name][start:end]]


def _initial_and(name: str) -> Rule:
    return lambda record: [f"{initial}|{record[name]}" for initial in _initials(record) if record[name]]


def _two_sounds(record: dict[str, str]) -> list[str]:
    sounds = _sounds(record)
    return [f"{a}|{b}" for place, a in enumerate(sounds) for b in sounds[place + 1 :]][:12]


NAME_RULES: dict[str, Rule] = {
    "two sounds": _two_sounds,
    "sound, year": _sound_and("birth", 0, 4),
    "sound, day": _sound_and("birth", 5),
    "initial, birth": _initial_and("birth"),
    "initial, postcode": _initial_and("postcode"),
    "sound, postcode": _sound_and("postcode", 0, 3),
    "postcode, year": lambda record: _value("postcode")(record) and [f"{record['postcode']}|{record['birth'][:4]}"],
}
FEBRL_RULES = NAME_RULES | {"birth, suburb": _value("birth", "suburb"), "street": _value("street", "suburb")}
HISTORICAL_RULES = NAME_RULES | {
    "birth, place": _value("birth", "place", length=7),
    "sound, place": _sound_and("place"),
}
TRAINING = {
    "two sounds": ("given", "family"),
    "birth, place": ("birth", "place"),
    "birth, suburb": ("birth", "suburb"),
    "postcode, year": ("postcode", "birth"),
}


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [{k: v.strip() for k, v in row.items()} for row in csv.DictReader(file, skipinitialspace=True)]


def _pairs_within(counts: "Counter[object]") -> int:
    return sum(count * (count - 1) // 2 for count in counts.values())


def _beside(
    title: str,
    model: Model,
    columns: Columns,
    rules: dict[str, Rule],
    truth: Sequence[str],
    sides: "np.ndarray | None" = None,
) -> None:
    """The same by Splink, where it is installed, by the chances that were learnt here."""
    if not is_installed():
        return
    started = time.perf_counter()
    records = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    made = {name: [rule(record) for record in records] for name, rule in rules.items()}
    bulk = Bulk(model, records, made, sides=None if sides is None else sides.tolist())
    pairs, chances = link_by_splink(bulk, SURE)
    linked = Linked(model, len(records), pairs, chances)
    if sides is None:
        _say_clusters(f"{title}, Splink", linked.persons().tolist(), truth, 0.0, started)
        return
    left, right = linked.one_to_one()
    true = sum(truth[a] == truth[b] for a, b in zip(left, right, strict=True))
    _say(f"{title}, Splink", true, len(left), 5000, 0.0, started)


def _say_clusters(title: str, persons: list[int], truth: Sequence[str], bar: float, started: float) -> bool:
    true = _pairs_within(Counter(zip(persons, truth, strict=True)))
    return _say(title, true, _pairs_within(Counter(persons)), _pairs_within(Counter(truth)), bar, started)


def _say(title: str, true: int, found: int, every: int, bar: float, started: float) -> bool:
    precision, recall = true / max(found, 1), true / every
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    took = time.perf_counter() - started
    verdict = "" if f1 >= bar else "  FAILED"
    held = f"bar {bar:.2f}" if bar else "beside  "
    figures = f"precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}"
    print(f"{title:34} {figures}  {held}  {took:.0f} s{verdict}", flush=True)
    return f1 >= bar


if __name__ == "__main__":
    main(run)
