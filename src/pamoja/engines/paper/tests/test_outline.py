"""What is printed of small forms: numbers, spaces, codes, skips, grids, repeats."""

import pytest

from pamoja.engines.paper import Block, Grid, Measured, Note, Question, Skip, Table, outline
from pamoja.engines.paper.tests.forms import Asked, escaped, form_of
from pamoja.engines.xforms import load

SPACES = [
    (Asked("q", "int", rule=f'constraint="{escaped(". >= 0 and . <= 120")}"'), "digits", (3, 0), ("0", "120")),
    (Asked("q", "int", rule=f'constraint="{escaped(". < 100")}"'), "digits", (2, 0), ("", "99")),
    (Asked("q", "int", rule=f'constraint="{escaped("10 > .")}"'), "digits", (1, 0), ("", "9")),
    (Asked("q", "int"), "digits", (0, 0), ("", "")),
    (Asked("q", "decimal", rule=f'constraint="{escaped(". <= 45.5")}"'), "decimal", (2, 2), ("", "45.5")),
    (Asked("q", rule="constraint=\"regex(., '^[0-9]{10}$')\""), "digits", (10, 0), ("", "")),
    (Asked("q"), "line", (0, 0), ("", "")),
    (Asked("q", "date"), "date", (0, 0), ("", "")),
    (Asked("q", "geopoint"), "point", (0, 0), ("", "")),
    (Asked("q", choices=["a", "b"]), "one", (0, 0), ("", "")),
    (Asked("q", choices=["a", "b"], control="select"), "many", (0, 0), ("", "")),
    (Asked("q", "binary", control="upload"), "file", (0, 0), ("", "")),
    (Asked("q", control="trigger"), "tick", (0, 0), ("", "")),
]


@pytest.mark.parametrize(("asked", "space", "digits", "limits"), SPACES)
def test_an_answer_gets_the_room_that_it_needs(
    asked: Asked, space: str, digits: tuple[int, int], limits: tuple[str, str]
) -> None:
    found = outline(form_of(asked)).questions["/q"]
    assert (found.space, found.digits, found.limits) == (space, digits, limits)


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        (["yes", "no"], ["1", "2"]),
        (["1", "2", "98"], ["1", "2", "98"]),
        (["MW101", "MW102"], ["MW101", "MW102"]),
        (["1", "other"], ["1", "2"]),
    ],
)
def test_choices_have_codes_that_are_quick_to_write(values: list[str], codes: list[str]) -> None:
    options = outline(form_of(Asked("q", choices=values))).questions["/q"].options
    assert [each.code for each in options] == codes
    assert [each.value for each in options] == values
    assert [each.label for each in options] == [each.upper() for each in values]


