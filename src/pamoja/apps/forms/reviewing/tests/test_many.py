"""Many records reviewed or placed at once: previewed, done once, undone where nobody came after."""

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from pamoja.apps.forms.models import BulkAct, BulkChange, Form, PlaceChange, Submission, SubmissionComment
from pamoja.apps.forms.reviewing import acts, jobs
from pamoja.apps.forms.seeing.tests.survey import record_xml
from pamoja.apps.forms.services import receive_submission, review_submission
from pamoja.apps.forms.services.records import locate_submission
from pamoja.core.audit.models import AuditEntry
from pamoja.core.events.models import Event
from pamoja.core.jobs.models import Progress
from pamoja.core.jobs.running import run
from pamoja.core.testing.cast import Cast


def url(form: Form, name: str, *args: Any) -> str:
    return reverse(f"forms-reviewing:{name}", args=[form.pk, *args])


def states(form: Form) -> dict[str, str]:
    rows = Submission.objects.filter(form=form).values_list("instance_id", "review_state")
    return {instance_id.removeprefix("uuid:"): state for instance_id, state in rows}


def review(cast: Cast, form: Form, who: str, state: str = "approved", query: str = "", **given: Any) -> Any:
    data = {"step": "apply", "every": "1", "state": state, **given}
    return cast.client(who).post(url(form, "review") + query, data)


def undo(cast: Cast, who: str, act: BulkAct) -> Any:
    return cast.client(who).post(url(act.form, "undo", act.public_id))


def test_a_preview_says_what_would_change_and_changes_nothing(cast: Cast, form: Form, ann: Submission) -> None:
    review_submission(cast.actor("amina"), ann, "approved")
    page = review(cast, form, "ben", step="preview").content.decode()
    assert "2 records would change" in page and "1 record stays as it is" in page
    assert "Change 2 records" in page
    assert states(form) == {"ann": "approved", "bo": "", "cy": ""}
    assert not BulkAct.objects.exists()


def test_every_matching_record_is_reviewed_and_the_act_is_undone(cast: Cast, form: Form, ann: Submission) -> None:
    review_submission(cast.actor("amina"), ann, "hasIssues")
    answer = review(cast, form, "ben", reason="Looked through all of them.")
    act = BulkAct.objects.get()
    assert answer["Location"] == url(form, "act", act.public_id)
    assert set(states(form).values()) == {"approved"}
    assert list(SubmissionComment.objects.values_list("body", flat=True)) == ["Looked through all of them."] * 3
    reviewed = AuditEntry.objects.filter(verb="review", actor=cast.actor("ben").label)
    assert reviewed.count() == Event.objects.filter(name="submission.reviewed", data__state="approved").count() == 3
    page = cast.client("ben").get(answer["Location"]).content.decode()
    assert "Review: Approved" in page and "3 records" in page
    assert undo(cast, "ben", act).status_code == 302
    assert states(form) == {"ann": "hasIssues", "bo": "", "cy": ""}
    assert undo(cast, "ben", act).status_code == 409


def test_the_filter_and_the_ticks_decide(cast: Cast, form: Form, ann: Submission, bo: Submission) -> None:
    review(cast, form, "ben", query="?q=Ann")
    assert states(form) == {"ann": "approved", "bo": "", "cy": ""}
    given = {"step": "apply", "chosen": [str(bo.public_id), "not an id"], "state": "rejected"}
    cast.client("ben").post(url(form, "review") + "?q=Ann", given)
    assert states(form) == {"ann": "approved", "bo": "rejected", "cy": ""}


def test_nothing_ticked_is_nothing_done(cast: Cast, form: Form) -> None:
    answer = cast.client("ben").post(url(form, "review") + "?q=Ann", {})
    assert answer["Location"].endswith("/records/?q=Ann")
    assert cast.client("ben").post(url(form, "review"), {"every": "1"}).status_code == 200
    assert review(cast, form, "ben", state="loved").status_code == 422
    assert not BulkAct.objects.exists()


def test_who_came_after_the_preview_is_not_in_it(cast: Cast, form: Form) -> None:
    up_to = review(cast, form, "ben", step="preview").context["chosen"].up_to
    receive_submission(cast.actor("amina"), form.project_id, record_xml("uuid:dee", "<name>Dee</name>"))
    review(cast, form, "ben", up_to=str(up_to))
    assert states(form)["dee"] == ""


def test_an_undo_leaves_what_somebody_touched_and_says_so(cast: Cast, form: Form, ann: Submission) -> None:
    review(cast, form, "ben")
    act = BulkAct.objects.get()
    ann.refresh_from_db()
    review_submission(cast.actor("amina"), ann, "rejected")
    undo(cast, "ben", act)
    assert states(form) == {"ann": "rejected", "bo": "", "cy": ""}
    page = cast.client("ben").get(url(form, "act", act.public_id)).content.decode()
    assert "Not undone" in page and "Somebody has changed it in the meantime." in page


