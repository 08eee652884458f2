"""Answers of many records where the form has rules and calculations, and records that are left as they were."""

from typing import Any

import pytest

from pamoja.apps.forms.models import BulkAct, Form, Submission
from pamoja.apps.forms.reviewing import acts, answering
from pamoja.apps.forms.reviewing.tests.correcting import answers, correct, undo, whys
from pamoja.apps.forms.seeing.tests.survey import FORM, record_xml
from pamoja.apps.forms.services import publish_draft, receive_submission, replace_draft
from pamoja.core.events.outbox import work
from pamoja.core.jobs.models import Progress
from pamoja.core.jobs.running import run
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

RULED = FORM.replace(b'version="1"', b'version="2"').replace(
    b'<bind nodeset="/data/hh/size" type="int"/>', b'<bind nodeset="/data/hh/size" type="int" constraint=". &lt; 20"/>'
)


@pytest.fixture
def ruled(cast: Cast, form: Form) -> Form:
    """The form with a rule for the size, and Ann's record sent with that version."""
    amina = cast.actor("amina")
    replace_draft(amina, form, RULED)
    publish_draft(amina, Form.objects.get(pk=form.pk))
    for instance_id in ("uuid:dee", "uuid:eve"):
        xml = record_xml(instance_id, "<name>Dee</name><hh><size>3</size></hh>").replace(b'"1"', b'"2"')
        receive_submission(amina, form.project_id, xml)
    return Form.objects.get(pk=form.pk)


def test_records_that_would_break_a_rule_are_told_and_left_out(cast: Cast, ruled: Form) -> None:
    page = correct(cast, ruled, step="preview", value="25").content.decode()
    assert "5 records would change" in page and "2 of 5 records would break a rule of the form." in page
    assert "The answer is not among those that the form allows." in page
    correct(cast, ruled, value="25")
    assert answers(ruled, "/hh/size") == {"ann": 25, "bo": 25, "cy": 25, "dee": 3, "eve": 3}
    assert whys(BulkAct.objects.get()) == {"dee": "breaks", "eve": "breaks"}


def test_on_wish_they_are_changed_and_judged_again(cast: Cast, ruled: Form) -> None:
    correct(cast, ruled, value="25", skips_broken="", query="?q=Dee")
    assert answers(ruled, "/hh/size")["dee"] == 25
    work()
    with workspace_active(cast.river):
        assert Submission.objects.get(instance_id="uuid:dee").broken_count == 1


def test_a_rule_that_is_broken_already_does_not_hinder(cast: Cast, ruled: Form) -> None:
    correct(cast, ruled, value="25", skips_broken="")
    correct(cast, ruled, value="26")
    assert answers(ruled, "/hh/size")["dee"] == 26


def test_what_is_not_asked_sealed_or_edited_since_is_left(cast: Cast, form: Form, ann: Submission) -> None:
    amina, ben = cast.actor("amina"), cast.actor("ben")
    short = (
        FORM.replace(b'version="1"', b'version="2"')
        .replace(b"<litres/>", b"")
        .replace(b'<bind nodeset="/data/hh/litres" type="decimal"/>', b"")
    )
    short = short.replace(b'<input ref="/data/hh/litres"><label>Litres a day</label></input>', b"")
    replace_draft(amina, form, short)
    publish_draft(amina, Form.objects.get(pk=form.pk))
    receive_submission(amina, form.project_id, record_xml("uuid:dee", "<name>Dee</name>").replace(b'"1"', b'"2"'))
    Submission.objects.filter(instance_id="uuid:bo").update(sealed_file="x.enc")
    rule = {"questions": ["/hh/litres"], "way": "set", "value": "1"}
    act = acts.begin_act(ben, form, "answers", Submission.objects.filter(form=form), rule, "all")
    receive_submission(amina, form.project_id, record_xml("uuid:ann2", "<name>Anne</name>", deprecated="uuid:ann"))
    acts.apply_act(ben, act)
    assert whys(act) == {"ann": "changed", "bo": "sealed", "dee": "unasked"}
    assert answers(form, "/hh/litres")["cy"] == "1"


def test_a_killed_job_changes_each_record_once(cast: Cast, form: Form, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts, "AT_ONCE", 2)
    ben = cast.actor("ben")
    rule = {"questions": ["/hh/size"], "way": "set", "value": "7"}
    act = acts.begin_act(ben, form, "answers", Submission.objects.filter(form=form), rule, "once")
    real, calls = answering.edit_submission, []

    def killed(*args: Any, **kwargs: Any) -> Any:
        calls.append(args)
        if len(calls) == 2:
            raise SystemExit
        return real(*args, **kwargs)

    monkeypatch.setattr(answering, "edit_submission", killed)
    job = Progress.objects.create(
        workspace=cast.river, actor=ben.label, name="forms.apply_act", arguments={"act": act.pk}
    )
    with pytest.raises(SystemExit):
        run(str(job.public_id))
    assert set(answers(form, "/hh/size").values()) == {4, 6, "many"}, "the batch was not on disk"
    Progress.objects.filter(pk=job.pk).update(leased_until="2000-01-01T00:00Z")
    run(str(job.public_id))
    assert set(answers(form, "/hh/size").values()) == {7}
    assert set(Submission.objects.values_list("edits", flat=True)) == {1}
    job.refresh_from_db()
    assert (job.state, job.done) == ("done", 3)


CALCULATED = RULED.replace(b"<visit/>", b"<visit/><double/>").replace(
    b'<bind nodeset="/data/visit"',
    b'<bind nodeset="/data/double" calculate="/data/hh/size * 2"/><bind nodeset="/data/visit"',
)


def test_what_the_form_calculates_follows_and_goes_back_with_the_undo(cast: Cast, form: Form) -> None:
    amina = cast.actor("amina")
    replace_draft(amina, form, CALCULATED)
    publish_draft(amina, Form.objects.get(pk=form.pk))
    xml = record_xml("uuid:dee", "<name>Dee</name><hh><size>3</size></hh><double>6</double>").replace(b'"1"', b'"2"')
    receive_submission(amina, form.project_id, xml)
    told = "What the form calculates from these answers changes with them."
    assert told in correct(cast, form, step="preview").content.decode()
    assert told not in correct(cast, form, step="preview", questions=["/name"], value="X").content.decode()
    correct(cast, form)
    assert answers(form, "/double") == {"ann": None, "bo": None, "cy": None, "dee": "14"}
    undo(cast, "ben", BulkAct.objects.get())
    assert (answers(form, "/double")["dee"], answers(form, "/hh/size")["dee"]) == ("6", 3)