LISTED = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>T</h:title><model>
<instance><data id="f" version="7"><q/></data></instance><instance id="people" src="jr://file-csv/people.csv"/>
<bind nodeset="/data/q" type="string"/></model></h:head><h:body><select1 ref="/data/q"><label>Q</label>
<itemset nodeset="randomize(instance('people')/root/item)"><value ref="name"/><label ref="label"/></itemset></select1>
</h:body></h:html>"""


def test_a_list_that_changes_has_no_codes() -> None:
    form = load(LISTED, {"people.csv": b"name,label\n0192-a,Banda\n0192-b,Phiri\n"})
    asked = outline(form).questions["/q"]
    assert sorted((each.code, each.label) for each in asked.options)[0][0] == "1"
    changing = outline(form, living=frozenset({"people"})).questions["/q"]
    assert not changing.is_listed
    assert sorted((each.code, each.value) for each in changing.options) == [("Banda", "0192-a"), ("Phiri", "0192-b")]


def test_a_choice_says_where_to_go_on() -> None:
    only = "relevant=\"/data/a = 'yes'\""
    form = form_of(Asked("a", choices=["yes", "no"]), Asked("b", rule=only), Asked("c", rule=only), Asked("d"))
    assert outline(form).questions["/a"].skips == (Skip("2", "NO", 4),)


def test_what_follows_from_a_question_that_is_not_asked_is_passed_over_too() -> None:
    asked = Asked("b", choices=["yes", "no"], rule="relevant=\"/data/a = 'yes'\"")
    form = form_of(
        Asked("a", choices=["yes", "no"]), asked, Asked("c", rule="relevant=\"/data/b = 'yes'\""), Asked("d")
    )
    assert outline(form).questions["/a"].skips == (Skip("2", "NO", 4),)


def test_what_is_asked_because_another_is_blank_is_not_passed_over() -> None:
    asked = Asked("b", choices=["yes", "no"], rule="relevant=\"/data/a = 'yes'\"")
    form = form_of(
        Asked("a", choices=["yes", "no"]), asked, Asked("c", rule="relevant=\"/data/b != 'yes'\""), Asked("d")
    )
    assert outline(form).questions["/a"].skips == (Skip("2", "NO", 3),)


def test_the_last_questions_are_passed_over_to_the_end() -> None:
    form = form_of(Asked("a", choices=["yes", "no"]), Asked("b", rule="relevant=\"/data/a = 'yes'\""))
    assert outline(form).questions["/a"].skips == (Skip("2", "NO", None),)


def test_nothing_is_passed_over_that_may_have_to_be_asked() -> None:
    rule = "relevant=\"/data/a = 'yes' or /data/b = 1\""
    form = form_of(Asked("b", "int"), Asked("a", choices=["yes", "no"]), Asked("c", rule=rule), Asked("d"))
    assert outline(form).questions["/a"].skips == ()


def test_a_note_that_must_be_read_is_not_passed_over() -> None:
    only = "relevant=\"/data/a = 'yes'\""
    note = Asked("n", rule='readonly="true()"')
    form = form_of(Asked("a", choices=["yes", "no"]), Asked("b", rule=only), note, Asked("c", rule=only), Asked("d"))
    assert outline(form).questions["/a"].skips == ()


def test_calculations_have_no_number_and_notes_no_space() -> None:
    form = form_of(
        Asked("a"), Asked("n", rule='readonly="true()"'), Asked("s", rule='calculate="1"', control="none"), Asked("b")
    )
    items = outline(form).items
    assert [each.number for each in items if isinstance(each, Question)] == [1, 2]
    assert [each.label for each in items if isinstance(each, Note)] == ["n"]


def test_an_earlier_answer_in_a_label_is_the_number_of_its_question() -> None:
    label = 'How old is **<output value="/data/a"/>**?'
    found = outline(form_of(Asked("a"), Asked("b", label=label)))
    assert found.questions["/b"].label == "How old is (1)?"
    assert found.has_references


def test_long_lists_stand_at_the_end_once() -> None:
    many = [f"c{n}x" for n in range(30)]
    found = outline(form_of(Asked("a", choices=many), Asked("b", choices=many), Asked("c", choices=["x", "y"])))
    assert [(each.name, len(each.options)) for each in found.lists] == [("A", 30)]
    assert [each.list_name for each in found.questions.values()] == ["A", "A", ""]


def test_questions_with_the_same_choices_make_a_grid() -> None:
    alike = [Asked(f"q{n}", choices=["yes", "no"]) for n in range(3)]
    (grid,) = outline(form_of(*alike)).items
    assert isinstance(grid, Grid)
    assert [each.number for each in grid.questions] == [1, 2, 3]


REPEAT = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>T</h:title><model>
<instance><data id="f"><n/><member jr:template=""><who/><age/><job/></member></data></instance>
<bind nodeset="/data/n" type="int"/><bind nodeset="/data/member" relevant="/data/n &gt; 0"/>
<bind nodeset="/data/member/age" type="int"/>
<bind nodeset="/data/member/job" type="string" relevant="../age &gt; 14"/></model></h:head>
<h:body><input ref="/data/n"><label>How many</label></input><group ref="/data/member"><label>Member</label>
<repeat nodeset="/data/member" jr:count="/data/n"><input ref="/data/member/who"><label>Who</label></input>
<input ref="/data/member/age"><label>Age</label></input>
<input ref="/data/member/job" {looks}><label>Job</label></input></repeat></group></h:body></h:html>"""


def test_a_narrow_repeat_is_a_table() -> None:
    table = outline(load(REPEAT.format(looks="").encode()), rows=8).items[1]
    assert isinstance(table, Table)
    assert (table.label, table.rows, table.counts) == ("Member", 8, ("/n",))
    assert table.only_if == Measured("/n", ">", "0")
    assert table.questions[2].only_if == Measured("/member/age", ">", "14")
    assert [each.number for each in table.questions] == [2, 3, 4]


def test_a_wide_repeat_is_a_block() -> None:
    block = outline(load(REPEAT.format(looks='appearance="multiline"').encode()), rows=2).items[1]
    assert isinstance(block, Block)
    assert block.rows == 2
    assert len(block.items) == 3
