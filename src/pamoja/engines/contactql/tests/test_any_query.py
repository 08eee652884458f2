"""Whatever is written is a query or a QueryError, and the text of any query is that query."""

from hypothesis import given
from hypothesis import strategies as st

from pamoja.engines.contactql.criteria import criteria_of
from pamoja.engines.contactql.errors import QueryError
from pamoja.engines.contactql.evaluation import matches
from pamoja.engines.contactql.inspection import inspect
from pamoja.engines.contactql.properties import ATTRIBUTES
from pamoja.engines.contactql.query import make_query, parse_query
from pamoja.engines.contactql.tests.workspace import WORKSPACE, Contact, environment
from pamoja.engines.contactql.tree import (
    Combination,
    Condition,
    Connective,
    Node,
    Operator,
    PropertyKind,
    conditions,
    simplify,
)

PIECES = r"""
and or ( ) = != ~ > >= < <= has is " \" \ "" name age due tel urns.tel fields.age x.y group flow status language tickets
created_on ref urn Amina "Youth active kin 18 -1.5 1e3 01-02-2026 2026-02-01T10:00 9999-12-31 0001-01-01 +250788123123
0788 telegram:1 ! $ . é ß ا أمينة 😀 {{
""".split()  # noqa: SIM905
texts = st.text() | st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)
policies = st.sampled_from(["none", "urns"])

values = st.text() | st.sampled_from(["", "\\", '"', 'a\\" OR b', "18", "1.50", "x\n\ty", "\ufffd", "\U0001f600"])
keys = st.one_of(
    st.tuples(st.just(PropertyKind.ATTRIBUTE), st.sampled_from(list(ATTRIBUTES))),
    st.tuples(st.just(PropertyKind.URN), st.sampled_from(["tel", "mailto", "and"])),
    st.tuples(st.just(PropertyKind.FIELD), st.sampled_from(["age", "name", "é_1", "2"])),
)
asked = st.builds(lambda key, *rest: Condition(*key, *rest), keys, st.sampled_from(Operator), values)
trees = st.recursive(
    asked,
    lambda children: st.builds(Combination, st.sampled_from(Connective), st.lists(children, max_size=4).map(tuple)),
    max_leaves=12,
)


@given(texts, policies)
def test_any_text_is_a_query_or_an_error(text: str, policy: str) -> None:
    env = environment(redaction_policy=policy)
    try:
        query = parse_query(env, text, WORKSPACE)
    except QueryError:
        return
    everything = Contact({(kind, key): [text] for kind in PropertyKind for key in ("name", "tel", "urn", "language")})
    assert matches(env, query, everything) in (True, False)
    assert inspect(query).to_json()
    assert criteria_of(env, query)


@given(trees)
def test_the_text_of_a_tree_is_that_tree_simplified(tree: Node) -> None:
    env = environment()
    try:
        query = make_query(env, tree)
    except QueryError:
        return
    if query.root is not None:
        assert parse_query(env, str(query)) == query


@given(trees)
def test_what_is_simplified_cannot_be_simplified_further(tree: Node) -> None:
    simple = simplify(tree)
    assert simple is None or simplify(simple) == simple
    assert list(conditions(simple)) == list(conditions(tree))
