"""The page of one record, its XML, and deleting it."""

from typing import Any

import pytest

from pamoja.apps.forms.models import Form, Submission
from pamoja.apps.forms.seeing.tests.reading import body, page, record_page
from pamoja.apps.forms.seeing.tests.survey import record_xml
from pamoja.apps.forms.services import receive_submission
from pamoja.core.audit.models import AuditEntry
from pamoja.core.testing.cast import Cast


def text(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


def test_the_answers_stand_as_the_form_lays_them_out(cast: Cast, ann: Submission) -> None:
    page = text(cast.client("amina").get(record_page(ann)))
    order = ["Ann of Chitipa", "Household", "A well", "Drinking, Cooking", "Day of the visit", "2 March 2026"]
    order += ["Member 1", "A1", "Dose 1", "5 January 2026", "Dose 2", "5 February 2026", "Member 2", "A2"]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert "Chitipa" in page and "MW101" in page


def test_a_photo_is_drawn_and_comes_as_a_download(cast: Cast, ann: Submission) -> None:
    url = f"/files/{ann.files.get().file.public_id}/"
    assert f'<img class="record-image" src="{url}"' in text(cast.client("amina").get(record_page(ann)))
    response = cast.client("amina").get(url)
    assert response["Content-Disposition"].startswith("attachment") and body(response)


def test_what_is_odd_is_said_in_plain_words(cast: Cast, form: Form) -> None:
    cy = Submission.objects.get(instance_id="uuid:cy")
    page = text(cast.client("amina").get(record_page(cy)))
    assert "many" in page and "Kept as text because it is not a number." in page
    assert "left over" in page and "The form has no such question; the answer is kept." in page


@pytest.mark.parametrize(("who", "here", "there"), [("amina", 200, 200), ("ben", 200, 200), ("dina", 200, 404)])
def test_who_may_see_a_record(cast: Cast, ann: Submission, bo: Submission, who: str, here: int, there: int) -> None:
    client = cast.client(who)
    for name, args in (("record", ()), ("xml", (1,))):
        assert client.get(record_page(ann, name, *args)).status_code == here
        assert client.get(record_page(bo, name, *args)).status_code == there


def test_strangers_see_no_record(cast: Cast, ann: Submission) -> None:
    for name, args in (("record", ()), ("xml", (1,))):
        url = record_page(ann, name, *args)
        assert cast.client("chol").get(url).status_code == 404
        for who in ("nobody", "device", "token"):
            assert cast.client(who).get(url).status_code == 302, who


def test_reading_is_audited(cast: Cast, ann: Submission) -> None:
    cast.client("dina").get(record_page(ann))
    entry = AuditEntry.objects.filter(kind="forms.submission", object_id=str(ann.public_id)).latest("sequence")
    assert (entry.verb, entry.actor) == ("read", cast.actor("dina").label)


def test_the_xml_comes_as_it_was_sent(cast: Cast, ann: Submission) -> None:
    response = cast.client("ben").get(record_page(ann, "xml", 1))
    assert body(response) == record_xml("uuid:ann", name="Ann of Chitipa")
    assert response["Content-Type"] == "application/octet-stream"
    assert cast.client("ben").get(record_page(ann, "xml", 2)).status_code == 404


def test_an_edit_is_listed_and_shown(cast: Cast, form: Form, ann: Submission) -> None:
    xml = record_xml("uuid:ann2", "<name>Anne</name>", deprecated="uuid:ann")
    receive_submission(cast.actor("ben"), form.project_id, xml)
    page = text(cast.client("amina").get(record_page(ann)))
    assert "Anne" in page and "Edit 1" in page and "First sent" in page


def test_amina_deletes_a_record_and_brings_it_back(cast: Cast, form: Form, ann: Submission) -> None:
    amina, ben = cast.client("amina"), cast.client("ben")
    assert amina.post(record_page(ann, "delete")).status_code == 302
    assert "was deleted on" in text(amina.get(record_page(ann)))
    assert ben.get(record_page(ann)).status_code == 404
    assert ben.get(record_page(ann, "xml", 1)).status_code == 404
    assert amina.post(record_page(ann, "restore")).status_code == 302
    assert ben.get(record_page(ann)).status_code == 200


def test_who_may_not_delete(cast: Cast, ann: Submission, bo: Submission) -> None:
    for who, submission, status in (("ben", ann, 403), ("dina", ann, 403), ("dina", bo, 404), ("chol", ann, 404)):
        for name in ("delete", "restore"):
            assert cast.client(who).post(record_page(submission, name)).status_code == status, (who, name)
    assert cast.client("nobody").post(record_page(ann, "delete")).status_code == 302
    assert not Submission.objects.filter(deleted_at__isnull=False).exists()
    assert cast.client("amina").get(record_page(ann, "delete")).status_code == 405


def test_records_of_another_form_are_not_here(cast: Cast, form: Form, ann: Submission) -> None:
    assert cast.client("amina").get(page(form, "record", ann.form.public_id)).status_code == 404
