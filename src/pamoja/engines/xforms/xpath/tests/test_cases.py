"""Every function and corner of the grammar, as cases that were read off the specifications."""

import json
import math
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pamoja.engines.xforms.nodes import Node
from pamoja.engines.xforms.xpath import Context, Scope, World, XPathFault, XPathRefused, compile_source
from pamoja.engines.xforms.xpath.functions import names
from pamoja.engines.xforms.xpath.tests.small_xml import small_document

CASES = Path(__file__).parent / "cases"
CITIES = """<root>
<item><name>ams</name><country>nl</country><size>1</size></item><item><name>den</name><country>usa</country><size>2</size></item>
<item><name>nyc</name><country>usa</country><size>7.0</size></item><item><name>dro</name><country>nl</country><size>3</size></item>
</root>"""
LETTERS = "<root>" + "".join(f"<item>{letter}</item>" for letter in "ABCDEF") + "</root>"
WORLD = World(
    now=lambda: datetime.fromisoformat("2026-03-14T15:09:26.535+03:00"),
    random=lambda: 0.25,
    uuid=lambda: "00000000-0000-4000-8000-000000000000",
    properties={"deviceid": "robot:1"},
)


def _cases() -> list[Any]:
    found = []
    for path in sorted(CASES.glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        for case in content["cases"]:
            found.append(pytest.param(content["xml"], case, id=f"{path.stem}: {case['description']}"))
    return found


def _scope(data: str) -> Scope:
    texts = {"hello": "Hello!"}
    instances = {name: small_document(xml, is_static=True) for name, xml in (("cities", CITIES), ("letters", LETTERS))}
    return Scope(small_document(data), WORLD, instances, text=lambda text_id: texts[text_id], version="2026-1")


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return [node.string() for node in value]
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


def _context_node(scope: Scope, path: str | None) -> Node:
    if path in (None, "number"):
        return scope.root
    found = compile_source(str(path))(Context(scope.root, scope))
    assert isinstance(found, list)
    return found[0]


@pytest.mark.parametrize(("xml", "case"), _cases())
def test_an_expression_gives_what_the_specification_says(xml: str, case: dict[str, Any]) -> None:
    scope = _scope(xml)
    found = _value(compile_source(case["expression"])(Context(_context_node(scope, case.get("context")), scope)))
    expected = case["expected"]
    if isinstance(expected, float) and not isinstance(found, bool):
        assert found == pytest.approx(expected, abs=1e-12)
    else:
        assert type(found) is (float if type(expected) is int else type(expected))
        assert found == expected


def test_every_function_has_a_case() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in CASES.glob("*.json"))
    without = {name for name in names() if f"{name}(" not in text}
    assert without == {"choice-name"}  # it needs a form


@pytest.mark.parametrize(
    "source",
    ["", "1 +", "/data/", "a b", "(1", "foo(", "nonsense(1)", "count()", "'open", "a[1", "$x", "#", "//", "..a"],
)
def test_what_is_no_expression_is_refused(source: str) -> None:
    with pytest.raises(XPathRefused):
        compile_source(source)


@given(st.text(alphabet="/.*@[]()'\" \n,=<>!+-|$1ab:é", max_size=30))
def test_any_text_is_an_expression_or_is_refused(source: str) -> None:
    try:
        run = compile_source(source)
    except XPathRefused:
        return
    scope = _scope("<a><b>1</b><b/></a>")
    with suppress(XPathFault):
        run(Context(scope.root, scope))


def test_deep_nesting_is_refused_before_the_stack_ends() -> None:
    with pytest.raises(XPathRefused, match="nested"):
        compile_source("(" * 5000 + "1" + ")" * 5000)


def test_the_index_of_a_list_gives_what_the_long_way_gives() -> None:
    scope = _scope("<data><country>usa</country></data>")
    quick = compile_source("instance('cities')/root/item[country = /data/country]/name")(Context(scope.root, scope))
    slow = compile_source("instance('cities')/root/item[concat(country, '') = /data/country]/name")
    assert _value(quick) == _value(slow(Context(scope.root, scope))) == ["den", "nyc"]
    assert scope.instances["cities"].children[0].index
