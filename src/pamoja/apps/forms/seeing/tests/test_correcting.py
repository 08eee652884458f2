"""Correcting a record on plain pages: who may, what it becomes, and what happens when two do it at once."""

import io
import re
from typing import Any

import pytest
from django.test import Client

from pamoja.apps.forms.models import Filling, Form, Submission, SubmissionComment
from pamoja.apps.forms.seeing.tests.conftest import PNG
from pamoja.apps.forms.seeing.tests.reading import record_page
from pamoja.apps.forms.seeing.tests.survey import record_xml
from pamoja.apps.forms.services import receive_submission, set_form_state
from pamoja.core.audit.models import AuditEntry
from pamoja.core.events.models import Event
from pamoja.core.events.outbox import work
from pamoja.core.testing.cast import Cast
from pamoja.formats.xform import read_envelope


class Corrector:
    """Somebody who presses "Correct" on a record's page and goes on from there."""

    def __init__(self, client: Client, submission: Submission, question: str = "") -> None:
        self.client, self.record = client, submission
        self.page = client.post(record_page(submission, "correct"), {"question": question}, follow=True)

    @property
    def text(self) -> str:
        return str(self.page.content.decode())

    @property
    def address(self) -> str:
        return str(self.page.request["PATH_INFO"])

    def fields(self) -> dict[str, list[str]]:
        """What a browser would send of the page as it is."""
        found: dict[str, list[str]] = {}
        for tag in re.findall(r"<input[^>]*>", self.text):
            name, value = re.search(r' name="([^"]*)"', tag), re.search(r' value="([^"]*)"', tag)
            is_sent = not re.search(r'type="(radio|checkbox|file)"', tag) or " checked" in tag
            if name and is_sent and name[1] not in ("csrfmiddlewaretoken", "drop"):
                found.setdefault(name[1], []).append(value[1] if value else "")
        return found

    def answer(self, **typed: str) -> None:
        """Write into some questions, by their paths with "__" for "/"."""
        action = re.search(r'<form method="post"[^>]* action="(\?[^"]+)"', self.text)
        assert action, self.text
        data = {**self.fields(), "do": "next", **{"/" + k.replace("__", "/"): v for k, v in typed.items()}}
        self.page = self.client.post(self.address + action[1], data, follow=True)

    def end(self, reason: str = "") -> Any:
        address = re.sub(r"(end/)?$", "end/", self.address, count=1)
        self.page = self.client.post(address, {"reason": reason}) if reason else self.client.get(address)
        return self.page


def changes_on(page: Any) -> list[tuple[str, ...]]:
    """Question, old and new answer, as a person reads them."""
    answers = r"<dt[^>]*>(.*?)</dt>.*?before: </span>(.*?)</del>.*?after: </span>(.*?)</ins>"
    return re.findall(answers, page.content.decode(), re.S)


def test_a_correction_is_a_new_version_with_its_reason(cast: Cast, form: Form, ann: Submission) -> None:
    ben = Corrector(cast.client("ben"), ann)
    assert "You correct a record that was sent." in ben.text
    ben.answer(name="Anne")
    assert changes_on(ben.end()) == [("Name", "Ann", "Anne")]
    assert ben.end("She spells it so.").status_code == 302

    ann.refresh_from_db()
    first, second = ann.versions.order_by("number")
    envelope = read_envelope(bytes(second.xml))
    assert (envelope.deprecated_id, second.deprecated_id) == ("uuid:ann", "uuid:ann")
    assert envelope.instance_id == second.instance_id != "uuid:ann"
    assert (ann.edits, ann.review_state, ann.instance_id) == (1, "edited", "uuid:ann")
    root = ann.rows.get(table="Submissions").answers
    assert (root["/name"], root["/hh/litres"], root["/point"]["coordinates"]) == ("Anne", "20.50", [33.2, -9.7, 1200.0])
    assert ann.files.get().file is not None, "the photo stays"
    assert bytes(first.xml) == record_xml("uuid:ann", name="Ann of Chitipa")
    comment = SubmissionComment.objects.get()
    assert (comment.body, comment.number, comment.written_by) == ("She spells it so.", 2, cast.ben)
    assert AuditEntry.objects.filter(verb="edit", object_id=str(ann.public_id), actor=cast.actor("ben").label).exists()
    assert Event.objects.filter(name="submission.edited", object_id=str(ann.public_id)).count() == 1, "judged again"
    assert not Filling.objects.exists()


