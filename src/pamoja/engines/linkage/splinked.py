"""A whole list at once by Splink, in SQL: the optional way for registers of millions (`./run install --with splink`).

The keys that bring records together, the levels and the chances are those of the engine (`sql` tells how they are
said in SQL); Splink joins and weighs, on DuckDB in this process or on Spark.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pamoja.engines.linkage.blocking import MOST_IN_BLOCK, Keys, Pairs
from pamoja.engines.linkage.model import Field, Model
from pamoja.engines.linkage.sql import DIALECTS, Dialect, conditions, prepared

BACKENDS: Final = tuple(DIALECTS)
SPARK_PARTS: Final = "8"
Record = Mapping[str, str]


class NotInstalled(Exception):
    """Splink is an extra, and this machine does not have it, or not what the backend needs."""


@dataclass(frozen=True)
class Bulk:
    """What is compared: `rules` gives the keys of every record by rule; `sides` keeps records of one side apart."""

    model: Model
    records: Sequence[Record]
    rules: Mapping[str, Keys]
    most: int = MOST_IN_BLOCK
    sides: Sequence[int] | None = None


def is_installed(backend: str = "duckdb") -> bool:
    """Whether this machine can compare so."""
    return find_spec("splink") is not None and (backend != "spark" or find_spec("pyspark") is not None)


def link_by_splink(bulk: Bulk, least: float, backend: str = "duckdb") -> tuple[Pairs, npt.NDArray[np.float64]]:
    """The pairs from a probability on, as places in `records`, the lower first, and their probabilities.

    Raises NotInstalled.
    """
    if not is_installed(backend):
        raise NotInstalled(backend)
    import splink

    api, table = _database(backend, _table(bulk))
    settings = _settings(bulk, DIALECTS[backend])
    linker = splink.Linker(api.register(table, table_name="people"), settings, log_level=None)
    found = linker.inference.predict(threshold_match_probability=least).as_pyarrow_table()
    left, right = (found[f"unique_id_{side}"].to_numpy().astype(np.int64) for side in "lr")
    chances: npt.NDArray[np.float64] = found["match_probability"].to_numpy().astype(np.float64)
    return (np.minimum(left, right), np.maximum(left, right)), chances


def _table(bulk: Bulk) -> pa.Table:
    """A row for each record: what is prepared of its values, and its keys by rule without those that too many share."""
    rows = [prepared(bulk.model, record) for record in bulk.records]
    columns: dict[str, Any] = {name: [row[name] for row in rows] for name in rows[0]} if rows else {}
    for number, keys in enumerate(bulk.rules.values()):
        columns[f"keys_{number}"] = pa.array(_rare(keys, bulk.most), pa.list_(pa.string()))
    columns["unique_id"] = pa.array(range(len(rows)), pa.int64())
    columns["side"] = pa.array(bulk.sides if bulk.sides is not None else [0] * len(rows), pa.int64())
    return pa.table(columns)


def _rare(keys: Keys, most: int) -> list[list[str]]:
    owned = [sorted(set(each)) for each in keys]
    counts = Counter(key for each in owned for key in each)
    return [[key for key in each if 1 < counts[key] <= most] for each in owned]


def _settings(bulk: Bulk, dialect: Dialect) -> dict[str, Any]:
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "probability_two_random_records_match": bulk.model.prior,
        "blocking_rules_to_generate_predictions": [_rule(bulk, number) for number in range(len(bulk.rules))],
        "comparisons": [_comparison(bulk.model, each, dialect) for each in bulk.model.fields],
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": False,
    }


def _rule(bulk: Bulk, number: int) -> dict[str, Any]:
    """Records that share a key of a rule; of two sides, where there are sides."""
    apart = " AND l.side <> r.side" if bulk.sides is not None else ""
    column = f"keys_{number}"
    return {"blocking_rule": f"l.{column} = r.{column}{apart}", "arrays_to_explode": [column]}


def _comparison(model: Model, asked: Field, dialect: Dialect) -> dict[str, Any]:
    told = conditions(model, asked, dialect)
    chances = {level.name: {"m_probability": level.m, "u_probability": level.u} for level in asked.levels}
    last = next(level.name for level in reversed(asked.levels) if level.name not in told)
    null = f"{asked.name}_l IS NULL OR {asked.name}_r IS NULL"
    levels: list[dict[str, Any]] = [{"sql_condition": null, "label_for_charts": "missing", "is_null_level": True}]
    for name, condition in told.items():
        level = {"sql_condition": condition, "label_for_charts": name, **chances[name]}
        if name == "exact" and name in asked.by_rarity:
            level |= {"tf_adjustment_column": f"{asked.name}_text", "tf_adjustment_weight": 1.0}
        levels.append(level)
    levels.append({"sql_condition": "ELSE", "label_for_charts": last, **chances[last]})
    return {"output_column_name": asked.name, "comparison_levels": levels}


def _database(backend: str, table: pa.Table) -> tuple[Any, Any]:
    """Splink's way to a database, and the table as that one takes it."""
    import splink

    if backend == "duckdb":
        return splink.DuckDBAPI(), table
    from pyspark.sql import SparkSession
    from splink.internals.spark.jar_location import similarity_jar_location

    session = SparkSession.builder.config("spark.jars", similarity_jar_location())
    spark = session.config("spark.sql.shuffle.partitions", SPARK_PARTS).getOrCreate()
    rows = spark.createDataFrame(table.to_pylist(), schema=_spark_schema(table))
    return splink.SparkAPI(spark_session=spark, break_lineage_method="persist"), rows


def _spark_schema(table: pa.Table) -> str:
    kinds = {pa.string(): "string", pa.int64(): "bigint", pa.list_(pa.string()): "array<string>", pa.null(): "string"}
    return ", ".join(f"{each.name} {kinds[each.type]}" for each in table.schema)