def test_answers_that_changed_since_they_were_chosen_are_not_approved_unseen(
    cast: Cast, form: Form, ann: Submission
) -> None:
    ben = cast.actor("ben")
    act = acts.begin_act(ben, form, "review", Submission.objects.filter(form=form), {"state": "approved"}, "")
    xml = record_xml("uuid:ann2", "<name>Anne</name>", deprecated="uuid:ann")
    receive_submission(cast.actor("amina"), form.project_id, xml)
    acts.apply_act(ben, act)
    assert states(form) == {"ann": "edited", "bo": "approved", "cy": "approved"}
    assert act.changes.get(submission=ann).why == "changed"


def test_a_long_act_is_a_job_that_goes_on_where_it_was_killed(
    cast: Cast, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "DIRECT", 1)
    monkeypatch.setattr(acts, "AT_ONCE", 1)
    calls = []
    real = acts.DOINGS["review"]

    def killed(actor: Any, act: BulkAct, changes: Any) -> None:
        calls.append([each.submission_id for each in changes])
        real.apply(actor, act, changes)
        if len(calls) == 2:
            raise SystemExit  # the process is gone before the batch is on disk

    monkeypatch.setitem(acts.DOINGS, "review", acts.Doing(killed, real.undo))
    ben = cast.actor("ben")
    act = acts.begin_act(ben, form, "review", Submission.objects.filter(form=form), {"state": "approved"}, "once")
    job = Progress.objects.create(
        workspace=cast.river, actor=ben.label, name="forms.apply_act", arguments={"act": act.pk}
    )
    with pytest.raises(SystemExit):
        run(str(job.public_id))
    assert sorted(states(form).values()) == ["", "", "approved"]
    Progress.objects.filter(pk=job.pk).update(leased_until="2000-01-01T00:00Z")
    run(str(job.public_id))
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.result_url) == ("done", 3, 3, url(form, "act", act.public_id))
    assert set(states(form).values()) == {"approved"}
    assert SubmissionComment.objects.filter(body="once").count() == 3, "each record once"


def test_an_act_that_is_undone_is_not_gone_on_with(cast: Cast, form: Form) -> None:
    ben = cast.actor("ben")
    act = acts.begin_act(ben, form, "review", Submission.objects.filter(form=form), {"state": "approved"}, "")
    acts.end_act(ben, act)
    acts.apply_act(ben, act)
    assert set(states(form).values()) == {""}
    assert set(act.changes.values_list("state", "why")) == {("skipped", "undone")}


def test_large_acts_are_watched(cast: Cast, form: Form, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "DIRECT", 1)
    answer = review(cast, form, "ben")
    assert answer["Location"].startswith("/jobs/")
    assert Progress.objects.get().name == "forms.apply_act"


@pytest.mark.parametrize(
    ("who", "changed"), [("amina", "ann bo cy"), ("ben", "ann bo cy"), ("dina", "ann"), ("chol", ""), ("nobody", "")]
)
def test_who_may_review_many(cast: Cast, form: Form, who: str, changed: str) -> None:
    answer = review(cast, form, who)
    assert answer.status_code == {"chol": 404}.get(who, 302)
    assert " ".join(sorted(name for name, state in states(form).items() if state)) == changed
    assert cast.client(who).get(url(form, "review")).status_code == {"chol": 404, "nobody": 302}.get(who, 200)


def test_dina_reaches_nothing_beyond_her_district_by_naming_it(cast: Cast, form: Form, bo: Submission) -> None:
    given = {"step": "apply", "chosen": [str(bo.public_id)], "state": "approved"}
    assert "There is no such record" in cast.client("dina").post(url(form, "review"), given).content.decode()
    assert states(form)["bo"] == ""


def test_who_may_only_look_reviews_nothing(cast: Cast, form: Form) -> None:
    cast.ben.grants.update(role="viewer")
    assert review(cast, form, "ben").status_code == 403
    page = cast.client("ben").get(reverse("forms-seeing:table", args=[form.pk])).content.decode()
    assert 'name="chosen"' not in page
    assert 'name="chosen"' in cast.client("dina").get(reverse("forms-seeing:table", args=[form.pk])).content.decode()


@pytest.mark.parametrize(("who", "page", "post"), [("amina", 200, 302), ("ben", 200, 302), ("dina", 404, 404)])
def test_who_may_see_and_undo_the_act_of_another(cast: Cast, form: Form, who: str, page: int, post: int) -> None:
    review(cast, form, "amina")
    act = BulkAct.objects.get()
    assert cast.client(who).get(url(form, "act", act.public_id)).status_code == page
    assert cast.client("chol").get(url(form, "act", act.public_id)).status_code == 404
    assert cast.client("nobody").get(url(form, "act", act.public_id)).status_code == 302
    listed = cast.client(who).get(url(form, "acts")).content.decode()
    assert ("Review: Approved" in listed) == (page == 200)
    assert undo(cast, "chol", act).status_code == 404
    assert undo(cast, who, act).status_code == post
    assert cast.client("amina").get(url(form, "act", uuid4())).status_code == 404