def test_nothing_is_sent_without_a_change_or_without_a_reason(cast: Cast, ann: Submission) -> None:
    ben = Corrector(cast.client("ben"), ann)
    assert "Nothing is changed yet." in ben.end().content.decode()
    assert ben.end("no reason at all").status_code == 422
    ben = Corrector(cast.client("ben"), ann)
    ben.answer(name="Anne")
    assert ben.client.post(re.sub("$", "end/", ben.address)).status_code in (404, 422)
    assert ann.versions.count() == 1


def test_what_the_page_shows_shortened_stays_as_it_was(cast: Cast, ann: Submission) -> None:
    """Latitude and longitude are shown; altitude and accuracy are not, and must not be lost by looking at them."""
    ben = Corrector(cast.client("ben"), ann, "/point")
    assert 'name="/point:lat" value="-9.7"' in ben.text
    ben.answer()
    assert "Nothing is changed yet." in ben.end().content.decode()


def test_a_half_done_correction_is_kept_and_gone_on_with(cast: Cast, ann: Submission) -> None:
    Corrector(cast.client("ben"), ann).answer(name="Anne")
    assert "Go on correcting" in cast.client("ben").get(record_page(ann)).content.decode()
    assert "Go on correcting" not in cast.client("amina").get(record_page(ann)).content.decode(), "it is Ben's own"
    again = Corrector(cast.client("ben"), ann)
    assert "Anne" in again.end().content.decode()
    assert Filling.objects.count() == 1
    ann.refresh_from_db()
    assert ann.edits == 0
    assert cast.client("amina").get(again.address).status_code == 404, "nobody else's"


def test_of_two_corrections_the_second_is_told_and_keeps_what_it_wrote(cast: Cast, form: Form, ann: Submission) -> None:
    ben, amina = Corrector(cast.client("ben"), ann), Corrector(cast.client("amina"), ann)
    ben.answer(name="Benna")
    amina.answer(name="Anne")
    assert amina.end("first").status_code == 302
    refused = ben.end("second")
    assert refused.status_code == 409
    assert "Somebody else corrected this record" in ben.text and "Benna" in ben.text
    assert ben.client.get(re.sub("end/$", "", ben.address)).status_code == 409
    ann.refresh_from_db()
    assert ann.rows.get(table="Submissions").answers["/name"] == "Anne"
    again = Corrector(cast.client("ben"), ann)
    assert 'value="Anne"' in again.text, "the newest version"
    again.answer(name="Anna")
    assert again.end("third").status_code == 302
    assert [each.deprecated_id for each in ann.versions.order_by("number")][0::2] == [
        "",
        ann.versions.get(number=2).instance_id,
    ]


def test_a_closed_form_and_a_broken_rule_do_not_hinder_a_correction(cast: Cast, form: Form, ann: Submission) -> None:
    set_form_state(cast.actor("amina"), form, Form.State.CLOSED)
    ben = Corrector(cast.client("ben"), ann, "/hh/size")
    assert 'name="/hh/size"' in ben.text
    ben.answer(hh__size="many")
    assert "Rules of the form that the record breaks" in ben.end().content.decode()
    assert ben.end("so it stands on paper").status_code == 302
    page, client = record_page(ann), cast.client("ben")
    assert client.get(page).text.count("It is being checked against the rules of the form.") == 2
    work()
    told = client.get(page).text
    assert "One rule of the form is broken" in told and "Judged: it breaks 1 rule" in told
    assert "It is being checked" not in told


def test_photos_can_be_changed_by_a_correction(cast: Cast, ann: Submission) -> None:
    ben = Corrector(cast.client("ben"), ann, "/photo")
    ben.answer(**{"photo": io.BytesIO(PNG)})  # type: ignore[arg-type]
    assert ben.end("a sharper one").status_code == 302
    expected = ann.files.filter(is_expected=True).get()
    assert expected.name != "ann.png" and expected.file is not None


@pytest.mark.parametrize(
    ("who", "here", "there"),
    [("amina", 302, 302), ("ben", 302, 302), ("dina", 302, 404), ("chol", 404, 404), ("nobody", 302, 302)],
)
def test_who_may_correct(cast: Cast, ann: Submission, bo: Submission, who: str, here: int, there: int) -> None:
    client = cast.client(who)
    assert client.post(record_page(ann, "correct")).status_code == here
    assert client.post(record_page(bo, "correct")).status_code == there
    assert client.get(record_page(ann, "correct")).status_code == 405
    begun = {"amina": 2, "ben": 2, "dina": 1}.get(who, 0)
    assert Filling.objects.count() == begun


