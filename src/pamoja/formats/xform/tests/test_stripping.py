"""Answers taken out of XML: what is hidden goes wherever it stands, what is not stays as it was."""

import pytest

from pamoja.formats.xform import read_document
from pamoja.formats.xform.stripping import stripped

XML = b"""<?xml version="1.0"?><data xmlns:orx="http://openrosa.org/xforms" id="hh" version="3">text
  <name>Ann</name><hh>stray<size>4</size><head>Ann</head>tail</hh>
  <member><who>Bo<odd>Bo</odd></who><age>7</age></member><member><who>Cy</who><age>9</age></member>
  <!-- Ann --><strange>Ann</strange>
  <orx:meta><orx:instanceID>uuid:1</orx:instanceID><orx:instanceName>Ann</orx:instanceName></orx:meta></data>"""
SHOWN = {"/hh/size", "/member/age"}


def test_what_is_not_shown_goes() -> None:
    done = stripped(XML, lambda path: path not in SHOWN)
    assert not [word for word in (b"Ann", b"Bo", b"Cy", b"stray", b"tail", b"text") if word in done]
    assert b"<size>4</size>" in done and b"<age>7</age>" in done and b"<age>9</age>" in done
    assert b'id="hh" version="3"' in done and done.count(b"<member>") == 2, "where answers were is still told"
    assert read_document(done).envelope.instance_id == "uuid:1", "it is the same record"


@pytest.mark.parametrize("path", ["/member/who", "/hh/head"])
def test_what_is_shown_stays(path: str) -> None:
    done = stripped(XML, lambda each: each.startswith(path))
    assert (b"Bo" in done, b"<head>Ann</head>" in done) == ((False, True) if path == "/member/who" else (True, False))
    assert b"<name>Ann</name>" in done and b"<strange>Ann</strange>" in done
