"""Real encrypted records are read, and ours are sealed for a real form. Nobody here has the keys of these."""

import base64
import os
import re
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from pamoja.core.crypto.odk.ciphers import NotDecrypted, read_public_key, unwrap
from pamoja.core.crypto.odk.records import Clear, seal
from pamoja.formats.xform import read_envelope
from pamoja.formats.xform.envelope import EncryptedParts

FORMS = Path(os.environ.get("PAMOJA_CONFORMANCE", Path(__file__).parents[7] / "shared" / "conformance")) / "forms"
FORM = FORMS / "xforms/odk-central-testdata/forms/encrypted.xml"
CENTRAL, ONADATA = "xforms/odk-central-testdata/instances", "submissions/onadata/apps"
RSA_2048 = 256  # bytes
RECORDS = (
    (
        f"{CENTRAL}/encrypted.one.xml",
        "encrypted",
        "working3",
        "uuid:dcf4a151-5088-453f-99e6-369d67828f7a",
        ["1561432508817.jpg.enc"],
    ),
    (
        f"{CENTRAL}/encrypted.two.xml",
        "encrypted",
        "working3",
        "uuid:99b303d9-6494-477b-a30d-d8aae8867335",
        ["1561432532482.jpg.enc"],
    ),
    (
        f"{ONADATA}/api/tests/fixtures/encrypted-submission.xml",
        "hh_survey2",
        "202107261131",
        "uuid:dfc02f1f-3c5d-422d-8430-5694dfd07973",
        ["6-seater-7-15_15_11-15_45_15.jpg.enc"],
    ),
    (
        f"{ONADATA}/logger/fixtures/tutorial_encrypted/instances/tutorial_encrypted.xml",
        "tutorial_encrypted",
        "201701031234",
        "uuid:f8971231-f3b8-4b2b-8c35-d95fa207d937",
        ["1483528430996.jpg.enc", "1483528445767.jpg.enc"],
    ),
    (
        f"{ONADATA}/main/tests/fixtures/transportation/instances_encrypted/submission.xml",
        "transportation_encrypted",
        "2025051326",
        "uuid:c15252fe-b6f3-4853-8f04-bf89dc73985a",
        [],
    ),
)
needs_files = pytest.mark.skipif(not FORMS.is_dir(), reason="the real forms are not beside the project")


def _parts(path: str) -> EncryptedParts:
    found = read_envelope((FORMS / path).read_bytes()).encryption
    assert found is not None
    return found


@needs_files
@pytest.mark.parametrize(("path", "form_id", "version", "instance_id", "media"), RECORDS)
def test_the_outside_of_a_record_is_read(
    path: str, form_id: str, version: str, instance_id: str, media: list[str]
) -> None:
    envelope = read_envelope((FORMS / path).read_bytes())
    assert (envelope.form_id, envelope.version, envelope.instance_id) == (form_id, version, instance_id)
    parts = _parts(path)
    assert (parts.xml_file, list(parts.media_files)) == ("submission.xml.enc", media)
    assert len(base64.b64decode(parts.key)) == len(base64.b64decode(parts.signature)) == RSA_2048


@needs_files
@pytest.mark.parametrize("path", [each[0] for each in RECORDS])
def test_a_key_of_somebody_else_opens_none(path: str) -> None:
    with pytest.raises(NotDecrypted):
        unwrap(rsa.generate_private_key(65537, 2048), _parts(path).key)


@needs_files
def test_a_record_is_sealed_for_a_real_form_as_its_devices_seal_it() -> None:
    key = re.search(r'base64RsaPublicKey="([^"]+)"', FORM.read_text(encoding="utf-8"))
    assert key
    sealed = seal(
        read_public_key(key[1]), bytes(32), Clear("encrypted", "working3", "uuid:1", b"<data/>", {"a.jpg": b"x"})
    )
    ours, theirs = read_envelope(sealed.envelope).encryption, _parts(RECORDS[0][0])
    assert ours is not None
    assert (ours.xml_file, ours.media_files) == (theirs.xml_file, ("a.jpg.enc",))
    assert (len(ours.key), len(ours.signature)) == (len(theirs.key), len(theirs.signature))
