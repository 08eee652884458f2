"""What the engine says of two values, SQL says too."""

import json

import duckdb
import pytest

from pamoja.engines.linkage import exact
from pamoja.engines.linkage.defaults import chances, person_model, text_field
from pamoja.engines.linkage.model import Field, Model
from pamoja.engines.linkage.sql import DIALECTS, conditions, prepared

PERSON = person_model(1000)
CARD = Field("card", exact.compare_numbers, chances(exact.NUMBER_LEVELS, (0.9, 0.05, 0.05)))
MODEL = Model((*PERSON.fields, text_field("street"), CARD), PERSON.prior, PERSON.swaps)
PAIRS = {
    "given": [("Amina", "AMINA"), ("Amina", "Aminah"), ("Mohammed", "Muhammad"), ("محمد", "Mohamed"),
              ("A", "Amina"), ("Amina", "Rehema"), ("...", "Amina"), ("Amina", "?"), ("Catherine", "Katherine")],
    "birth": [("2015-03-27", "2015-03-27"), ("2015-01-01", "2015-01-01"), ("2015-03-04", "2015-04-03"),
              ("2015-03-27", "2015-03-28"), ("2015-03", "2015-03-27"), ("~2015", "2015-09-09"), ("2015", "2017-01-02"),
              ("1999-01-02", "2015-03-27"), ("2015-03-27", "2015-03-11"),
              ("~2015-03-27", "~2015-03-28"), ("2015-03-27", "~2015-03-27")],
    "sex": [("female", "female"), ("female", "male")],
    "place": [("MWI/MW1/MW101/", "MWI/MW1/MW101/"), ("MWI/MW1/", "MWI/MW1/MW101/"),
              ("MWI/MW1/MW101/", "MWI/MW1/MW102/"),
              ("MWI/MW1/MW101/A/", "MWI/MW1/MW101/B/"), ("MWI/MW1/MW101/", "MWI/MW2/MW201/"), ("MWI/", "KEN/"),
              ("MWI/", "MWI/MW1/MW101/")],
    "phone": [("ab12", "ab12"), ("ab12", "cd34")],
    "card": [("5304218", "5304218"), ("5304218", "5304281"), ("530A", "530a"), ("12", "13"), ("530A", "5304")],
    "street": [("High St", "high st"), ("High St", "High Sr"), ("High St", "Highland"), ("High St", "Low Rd")],
}  # fmt: skip


def level_in_sql(field: Field, one: dict[str, str], other: dict[str, str]) -> str:
    told = conditions(MODEL, field, DIALECTS["duckdb"])
    when = " ".join(f"WHEN {condition} THEN '{name}'" for name, condition in told.items())
    columns = {
        f"{name}_{side}": value
        for side, record in (("l", one), ("r", other))
        for name, value in prepared(MODEL, record).items()
    }
    row = ", ".join(f"{_literal(value)} AS {name}" for name, value in columns.items())
    (found,) = duckdb.execute(f"SELECT CASE {when} ELSE 'different' END FROM (SELECT {row})").fetchone() or ("",)
    return str(found)


def _literal(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, list):
        return f"{json.dumps(value).replace(chr(34), chr(39))}::VARCHAR[]"
    return str(value) if isinstance(value, int) else f"'{value}'"


@pytest.mark.parametrize(("name", "a", "b"), [(name, *pair) for name, pairs in PAIRS.items() for pair in pairs])
def test_both_put_two_values_at_the_same_level(name: str, a: str, b: str) -> None:
    field = MODEL.field(name)
    assert level_in_sql(field, {name: a}, {name: b}) == field.levels[field.compare(a, b)].name


def test_exchanged_names_are_told() -> None:
    one, other = {"given": "Rehema", "family": "Banda"}, {"given": "Banda", "family": "Rehema"}
    assert [level_in_sql(field, one, other) for field in MODEL.fields[:2]] == ["swapped", "swapped"]
    three, four = {"given": "Ali", "family": "Hassan Omar"}, {"given": "Omar", "family": "Ali Hassan"}
    assert level_in_sql(MODEL.fields[0], three, four) == "swapped"
