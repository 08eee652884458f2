"""A submission is judged by what it says, and only for what is certain."""

from datetime import datetime, timedelta

import pytest

from pamoja.engines.xforms import XFormRefused, judge
from pamoja.engines.xforms.tests.small_forms import NOW, form

DATA = '<data id="j"><age/><job/><day/><kind/><group><x/></group><twice/></data>'
MODEL = """<bind nodeset="/data/age" type="int" required="true()" constraint=". &lt; 120" jr:constraintMsg="Too old"/>
<bind nodeset="/data/job" relevant="/data/age &gt; 17" required="true()"/>
<bind nodeset="/data/day" type="date" constraint=". &gt;= today()"/>
<bind nodeset="/data/group" relevant="/data/kind = 'a'"/>
<bind nodeset="/data/twice" type="int" calculate="/data/age * 2"/>"""
BODY = """<input ref="/data/age"/><input ref="/data/job"/><input ref="/data/day"/>
<select1 ref="/data/kind"><item><value>a</value></item><item><value>b</value></item></select1>"""


def judged(answers: str, *moments: datetime, model: str = MODEL) -> list[tuple[str, str]]:
    found = judge(form(DATA, model, BODY), f'<data id="j">{answers}</data>'.encode(), moments or (NOW,))
    return [(each.path, each.kind) for each in found]


def test_a_good_record_has_nothing_against_it() -> None:
    assert judged("<age>20</age><job>nurse</job><kind>a</kind><group><x>1</x></group>") == []


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ("<age>130</age><job>x</job>", ("/age", "constraint")),
        ("<age/>", ("/age", "required")),
        ("<job/>", ("/age", "required")),
        ("<age>20</age>", ("/job", "required")),
        ("<age>10</age><job>x</job>", ("/job", "relevance")),
        ("<age>10</age><kind>c</kind>", ("/kind", "choice")),
        ("<age>10</age><kind>b</kind><group><x>1</x></group>", ("/group", "relevance")),
        ("<age>ten</age>", ("/age", "type")),
    ],
)
def test_each_kind_of_violation_is_found(answers: str, expected: tuple[str, str]) -> None:
    assert judged(answers)[0] == expected


def test_blank_elements_of_what_was_not_asked_are_no_violation() -> None:
    assert judged("<age>10</age><job/><group><x/></group>") == []


def test_values_are_taken_as_they_came() -> None:
    assert judged("<age>10</age><twice>999</twice>") == []


def test_a_rule_about_today_must_be_broken_at_every_moment() -> None:
    answers = "<age>10</age><day>2026-03-14</day>"
    assert judged(answers, NOW) == []
    assert judged(answers, NOW + timedelta(days=3)) == [("/day", "constraint")]
    assert judged(answers, NOW + timedelta(days=3), NOW) == []


def test_what_cannot_be_evaluated_here_is_not_held_against_anybody() -> None:
    model = """<instance id="far" src="jr://file-csv/far.csv"/>
    <bind nodeset="/data/age" constraint="instance('far')/root/item[name = .]/ok = 1"/>
    <bind nodeset="/data/job" relevant="pulldata('far', 'a', 'b', 'c') = 'd'" required="true()"/>
    <bind nodeset="/data/day" constraint="regex(., '^(?=x)')"/>"""
    assert judged("<age>3</age><job/><day>2020-01-01</day>", model=model) == []


@pytest.mark.parametrize("body", ["", '<input ref="/data/a"/>'])
def test_nobody_owes_an_answer_to_what_is_hidden_or_locked(body: str) -> None:
    checked = form("<data><a/></data>", '<bind nodeset="/data/a" required="true()" readonly="true()"/>', body)
    assert judge(checked, b"<data><a/></data>", (NOW,)) == ()


def test_white_space_around_a_choice_does_not_matter() -> None:
    assert judged("<age>10</age><kind>a\n  </kind>") == []


def test_an_encrypted_record_has_nothing_to_judge() -> None:
    assert judge(form(DATA, MODEL, BODY), b'<data id="j" encrypted="yes"><meta/></data>', (NOW,)) == ()


def test_a_record_of_another_form_is_refused() -> None:
    with pytest.raises(XFormRefused):
        judge(form(DATA, MODEL, BODY), b"<other/>", (NOW,))


REPEAT = '<data><r jr:template=""><a/><b/></r><r><a/><b/></r></data>'
REPEAT_BODY = (
    '<group ref="/data/r"><repeat nodeset="/data/r"><input ref="/data/r/a"/><input ref="/data/r/b"/></repeat></group>'
)


def test_the_path_of_a_violation_has_the_positions_of_repeats() -> None:
    model = '<bind nodeset="/data/r/b" required="../a = 1"/>'
    found = judge(form(REPEAT, model, REPEAT_BODY), b"<data><r><a>2</a></r><r><a>1</a></r></data>", (NOW,))
    assert [(each.path, each.kind) for each in found] == [("/r[2]/b", "required")]


def test_an_absolute_path_in_a_repeat_is_read_for_the_good_of_the_sender() -> None:
    model = '<bind nodeset="/data/r/b" constraint=". = /data/r/a"/>'
    checked = form(REPEAT, model, REPEAT_BODY)
    own = b"<data><r><a>1</a><b>1</b></r><r><a>2</a><b>2</b></r></data>"
    neither = b"<data><r><a>1</a><b>1</b></r><r><a>2</a><b>3</b></r></data>"
    assert judge(checked, own, (NOW,)) == ()
    assert [each.path for each in judge(checked, neither, (NOW,))] == ["/r[2]/b"]


@pytest.mark.parametrize("rule", ["/data/r/a", "/data/r[true()]/a"], ids=["plain", "with a predicate"])
def test_own_instances_are_found_at_every_level(rule: str) -> None:
    data = '<data><h jr:template=""><r jr:template=""><a/><b/></r></h></data>'
    body = """<group ref="/data/h"><repeat nodeset="/data/h"><group ref="/data/h/r"><repeat nodeset="/data/h/r">
    <input ref="/data/h/r/a"/><input ref="/data/h/r/b"/></repeat></group></repeat></group>"""
    rule = rule.replace("/data/r", "/data/h/r")
    checked = form(data, f'<bind nodeset="/data/h/r/b" constraint=". = {rule}"/>', body)
    rows = "".join(f"<r><a>{n}</a><b>{n}</b></r>" for n in range(3))
    assert judge(checked, f"<data><h>{rows}</h><h>{rows}</h></data>".encode(), (NOW,)) == ()
