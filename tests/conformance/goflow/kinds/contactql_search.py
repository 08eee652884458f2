"""Searches: that the criteria of a query hold all that Elasticsearch is asked in goflow, and how lists are sorted.

The clauses are those of goflow's converter; what ours are made of is the criteria alone.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pamoja.engines.contactql.comparing import Day, folded, name_prefixes
from pamoja.engines.contactql.criteria import AllOf, Comparison, Criteria, Criterion, criteria_of
from pamoja.engines.contactql.errors import QueryError
from pamoja.engines.contactql.properties import Catalogue
from pamoja.engines.contactql.query import parse_query
from pamoja.engines.contactql.sorting import Sort, parse_sort
from pamoja.engines.contactql.tree import Operator, PropertyKind

from ..finding import listed
from ..result import Outcome, Result, compared, guarded
from ._contactql import Asset, environment, field

Clause = dict[str, Any]

SEARCHES, SORTING = "contactql searches", "contactql sorting"
ZONE = "America/New_York"
RESOLVER = Catalogue(
    [
        field("age", "number", uuid="6b6a43fa-a26d-4017-bede-328bcdd5c93b"),
        field("color", uuid="ecc7b13b-c698-4f46-8a90-24a8fab6fe34"),
        field("dob", "datetime", uuid="cbd3fc0e-9b74-4207-a8c7-248082bb4572"),
        field("state", "state", uuid="67663ad1-3abc-42dd-a162-09df2dea66ec"),
        field("district", "district", uuid="54c72635-d747-4e45-883c-099d57dd998e"),
        field("ward", "ward", uuid="fde8f740-c337-421b-8abb-83b954897c80"),
    ],
    groups=[Asset("U-Reporters", "345"), Asset("Testers", "456")],
    flows=[Asset("Registration", "234")],
)
"""The UUIDs of groups and flows are the numbers by which the index knows them."""
REFERENCES = {"a6ywql": "12345"}
STATUSES = {"active": "A", "blocked": "B", "stopped": "S", "archived": "V"}
ASSETS = {"group": "group_ids", "flow": "flow_id", "history": "flow_history_ids"}
RANGES = {"greater": "gt", "greater_or_equal": "gte", "less": "lt", "less_or_equal": "lte"}


def results(folder: Path) -> Iterator[Outcome]:
    """Each query and each sort of lists below a folder."""
    for case in listed(folder, "query", "elastic"):
        yield guarded(SEARCHES, case.name, _searched, f"{case.name} {case.data['query']}", case.data)
    for case in listed(folder, "sort_by"):
        yield guarded(SORTING, case.name, _sorting, f"{case.name} {case.data['sort_by']}", case.data)


def _searched(name: str, case: dict[str, Any]) -> Result:
    env = environment(redacts=case.get("redact_urns", False), timezone=ZONE)
    query = parse_query(env, case["query"], RESOLVER)
    assert parse_query(env, str(query), RESOLVER) == query
    return compared(SEARCHES, name, _clause(criteria_of(env, query)), _as_compared(case["elastic"]))


def _sorting(name: str, case: dict[str, Any]) -> Result:
    return compared(SORTING, name, _sorted(case["sort_by"]), case.get("error") or case["elastic"])


def _as_compared(clause: Any, name: str = "") -> Any:
    """The clause with names as they are compared, which Elasticsearch sees to by itself."""
    if isinstance(clause, Mapping):
        return {key: _as_compared(each, name if key in ("query", "value") else key) for key, each in clause.items()}
    if isinstance(clause, list):
        return [_as_compared(each) for each in clause]
    if name == "name":
        return " ".join(name_prefixes(clause))
    return folded(clause) if name == "name.keyword" else clause


def _clause(criteria: Criteria) -> Clause:
    if isinstance(criteria, Criterion):
        return _CRITERIA[criteria.kind](criteria)
    clauses = [_clause(each) for each in criteria.criteria]
    return {"bool": {"must" if isinstance(criteria, AllOf) else "should": clauses}}


def _all(*clauses: Clause) -> Clause:
    return {"bool": {"must": list(clauses)}}


def _not(clause: Clause) -> Clause:
    return {"bool": {"must_not": clause}}


def _term(name: str, value: object) -> Clause:
    return {"term": {name: {"value": value}}}


def _exists(name: str) -> Clause:
    return {"exists": {"field": name}}


def _nested(path: str, clause: Clause) -> Clause:
    return {"nested": {"path": path, "query": clause}}


def _presence(criterion: Criterion, is_set: Clause) -> Clause:
    return is_set if criterion.operator is Operator.NOT_EQUAL else _not(is_set)


def _unless_negative(criterion: Criterion, clause: Clause) -> Clause:
    return _not(clause) if criterion.operator is Operator.NOT_EQUAL else clause


def _field(criterion: Criterion) -> Clause:
    is_field = _term("fields.field", criterion.field_uuid)
    name = f"fields.{criterion.values}"
    if criterion.comparison is Comparison.PRESENCE:
        return _presence(criterion, _nested("fields", _all(is_field, _exists(name))))
    if criterion.values in ("state", "district", "ward"):
        name += "_keyword"
    clauses = [is_field, _comparison(criterion, name)]
    if criterion.operator is Operator.NOT_EQUAL and criterion.comparison is Comparison.TEXT:
        clauses = [*clauses[criterion.values != "text" :], _exists(name)]
    return _unless_negative(criterion, _nested("fields", _all(*clauses)))


def _urn(criterion: Criterion) -> Clause:
    is_of_scheme = _term("urns.scheme", criterion.key)
    if criterion.comparison is Comparison.PRESENCE:
        return _presence(criterion, _nested("urns", _all(is_of_scheme, _exists("urns.path"))))
    return _unless_negative(criterion, _nested("urns", _all(_path(criterion), is_of_scheme)))


def _path(criterion: Criterion) -> Clause:
    if criterion.comparison is Comparison.PART:
        return {"match_phrase": {"urns.path": {"query": criterion.value}}}
    return _term("urns.path.keyword", criterion.value)


def _attribute(criterion: Criterion) -> Clause:
    if criterion.comparison is Comparison.PRESENCE:
        return _presence(criterion, _is_set(criterion.key))
    if criterion.key == "urn":
        return _unless_negative(criterion, _nested("urns", _path(criterion)))
    make = _ATTRIBUTES.get(criterion.key)
    clause = make(criterion) if make else _comparison(criterion, ASSETS.get(criterion.key, criterion.key))
    return _unless_negative(criterion, clause)


def _is_set(key: str) -> Clause:
    if key == "urn":
        return _nested("urns", _exists("urns.path"))
    exists = _exists(ASSETS.get(key, key))
    return _all(exists, _not(_term(f"{key}.keyword", ""))) if key in ("name", "language") else exists


def _name(criterion: Criterion) -> Clause:
    if criterion.comparison is Comparison.WORDS:
        return {"match": {"name": {"query": " ".join(criterion.value or ())}}}
    return _term("name.keyword", criterion.value)


def _comparison(criterion: Criterion, name: str) -> Clause:
    match criterion.value:
        case Day() as day:
            return {"range": {name: _day_range(criterion.operator, day)}}
        case Decimal() as number:
            plain = int(number) if number == int(number) else float(number)
            sign = RANGES.get(criterion.operator.name.lower())
            return {"range": {name: {sign: plain}}} if sign else {"match": {name: {"query": plain}}}
        case value if criterion.comparison is Comparison.ASSET:
            return _term(name, int(str(value)))
        case value:
            return _term(name, value)


def _day_range(operator: Operator, day: Day) -> dict[str, str]:
    start, end = _written(day.start), _written(day.end)
    return {
        Operator.GREATER: {"gte": end},
        Operator.GREATER_OR_EQUAL: {"gte": start},
        Operator.LESS: {"lt": start},
        Operator.LESS_OR_EQUAL: {"lt": end},
    }.get(operator, {"gte": start, "lt": end})


def _written(moment: datetime) -> str:
    return moment.astimezone(ZoneInfo(ZONE)).isoformat()


_ATTRIBUTES: Mapping[str, Callable[[Criterion], Clause]] = {
    "name": _name,
    "id": lambda criterion: {"ids": {"values": [criterion.value]}},
    "ref": lambda criterion: {"ids": {"values": [REFERENCES.get(str(criterion.value), "0")]}},
    "status": lambda criterion: _term("status", STATUSES[str(criterion.value)]),
}
_CRITERIA: Mapping[PropertyKind, Callable[[Criterion], Clause]] = {
    PropertyKind.FIELD: _field,
    PropertyKind.URN: _urn,
    PropertyKind.ATTRIBUTE: _attribute,
}


def _sorted(text: str) -> Clause | str:
    try:
        return _sort(parse_sort(text, RESOLVER))
    except QueryError as error:
        return error.message


def _sort(sort: Sort) -> Clause:
    order = {"order": "asc" if sort.is_ascending else "desc"}
    if sort.field is None:
        return {"name.keyword" if sort.key == "name" else sort.key: order}
    name = f"fields.{sort.field.type}{'_keyword' if sort.field.type in ('state', 'district', 'ward') else ''}"
    return {name: {"nested": {"filter": _term("fields.field", sort.field.uuid), "path": "fields"}, **order}}
