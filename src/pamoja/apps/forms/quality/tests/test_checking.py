"""What the checks of a form leave behind, and when they run."""

import io

import pytest
from django.db import connection

from pamoja.apps.forms.models import Form, InterviewTiming, QualityFlag, QualityPlan, Submission
from pamoja.apps.forms.quality import checking
from pamoja.apps.forms.quality.arrivals import check_arrival
from pamoja.apps.forms.quality.checking import check_form
from pamoja.apps.forms.quality.jobs import check_nightly, check_quality
from pamoja.apps.forms.quality.plans import change_plan
from pamoja.apps.forms.quality.tests.survey import ODD, SPENT, WRITTEN, edited_xml, record_xml
from pamoja.apps.forms.services import receive_submission
from pamoja.core.events.outbox import work
from pamoja.core.jobs.models import Progress
from pamoja.core.testing.cast import Cast

Flags = dict[tuple[str, str], QualityFlag]
AUDIT = b"event,node,start,end\nquestion,/data/hh/spent,1000,61000\nquestion,/data/hh/earned,61000,121000\n"


def deliver() -> None:
    while work():
        pass


def named(check: str) -> set[str]:
    found = QualityFlag.objects.filter(check_name=check, submission__isnull=False)
    return set(found.values_list("submission__instance_id", flat=True))


def test_the_question_that_names_the_collector_is_guessed(plan: QualityPlan) -> None:
    assert plan.collector_path == "/enumerator_id"


def test_a_check_of_the_form_flags_the_odd_and_nothing_else(flags: Flags) -> None:
    assert set(flags) == {(ODD, SPENT), (ODD, WRITTEN), ("uuid:lorry", WRITTEN)}
    assert flags[ODD, SPENT].code == "value-high"
    assert flags[ODD, WRITTEN].proposed == "well"
    assert {each.collector for each in flags.values()} <= {"e0", "e1"}


def test_a_second_check_finds_the_same_flags_again(plan: QualityPlan, flags: Flags) -> None:
    before = set(QualityFlag.objects.values_list("pk", flat=True))

    check_form(plan)

    assert set(QualityFlag.objects.values_list("pk", flat=True)) == before


def test_what_is_no_longer_odd_is_flagged_no_more(cast: Cast, form: Form, plan: QualityPlan, flags: Flags) -> None:
    receive_submission(cast.actor("dina"), form.project_id, edited_xml(450))
    check_form(plan)

    assert named("outliers") == set()
    assert named("others") == {ODD, "uuid:lorry"}


def test_a_check_that_is_switched_off_takes_its_flags_along(cast: Cast, plan: QualityPlan, flags: Flags) -> None:
    plan = change_plan(cast.actor("amina"), plan, {"checks": {"others": {"is_on": False}}}, plan.version).row
    check_form(plan)

    assert named("others") == set()
    assert named("outliers") == {ODD}


def test_settings_of_the_form_count(cast: Cast, plan: QualityPlan) -> None:
    checks = {"outliers": {"settings": {"least_answers": 1000}}, "duration_limits": {"settings": {"shortest": 31.0}}}
    plan = change_plan(cast.actor("amina"), plan, {"checks": checks}, plan.version).row
    check_form(plan)

    assert named("outliers") == set()
    assert len(named("duration_limits")) == 40


def test_a_rule_is_written_in_the_language_of_the_form(cast: Cast, plan: QualityPlan) -> None:
    rules = [
        {"name": "poor", "words": "Spends more than it has", "expression": "${spent} > 2 * ${earned}"},
        {"name": "gone", "words": "Of a question that is no more", "expression": "${removed} = 1"},
    ]
    plan = change_plan(cast.actor("amina"), plan, {"rules": rules}, plan.version).row
    check_form(plan)

    found = QualityFlag.objects.filter(check_name="rules")
    assert {(each.submission.instance_id, each.question) for each in found} == {(ODD, SPENT), (ODD, "/hh/earned")}


def test_the_sample_frame_names_places_behind(cast: Cast, plan: QualityPlan) -> None:
    targets = [{"place": "V1", "wanted": 50, "latitude": None, "longitude": None}]
    changes = {"targets": targets, "place_path": "/village"}
    check_form(change_plan(cast.actor("amina"), plan, changes, plan.version).row)

    behind = QualityFlag.objects.get(check_name="progress")
    assert (behind.code, behind.place, behind.facts["count"]) == ("behind-target", "V1", 40)
    assert behind.submission is None


def test_a_record_is_judged_by_itself_as_it_arrives(cast: Cast, form: Form, plan: QualityPlan) -> None:
    deliver()
    receive_submission(cast.actor("amina"), form.project_id, record_xml("new", 70000, "other", "river"))
    deliver()

    assert named("others") == {"uuid:new"}, "the earlier ones came before the form was checked"
    assert named("outliers") == set(), "that takes all records together"


@pytest.mark.django_db(transaction=True)
def test_while_a_record_is_checked_no_transaction_is_open(
    cast: Cast, form: Form, plan: QualityPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver()
    open_ones = []
    found = checking.run_checks
    monkeypatch.setattr(
        checking,
        "run_checks",
        lambda *asked, **more: open_ones.append(connection.in_atomic_block) or found(*asked, **more),
    )
    receive_submission(cast.actor("amina"), form.project_id, record_xml("new", 70000, "other", "river"))
    deliver()

    assert set(open_ones) == {False}
    assert named("others") == {"uuid:new"}


def test_what_was_found_before_an_edit_is_not_kept_after_it(cast: Cast, form: Form, plan: QualityPlan) -> None:
    receive_submission(cast.actor("amina"), form.project_id, record_xml("new", 70000, "other", "river"))
    keep = check_arrival(Submission.objects.get(instance_id="uuid:new"))
    Submission.objects.filter(instance_id="uuid:new").update(edits=1)
    keep()

    assert named("others") == set()


def test_nothing_is_queued_for_a_form_that_is_not_checked(cast: Cast, form: Form) -> None:
    from pamoja.core.events.models import Outbox

    receive_submission(cast.actor("amina"), form.project_id, record_xml("new"))

    assert not Outbox.objects.filter(handler="consumer:forms.quality").exists()


def test_the_log_of_a_record_gives_its_times(cast: Cast, form: Form, plan: QualityPlan) -> None:
    xml = record_xml("timed").replace(b"</orx:instanceID>", b"</orx:instanceID><orx:audit>audit.csv</orx:audit>")
    receive_submission(cast.actor("amina"), form.project_id, xml, {"audit.csv": io.BytesIO(AUDIT)})
    deliver()

    timing = InterviewTiming.objects.get(submission__instance_id="uuid:timed")
    assert timing.active_s == 120
    assert timing.seconds == {"/hh/spent": 60, "/hh/earned": 60}


def test_the_job_checks_all_and_leads_to_the_board(cast: Cast, plan: QualityPlan) -> None:
    progress = Progress.objects.create(actor=cast.actor("amina").label, name=check_quality.name)
    progress.take()
    check_quality(progress, cast.actor("amina"), plan=plan.pk)

    assert named("outliers") == {ODD}
    assert progress.result_url == f"/forms/{plan.form_id}/quality/"
    plan.refresh_from_db()
    assert plan.checked_records == 40


def test_every_night_the_forms_with_new_records_are_checked(cast: Cast, form: Form, plan: QualityPlan) -> None:
    assert check_nightly() == 1
    check_form(plan)
    assert check_nightly() == 0
    receive_submission(cast.actor("amina"), form.project_id, record_xml("late"))
    assert check_nightly() == 1
    Submission.objects.all().update(is_test=True)
    assert check_nightly() == 0
