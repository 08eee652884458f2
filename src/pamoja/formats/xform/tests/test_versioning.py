"""Another version in a form's XML, and every other byte as it was."""

import pytest

from pamoja.formats.xform import XFormRefused, parse_xform
from pamoja.formats.xform.versioning import with_version

FORM = """<?xml version="1.0"?>
<!-- a form of ours --><h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:orx="http://openrosa.org/xforms"><h:head><h:title>A</h:title><model><instance>
<{root}<name/></data></instance><instance id="other"><root version="7"/></instance></model></h:head></h:html>"""


def form(root: str) -> bytes:
    return FORM.format(root=root).encode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('data id="a">', 'data id="a" version="x">'),
        ('data id="a" version="1">', 'data id="a" version="x">'),
        ("data version='1' id='a'>", "data version=\"x\" id='a'>"),
        ('data id="a" orx:version="">', 'data id="a" orx:version="x">'),
        ('data note=" version=\'1\' &gt; " id="a" >', 'data note=" version=\'1\' &gt; " id="a" version="x" >'),
        ('data\n  id="a"\n  version = "1"\n>', 'data\n  id="a"\n  version = "x"\n>'),
    ],
)
def test_the_version_alone_is_changed(before: str, after: str) -> None:
    assert with_version(form(before), "x") == form(after)


@pytest.mark.parametrize("version", ["", "2", 'x" version="y', "<&>'\"", "é✅ 1"])
def test_any_text_can_be_a_version(version: str) -> None:
    assert parse_xform(with_version(form('data id="a" version="1">'), version)).version == version


def test_a_mark_and_space_before_the_form_stay() -> None:
    for lead in (b"\xef\xbb\xbf", b"\n  "):
        assert with_version(lead + form('data id="a">'), "x") == lead + form('data id="a" version="x">')


@pytest.mark.parametrize("xml", [b"<a/>", b"<a", form('data id="a">').decode().encode("utf-16")])
def test_what_cannot_be_named_is_refused(xml: bytes) -> None:
    with pytest.raises(XFormRefused):
        with_version(xml, "x")
