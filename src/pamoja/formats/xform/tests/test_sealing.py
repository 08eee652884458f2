"""A public key and a version suffix in a form's XML, and every other byte as it was."""

from datetime import UTC, datetime

import pytest

from pamoja.formats.xform import XFormRefused, parse_xform
from pamoja.formats.xform.sealing import encrypted_form, version_suffix

KEY = "MIIB+/="
FORM = """<?xml version="1.0"?>
<h:html xmlns="{ns}" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:x="http://www.w3.org/2002/xforms"><h:head><{p}model>
<!-- <submission/> --><{p}instance><data id="a" version="1" xmlns="b"><submission/></data></{p}instance>{submission}
</{p}model ></h:head></h:html>"""
XFORMS = "http://www.w3.org/2002/xforms"


def form(submission: str, p: str = "", ns: str = XFORMS) -> bytes:
    return FORM.format(submission=submission, p=p, ns=ns).encode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<submission/>", '<submission base64RsaPublicKey="MIIB+/="/>'),
        ('<submission action="a&amp;b" />', '<submission action="a&amp;b" base64RsaPublicKey="MIIB+/=" />'),
        ("<submission></submission>", '<submission base64RsaPublicKey="MIIB+/="></submission>'),
        ('<submission base64RsaPublicKey="" a="1"/>', '<submission base64RsaPublicKey="MIIB+/=" a="1"/>'),
    ],
)
def test_the_key_stands_in_the_submission_of_the_model(before: str, after: str) -> None:
    assert encrypted_form(form(before), KEY, "[x]") == form(after).replace(b'version="1" ', b'version="1[x]" ')


def test_a_model_without_a_submission_gets_one_at_its_end() -> None:
    sealed = encrypted_form(form(""), KEY, "")
    assert sealed == form("").replace(b"</model >", b'<submission base64RsaPublicKey="MIIB+/="/></model >')


def test_the_new_tag_is_of_the_namespace_of_the_model() -> None:
    sealed = encrypted_form(form("", "x:", "http://www.w3.org/1999/xhtml"), KEY, "")
    assert b'<x:submission base64RsaPublicKey="MIIB+/="/></x:model' in sealed
    assert parse_xform(sealed).submission.public_key == KEY


def test_the_suffix_is_the_moment_in_eight_letters() -> None:
    assert version_suffix(datetime(2019, 1, 1, tzinfo=UTC)) == "[encrypted:AWgGtbwA]"


@pytest.mark.parametrize("xml", [b"<a/>", b"<a"])
def test_what_is_no_form_is_refused(xml: bytes) -> None:
    with pytest.raises(XFormRefused):
        encrypted_form(xml, KEY, "")
