from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from pamoja.formats.central import MESSAGES
from pamoja.formats.openrosa import (
    EntityState,
    Envelope,
    ListedForm,
    MediaFile,
    Refusal,
    content_disposition,
    entity_integrity,
    envelope_refusal,
    form_list,
    manifest,
    message,
    missing_xml_part,
    part_name,
    read_envelope,
    response_headers,
    safe_name,
    success,
    version_refusal,
)

BASE = "https://example.org/v1/projects/1"


def test_a_form_list_names_each_form_and_its_manifest_only_when_it_has_files():
    simple = ListedForm("simple", "", "", "5c09", f"{BASE}/forms/simple.xml")
    media = ListedForm("a b", 'Fish & "chips"', "2", "e7e9", f"{BASE}/forms/a%20b.xml", f"{BASE}/forms/a%20b/manifest")
    assert form_list([simple, media]).decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '  <xforms xmlns="http://openrosa.org/xforms/xformsList">\n'
        "    <xform>\n"
        "      <formID>simple</formID>\n"
        "      <name>simple</name>\n"
        "      <version></version>\n"
        "      <hash>md5:5c09</hash>\n"
        "      <downloadUrl>https://example.org/v1/projects/1/forms/simple.xml</downloadUrl>\n"
        "    </xform>\n"
        "    <xform>\n"
        "      <formID>a b</formID>\n"
        "      <name>Fish &amp; &quot;chips&quot;</name>\n"
        "      <version>2</version>\n"
        "      <hash>md5:e7e9</hash>\n"
        "      <downloadUrl>https://example.org/v1/projects/1/forms/a%20b.xml</downloadUrl>\n"
        "      <manifestUrl>https://example.org/v1/projects/1/forms/a%20b/manifest</manifestUrl>\n"
        "    </xform>\n"
        "  </xforms>"
    )


def test_an_empty_form_list_is_a_list():
    assert form_list([]).decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n  <xforms xmlns="http://openrosa.org/xforms/xformsList">\n  </xforms>'
    )


def test_a_manifest_tells_entity_lists_from_plain_files():
    plain = MediaFile("good one.csv", "2241", f"{BASE}/forms/f/attachments/good%20one.csv")
    people = MediaFile(
        "people.csv",
        "abcd",
        f"{BASE}/forms/f/attachments/people.csv",
        "entityList",
        f"{BASE}/datasets/people/integrity",
    )
    assert manifest([plain, people]).decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '  <manifest xmlns="http://openrosa.org/xforms/xformsManifest">\n'
        "    <mediaFile>\n"
        "      <filename>good one.csv</filename>\n"
        "      <hash>md5:2241</hash>\n"
        "      <downloadUrl>https://example.org/v1/projects/1/forms/f/attachments/good%20one.csv</downloadUrl>\n"
        "    </mediaFile>\n"
        '    <mediaFile type="entityList">\n'
        "      <filename>people.csv</filename>\n"
        "      <hash>md5:abcd</hash>\n"
        "      <downloadUrl>https://example.org/v1/projects/1/forms/f/attachments/people.csv</downloadUrl>\n"
        "      <integrityUrl>https://example.org/v1/projects/1/datasets/people/integrity</integrityUrl>\n"
        "    </mediaFile>\n"
        "  </manifest>"
    )


def test_the_integrity_document_says_which_entities_are_gone():
    assert entity_integrity([EntityState("a", True), EntityState("b", False)]).decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        "  <data>\n"
        "    <entities>\n"
        '      <entity id="a">\n'
        "        <deleted>true</deleted>\n"
        "      </entity>\n"
        '      <entity id="b">\n'
        "        <deleted>false</deleted>\n"
        "      </entity>\n"
        "    </entities>\n"
        "  </data>"
    )


def test_success_has_an_empty_nature_and_an_error_says_error():
    assert success().decode() == (
        '\n  <OpenRosaResponse xmlns="http://openrosa.org/http/response" items="0">\n'
        '    <message nature="">full submission upload was successful!</message>\n'
        "  </OpenRosaResponse>"
    )
    assert b'<message nature="error">a &lt; b</message>' in message("a < b")