def test_who_may_only_look_is_not_offered_to_correct(cast: Cast, ann: Submission) -> None:
    cast.ben.grants.update(role="viewer")
    assert 'id="correct"' not in cast.client("ben").get(record_page(ann)).content.decode()
    assert cast.client("ben").post(record_page(ann, "correct")).status_code == 403
    assert 'id="correct"' in cast.client("dina").get(record_page(ann)).content.decode()


def test_a_correction_ends_when_the_record_goes_out_of_reach(cast: Cast, form: Form, ann: Submission) -> None:
    dina = Corrector(cast.client("dina"), ann)
    Submission.objects.filter(pk=ann.pk).update(place=None)
    assert dina.client.get(dina.address).status_code == 404
    assert dina.end("still").status_code == 404


def test_deleted_and_sealed_records_are_not_corrected(cast: Cast, ann: Submission, bo: Submission) -> None:
    Submission.objects.filter(pk=bo.pk).update(sealed_file="submission.xml.enc")
    answer = cast.client("ben").post(record_page(bo, "correct"))
    assert answer.status_code == 409 and "encrypted" in answer.content.decode()
    cast.client("amina").post(record_page(ann, "delete"))
    assert cast.client("amina").post(record_page(ann, "correct")).status_code == 409


def test_the_history_tells_all_in_one_line_of_time(cast: Cast, form: Form, ann: Submission) -> None:
    client = cast.client("amina")
    ben = Corrector(cast.client("ben"), ann)
    ben.answer(name="Anne")
    ben.end("She spells it so.")
    client.post(record_page(ann, "review"), {"state": "hasIssues", "body": "Which village?"})
    xml = record_xml(
        "uuid:ann3", "<name>Anne</name><hh><source>tap</source></hh>", "", ann.versions.get(number=2).instance_id
    )
    receive_submission(cast.actor("amina"), form.project_id, xml)
    told = client.get(record_page(ann)).context["history"]
    titles = [str(each.title) for each in told]
    assert titles == ["Edit 2", "Reviewed: Has issues", "Comment", "Edit 1", "First sent"]
    assert [each.who for each in told] == ["Amina", "Amina", "Amina", "Ben", "Amina"]
    assert [each.body for each in told] == ["", "", "Which village?", "She spells it so.", ""]
    assert [(each.label, each.old, each.new) for each in told[3].changes] == [("Name", "Ann", "Anne")]
    assert ("Main source", "A well", "A tap") in [(each.label, each.old, each.new) for each in told[0].changes]
    gone = {each.label: each.old for each in told[0].changes if not each.new}
    assert gone["Member"].startswith("Who: A1") and "Day of the visit" in gone


def test_each_answer_leads_to_its_own_page(cast: Cast, ann: Submission) -> None:
    page = cast.client("ben").get(record_page(ann)).content.decode()
    paths = re.findall(r'name="question" value="([^"]+)"', page)
    assert "/name" in paths and "/hh/size" in paths
    assert "/member[2]/age" in paths and "/member[1]/dose[2]/given" in paths
    assert 'value="2026-02-05"' in Corrector(cast.client("ben"), ann, "/member[1]/dose[2]/given").text


def test_a_choice_that_the_form_does_not_offer_stays_until_somebody_chooses(cast: Cast, form: Form) -> None:
    answers = "<name>Di</name><hh><size>3</size><source>river</source><uses>drink bath</uses></hh>"
    receive_submission(cast.actor("ben"), form.project_id, record_xml("uuid:di", answers), {})
    record = Submission.objects.get(instance_id="uuid:di")
    for question in ("/hh/source", "/hh/uses"):
        Corrector(cast.client("ben"), record, question).answer()
    ben = Corrector(cast.client("ben"), record, "/name")
    ben.answer(name="Dinah")
    assert changes_on(ben.end()) == [("Name", "Di", "Dinah")]
    ben.end("Her whole name.")
    assert b"<source>river</source><uses>drink bath</uses>" in bytes(record.versions.latest("number").xml)

    again = Corrector(cast.client("ben"), record, "/hh/source")
    again.answer(hh__source="tap")
    again.end("Seen on the spot.")
    assert b"<source>tap</source><uses>drink bath</uses>" in bytes(record.versions.latest("number").xml)
