"""Encrypted records that are opened while they are taken out hide what others hide."""

from pamoja.apps.forms.models import Form
from pamoja.apps.forms.protecting.tests.conftest import ANSWERS
from pamoja.apps.forms.protecting.tests.reading import Reader, text_of
from pamoja.apps.forms.protecting.tests.test_every_way_out import MARKERS
from pamoja.apps.forms.seeing.tests.survey import record_xml
from pamoja.apps.forms.services import encrypt_project
from pamoja.apps.forms.tests.sealing import PASSPHRASE, send_sealed
from pamoja.core.testing.cast import Cast


def test_no_hidden_answer_leaves_an_encrypted_record(cast: Cast, classified: Form, amina: Reader, ed: Reader) -> None:
    key = encrypt_project(cast.actor("amina"), classified.project, PASSPHRASE)
    answers = ANSWERS.format(photo="new-zqphoto.png").replace("ZQNAME", "ZQSEALED").replace("ZQWHO", "ZQNEWWHO")
    media = {"new-zqphoto.png": b"ZQFILE new-zqphoto", "audit.csv": b"event\nZQNAME\n"}
    send_sealed(cast.actor("amina"), classified, "uuid:zq9", record_xml("uuid:zq9", answers), media)
    for ending in ("csv", "csv.zip"):
        path = f"/odk/v1/projects/{classified.project_id}/forms/water/submissions.{ending}"
        whole, veiled = (text_of(who.asks("POST", path, {str(key.pk): PASSPHRASE})) for who in (amina, ed))
        assert "ZQSEALED" in whole and "uuid:zq9" in veiled and "hidden" in veiled
        assert not [marker for marker in (*MARKERS, "ZQSEALED") if marker in veiled]