def test_dina_undoes_her_own_act(cast: Cast, form: Form) -> None:
    review(cast, form, "dina")
    assert undo(cast, "dina", BulkAct.objects.get()).status_code == 302
    assert set(states(form).values()) == {""}


def place_many(cast: Cast, form: Form, who: str, place: str = "MW101", **given: Any) -> Any:
    data = {"step": "apply", "every": "1", "way": "place", "place": place, "reason": "The point is wrong.", **given}
    return cast.client(who).post(url(form, "place"), data)


def places(form: Form) -> dict[str, str | None]:
    rows = Submission.objects.filter(form=form).values_list("instance_id", "place__pcode")
    return {instance_id.removeprefix("uuid:"): pcode for instance_id, pcode in rows}


def test_many_records_are_placed_and_put_back(cast: Cast, form: Form, bo: Submission) -> None:
    assert places(form) == {"ann": "MW101", "bo": "MW2", "cy": None}
    preview = place_many(cast, form, "ben", step="preview").content.decode()
    assert "3 records would change" in preview and "No known place" in preview
    place_many(cast, form, "ben")
    assert set(places(form).values()) == {"MW101"}
    assert list(PlaceChange.objects.values_list("reason", flat=True)) == ["The point is wrong."] * 3
    locate_submission(Submission.objects.get(pk=bo.pk))
    assert places(form)["bo"] == "MW101", "its point decides no more"
    act = BulkAct.objects.get()
    undo(cast, "ben", act)
    assert places(form) == {"ann": "MW101", "bo": "MW2", "cy": None}
    assert not Submission.objects.filter(is_placed=True).exists()


def test_many_records_are_left_to_their_points(cast: Cast, form: Form) -> None:
    place_many(cast, form, "ben")
    place_many(cast, form, "ben", way="point", place="")
    assert places(form) == {"ann": "MW101", "bo": "MW2", "cy": None}
    undo(cast, "ben", BulkAct.objects.first() or BulkAct())
    assert set(places(form).values()) == {"MW101"}


def test_a_place_and_a_reason_are_needed(cast: Cast, form: Form) -> None:
    assert place_many(cast, form, "ben", place="").status_code == 422
    assert place_many(cast, form, "ben", place="Atlantis").status_code == 422
    assert place_many(cast, form, "ben", reason="").status_code == 422


def test_dina_moves_no_record_out_of_her_district(cast: Cast, form: Form) -> None:
    place_many(cast, form, "dina", place="MW2")
    assert places(form)["ann"] == "MW101" and not PlaceChange.objects.exists()
    change = BulkChange.objects.get()
    assert (change.state, change.why) == ("skipped", "unreachable")
    page = cast.client("dina").get(url(form, "act", change.act.public_id)).content.decode()
    assert "You may not change it, or not in this way." in page


def test_a_page_that_is_killed_leaves_no_act_half_done(cast: Cast, form: Form, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = acts.DOINGS["review"], []

    def killed(*_args: Any) -> None:
        calls.append(1)
        raise SystemExit

    monkeypatch.setitem(acts.DOINGS, "review", acts.Doing(killed, killed))
    with pytest.raises(SystemExit):
        review(cast, form, "ben")
    assert not BulkAct.objects.exists() and set(states(form).values()) == {""}
    monkeypatch.setitem(acts.DOINGS, "review", acts.Doing(real.apply, killed))
    review(cast, form, "ben")
    with pytest.raises(SystemExit):
        undo(cast, "ben", BulkAct.objects.get())
    monkeypatch.setitem(acts.DOINGS, "review", real)
    assert undo(cast, "ben", BulkAct.objects.get()).status_code == 302
    assert set(states(form).values()) == {""} and len(calls) == 2


def test_a_place_that_is_gone_by_now_takes_no_record_out_of_its_own(cast: Cast, form: Form) -> None:
    ben = cast.actor("ben")
    settings = {"by_point": False, "place": "mwi.gone"}
    act = acts.begin_act(ben, form, "place", Submission.objects.filter(form=form), settings, "late")
    acts.apply_act(ben, act)
    assert places(form) == {"ann": "MW101", "bo": "MW2", "cy": None}
    assert set(act.changes.values_list("why", flat=True)) == {"nowhere"}
    page = cast.client("ben").get(url(form, "act", act.public_id)).content.decode()
    assert "There is no such place any more." in page
