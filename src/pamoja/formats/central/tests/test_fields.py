"""Lists of fields as the ODK Central API gives them."""

import pytest

from pamoja.formats.central.fields import ListedField, list_fields, named_for_odata, removed_names, retyped, title_of

FORM = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
  xmlns:orx="http://openrosa.org/xforms" xmlns:jr="http://openrosa.org/javarosa">
  <h:head><h:title> Visit </h:title><model>
    <instance><data id="visit">
      <orx:meta><orx:instanceID/></orx:meta>
      <name/><photo/><colours/><note/>
      <g.1><age/></g.1>
      <child jr:template=""><born/></child><child><born/></child>
    </data></instance>
    <bind nodeset="/data/orx:meta/orx:instanceID" type="string"/>
    <bind nodeset="name" type="string"/><bind nodeset="/data/photo" type="binary"/>
    <bind nodeset="/data/colours" type="string"/><bind nodeset="/data/note" readonly="true()"/>
    <bind nodeset="/data/g.1/age" type="int"/><bind nodeset="/data/child/born" type="date"/>
  </model></h:head>
  <h:body><select ref="/data/colours"/><group><repeat nodeset="/data/child"/></group></h:body>
</h:html>"""


def test_every_node_is_listed_once_parents_first() -> None:
    assert [(each.path, each.type) for each in list_fields(FORM)] == [
        ("/meta", "structure"),
        ("/meta/instanceID", "string"),
        ("/name", "string"),
        ("/photo", "binary"),
        ("/colours", "string"),
        ("/note", "unknown"),
        ("/g.1", "structure"),
        ("/g.1/age", "int"),
        ("/child", "repeat"),
        ("/child/born", "date"),
    ]


def test_what_is_not_so_is_null() -> None:
    told = {each.path: each.to_json() for each in list_fields(FORM)}
    assert told["/photo"]["binary"] is True
    assert told["/colours"]["selectMultiple"] is True
    assert told["/name"] == {
        "path": "/name", "name": "name", "type": "string", "binary": None, "selectMultiple": None,
    }  # fmt: skip


def test_odata_readers_see_names_that_are_identifiers() -> None:
    assert [each.path for each in named_for_odata(list_fields(FORM))][6:8] == ["/g_1", "/g_1/age"]


def test_the_title_is_the_one_that_is_written() -> None:
    assert title_of(FORM) == "Visit"
    assert title_of(FORM.replace(b"<h:title> Visit </h:title>", b"")) == ""


@pytest.mark.parametrize(
    ("old", "new", "is_refused"),
    [
        ("int", "int", False),
        ("int", "string", False),
        ("int", "date", True),
        ("string", "int", True),
        ("structure", "string", True),
        ("repeat", "string", True),
    ],
)
def test_answers_may_become_text_and_nothing_else(old: str, new: str, is_refused: bool) -> None:
    before, after = (ListedField("/a", "a", kind) for kind in (old, new))
    assert retyped([[before]], [after]) == (before if is_refused else None)


def test_the_last_version_that_had_a_field_decides_on_its_type() -> None:
    versions = [[ListedField("/a", "a", kind)] for kind in ("int", "string")]
    assert retyped([*versions, []], [ListedField("/a", "a", "int")]) == versions[1][0]


def test_what_a_form_says_of_entities_may_vanish_without_a_word() -> None:
    paths = ("/age", "/meta", "/meta/entity", "/meta/entity/label", "/g/born")
    old = [ListedField(path, path.rpartition("/")[2], "string") for path in paths]
    assert removed_names(old, []) == ["age", "born"]
    assert removed_names(old, old) == []
