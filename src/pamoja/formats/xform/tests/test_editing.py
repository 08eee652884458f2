"""A newer version of a submission: only what is asked for changes."""

import pytest

from pamoja.engines.xforms.xml import parse_xml
from pamoja.formats.xform import read_envelope
from pamoja.formats.xform.differences import differences
from pamoja.formats.xform.editing import edited

SENT = b"""<data xmlns:orx="http://openrosa.org/xforms" id="f" version="7"><name>Ann</name><hh><size>4</size></hh>
<odd>kept</odd><orx:meta><orx:instanceID>uuid:1</orx:instanceID><orx:instanceName>A</orx:instanceName></orx:meta></data>"""


def test_an_answer_changes_and_all_else_stays() -> None:
    xml = edited(SENT, "uuid:2", "uuid:1", {"/hh/size": "5", "/hh/new": "ja", "/name": ""})
    envelope = read_envelope(xml)
    assert (envelope.instance_id, envelope.deprecated_id, envelope.instance_name) == ("uuid:2", "uuid:1", "A")
    assert (envelope.form_id, envelope.version) == ("f", "7")
    changes = [each for each in differences(SENT, xml, ()) if each["path"][0] != "meta"]
    assert changes == [
        {"old": "Ann", "new": "", "path": ["name"]},
        {"old": "4", "new": "5", "path": ["hh", "size"]},
        {"new": "ja", "path": ["hh", "new"]},
    ]


def test_an_edit_of_an_edit_replaces_the_one_before() -> None:
    xml = edited(edited(SENT, "uuid:2", "uuid:1"), "uuid:3", "uuid:2")
    assert (read_envelope(xml).instance_id, read_envelope(xml).deprecated_id) == ("uuid:3", "uuid:2")
    assert xml.count(b"deprecatedID>") == 2


@pytest.mark.parametrize(
    "meta",
    [
        "<meta><instanceId>uuid:1</instanceId></meta>",
        "<orx:meta><orx:instanceID>uuid:1</orx:instanceID></orx:meta>",  # a prefix that nobody declared
        "<instanceID>uuid:1</instanceID>",
        "",
    ],
)
def test_every_way_of_naming_a_record_is_understood(meta: str) -> None:
    xml = edited(f'<data id="f"><name>Ann</name>{meta}</data>'.encode(), "uuid:2", "uuid:1", {"/name": "Bo"})
    envelope = read_envelope(xml)
    assert (envelope.instance_id, envelope.deprecated_id) == ("uuid:2", "uuid:1")
    assert parse_xml(xml).findtext("name") == "Bo"


def test_answers_of_a_form_with_a_namespace_lie_in_it() -> None:
    xml = edited(b'<data xmlns="http://example.org/f"><a>1</a></data>', "uuid:2", "uuid:1", {"/a": "2", "/b": "3\x00"})
    assert parse_xml(xml).findtext("{http://example.org/f}a") == "2"
    assert parse_xml(xml).findtext("{http://example.org/f}b") == "3"


@pytest.mark.parametrize("path", ["/hh", "/m/who"])
def test_groups_and_what_is_there_twice_are_refused(path: str) -> None:
    twice = SENT.replace(b"<odd>", b"<m><who>a</who></m><m><who>b</who></m><odd>")
    with pytest.raises(ValueError, match=path):
        edited(twice, "uuid:2", "uuid:1", {path: "x"})


def test_answers_in_repeats_are_named_by_their_instance() -> None:
    sent = b"<data><member><age>1</age></member><member><age>2</age></member></data>"
    xml = edited(sent, "uuid:2", "uuid:1", {"/member[2]/age": "3"})
    assert [each.findtext("age") for each in parse_xml(xml).findall("member")] == ["1", "3"]
    for path in ("/member[3]/age", "/member/age"):
        with pytest.raises(ValueError):
            edited(sent, "uuid:2", "uuid:1", {path: "3"})