@pytest.mark.parametrize("text", ["a & b", "<x>", "it's", '"q"', "\x00\x1b", "\ufffe", "😂 صادق"])
def test_every_document_stays_well_formed(text):
    for document in (
        form_list([ListedForm(text, text, text, text, text, text)]),
        manifest([MediaFile(text, text, text, text, text)]),
        entity_integrity([EntityState(text, is_deleted=True)]),
        message(text, nature=text),
    ):
        etree.fromstring(document.strip())


def test_answers_carry_the_openrosa_headers():
    assert response_headers(datetime(2024, 1, 31, 9, 5, 7, tzinfo=UTC)) == {
        "Content-Language": "en",
        "X-OpenRosa-Version": "1.0",
        "X-OpenRosa-Accept-Content-Length": "100000000",
        "Date": "Wed, 31 Jan 2024 09:05:07 GMT",
    }


def test_the_version_header_must_be_exactly_1_0():
    assert version_refusal("1.0") is None
    absent, other = version_refusal(None), version_refusal("2.0")
    assert absent is not None and other is not None
    assert (absent.status, absent.code) == (400, "400.6")
    assert absent.text == "An expected header field (X-OpenRosa-Version) did not match the expected format."
    assert other.text == ("An expected header field (X-OpenRosa-Version) did not match the expected format (got: 2.0).")


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("photo.jpg", "photo.jpg"),
        ("fîlé2".encode().decode("latin-1"), "fîlé2"),
        ("f😂le3صادق".encode().decode("latin-1"), "f😂le3صادق"),
        ("fîlé2", "fîlé2"),
        ("صادق", "صادق"),
    ],
)
def test_part_names_are_read_as_utf_8_however_they_were_decoded(sent, name):
    assert part_name(sent) == name


def test_a_download_is_named_for_old_and_new_clients():
    assert content_disposition("my_file1.mp4") == (
        "attachment; filename=\"my_file1.mp4\"; filename*=UTF-8''my_file1.mp4"
    )
    assert [safe_name(name) for name in ("../a\n.jpg", "..", " ", "/")] == ["..a.jpg", "_", "_", "_"]
    assert content_disposition("é (1)/b.jpg", "inline") == (
        "inline; filename=\"- (1)b.jpg\"; filename*=UTF-8''%C3%A9%20%281%29b.jpg"
    )


def test_a_submission_without_a_form_is_refused():
    for envelope in (None, Envelope("")):
        refusal = envelope_refusal(envelope)
        assert refusal == Refusal("400.2", "Required parameter form ID xml attribute missing.")
    assert envelope_refusal(read_envelope(b"<data id='f'/>")) is None


def test_an_encrypted_submission_needs_its_instance_id():
    text = "<data id='f' encrypted='yes'><base64EncryptedKey>K</base64EncryptedKey>{}</data>"
    refusal = envelope_refusal(read_envelope(text.format("").encode()))
    assert refusal is not None
    assert refusal.text == "Required parameter instanceId (required for encrypted submissions) missing."
    assert envelope_refusal(read_envelope(text.format("<meta><instanceID>u</instanceID></meta>").encode())) is None


def test_the_missing_part_is_named():
    assert missing_xml_part() == Refusal("400.7", "Required multipart POST field xml_submission_file missing.")


def test_an_unknown_code_or_a_missing_detail_is_a_programming_error():
    with pytest.raises(KeyError):
        Refusal.of("418.1")
    with pytest.raises(KeyError):
        Refusal.of("404.6")


def test_every_refusal_is_in_the_reference():
    text = (Path(__file__).parents[5] / "docs/reference/openrosa.md").read_text(encoding="utf-8")
    flat = " ".join(text.split())
    for code, words in MESSAGES.items():
        assert f"| {code} |" in flat, code
        assert words in flat, code
