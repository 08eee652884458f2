"""Our form engine and that of ODK Web Forms say the same of forms that use everything; the long version is a suite."""

import warnings
from collections.abc import Iterator

import pytest
from pyxform.xls2xform import convert

from tests.robot.oracle import Oracle, is_installed
from tests.robot.test_robot import EVERY_TYPE, TOWNS
from tests.robot.two_engines import NOW, compare

pytestmark = [
    pytest.mark.client,
    pytest.mark.once,
    pytest.mark.skipif(not is_installed(), reason="Node.js or the packages of package-lock.json are missing: npm ci"),
]

LOGIC = """
| survey | | | | | | |
| | type | name | label | calculation | relevant | constraint |
| | integer | people | How many? | | | . >= 0 and . < 5 |
| | begin_repeat | person | Person | | | |
| | text | name | Name of ${place} | | | |
| | calculate | place | | position(..) | | |
| | integer | age | Age | | | . < 120 |
| | select_one yes | school | Does ${name} go? | | ${age} < 18 | |
| | begin_group | work | Work | | ${age} > 17 | |
| | select_multiple job | jobs | Jobs | | | count-selected(.) < 3 |
| | text | other | Which? | | selected(${jobs}, 'other') | |
| | end_group | | | | | |
| | end_repeat | | | | | |
| | calculate | oldest | | max(${age}) | | |
| | calculate | names | | join(', ', ${name}) | | |
| | select_one state | state | State | | | |
| | select_one county | county | County | | | |
| | calculate | shown | | jr:choice-name(${county}, '${county}') | | |
| | note | said | ${names}: ${shown} | | ${oldest} > 0 | |
| choices | | | | | | |
| | list_name | name | label | state | | |
| | yes | yes | Yes | | | |
| | yes | no | No | | | |
| | job | farm | Farm | | | |
| | job | shop | Shop | | | |
| | job | other | Other | | | |
| | state | kor | Kor | | | |
| | state | lor | Lor | | | |
| | county | k1 | K one | kor | | |
| | county | k2 | K two | kor | | |
| | county | l1 | L one | lor | | |
"""


@pytest.fixture(scope="module")
def oracle() -> Iterator[Oracle]:
    with Oracle(int(NOW.timestamp() * 1000)) as running:
        yield running


def _xml(sheet: str) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        xml = convert(sheet, file_type=".md", form_name="data").xform
    return xml.replace("instance('county')/root/item", "instance('county')/root/item[state = /data/state]").encode()


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("sheet", [EVERY_TYPE, LOGIC], ids=["every type", "logic"])
def test_both_say_the_same_after_every_act(oracle: Oracle, sheet: str, seed: int) -> None:
    outcome = compare(oracle, _xml(sheet), {"towns.csv": TOWNS}, seed, 40, seconds=60)
    assert (outcome.status, [str(each) for each in outcome.differences], outcome.words) == ("same", [], ""), seed
    assert outcome.steps == 40


def test_a_difference_is_seen(oracle: Oracle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pamoja.engines.xforms.checks.holds", lambda rule, node, scope, otherwise: otherwise)
    outcome = compare(oracle, _xml(EVERY_TYPE), {"towns.csv": TOWNS}, 1, 5)
    assert outcome.status == "different"
    assert {each.what for each in outcome.differences} >= {"required"}
