"""Starting, watching, stopping and taking up jobs."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils.translation import get_language, override

from pamoja.core.accounts.models import Grant
from pamoja.core.clock import now
from pamoja.core.jobs.models import LostLease, Progress
from pamoja.core.jobs.registry import JOBS, Job, job
from pamoja.core.jobs.running import MOST_RUNS, run
from pamoja.core.jobs.services import resume_job, revive_jobs, start_job, stop_job
from pamoja.core.permissions import Actor, system_actor
from pamoja.core.problems import NOT_ALLOWED, Problem
from pamoja.core.testing.cast import DINAS_PLACE, Cast
from pamoja.core.testing.jobs import write_notes
from pamoja.core.testing.models import Note
from pamoja.core.workspaces.context import active_workspace, has_active_workspace, workspace_active


@pytest.fixture(autouse=True)
def registry() -> Iterator[None]:
    known = dict(JOBS)
    yield
    JOBS.clear()
    JOBS.update(known)


def _waiting(actor: Actor, of: Job = write_notes, **arguments: Any) -> Progress:
    return Progress.objects.create(workspace=actor.workspace, actor=actor.label, name=of.name, arguments=arguments)


def _notes(cast: Cast) -> list[str]:
    with workspace_active(cast.river):
        return sorted(Note.objects.values_list("title", flat=True))


def test_a_job_runs_in_the_workspace_and_as_the_actor(cast: Cast) -> None:
    seen: list[Any] = []
    start_job(
        cast.actor("ben"),
        job("t.seen", "Seen")(lambda progress, actor, **ids: seen.extend([actor, active_workspace(), ids])),
        row="r1",
    )
    assert seen == [cast.actor("ben"), cast.river, {"row": "r1"}]
    assert not has_active_workspace()


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_job_speaks_the_language_of_the_page_that_started_it_whoever_runs_it(cast: Cast, language: str) -> None:
    seen: list[str | None] = []
    spoken = job("t.spoken", "Spoken")(lambda progress, actor: seen.append(get_language()))
    with override(language):
        progress = start_job(cast.actor("amina"), spoken)
    Progress.objects.filter(pk=progress.pk).update(state=Progress.State.WAITING, lease=None)
    with override("fr"):  # a worker keeps what the job before left active
        run(str(progress.public_id))
        assert get_language() == "fr"
    assert seen == [language, language]


@pytest.mark.parametrize("name", ["device", "token", "amina"])
def test_every_kind_of_actor_is_found_again_with_its_grants(cast: Cast, name: str) -> None:
    seen: list[Actor] = []
    start_job(cast.actor(name), job("t.seen", "Seen")(lambda progress, actor: seen.append(actor)))
    assert seen == [cast.actor(name)]


def test_the_system_starts_jobs_too(cast: Cast) -> None:
    progress = start_job(system_actor("night", cast.river), write_notes, count=3)
    assert (progress.state, progress.done, progress.total) == ("done", 3, 3)


def test_the_progress_tells_how_far_it_is(cast: Cast) -> None:
    progress = start_job(cast.actor("amina"), write_notes, count=12)
    assert (progress.state, progress.done, progress.total, progress.percent) == ("done", 12, 12, 100)
    assert str(progress.step) == "Writing"
    assert len(_notes(cast)) == 12


def test_rights_are_those_of_the_time_it_runs(cast: Cast) -> None:
    waiting = _waiting(cast.actor("dina"), count=1, place=DINAS_PLACE)
    Grant.objects.filter(user=cast.dina).delete()
    run(str(waiting.public_id))
    waiting.refresh_from_db()
    assert (waiting.state, waiting.problem) == ("failed", "not-allowed")
    assert _notes(cast) == []


def test_who_may_no_longer_sign_in_starts_nothing(cast: Cast) -> None:
    waiting = _waiting(cast.actor("amina"), count=1)
    cast.amina.is_active = False
    cast.amina.save()
    run(str(waiting.public_id))
    waiting.refresh_from_db()
    assert (waiting.state, waiting.problem) == ("failed", "not-allowed")


def test_a_revoked_token_starts_nothing(cast: Cast) -> None:
    waiting = _waiting(cast.actor("token"), count=1)
    cast.token.revoked_at = now()
    cast.token.save()
    run(str(waiting.public_id))
    waiting.refresh_from_db()
    assert waiting.problem == "not-allowed"


def test_a_job_goes_on_from_its_cursor_after_its_worker_died(cast: Cast) -> None:
    waiting = _waiting(cast.actor("amina"), count=12)
    assert waiting.take()
    waiting.advance(10, cursor=10)
    assert revive_jobs() == 0, "its worker may still live"
    Progress.objects.update(leased_until=now() - timedelta(seconds=1))
    assert revive_jobs() == 1
    assert _notes(cast) == ["note 10", "note 11"]
    waiting.refresh_from_db()
    assert (waiting.state, waiting.done, waiting.attempts) == ("done", 12, 2)


def test_a_job_that_the_queue_lost_is_put_in_again(cast: Cast) -> None:
    waiting = _waiting(cast.actor("amina"), count=1)
    assert revive_jobs() == 0
    Progress.objects.update(queued_at=now() - timedelta(hours=1))
    assert revive_jobs() == 1
    waiting.refresh_from_db()
    assert waiting.state == "done"


def test_a_job_is_taken_by_one_worker(cast: Cast) -> None:
    waiting = _waiting(cast.actor("amina"), count=1)
    other = Progress.objects.get(pk=waiting.pk)
    assert waiting.take()
    assert not other.take()
    run(str(waiting.public_id))
    assert _notes(cast) == []


def test_a_worker_that_lost_its_lease_writes_nothing_more(cast: Cast) -> None:
    slow = _waiting(cast.actor("amina"), count=1)
    assert slow.take()
    Progress.objects.update(leased_until=now() - timedelta(seconds=1))
    other = Progress.objects.get(pk=slow.pk)
    assert other.take()
    for write in (slow.advance, slow.finish, slow.keep, lambda: slow.fail(Problem(NOT_ALLOWED))):
        with pytest.raises(LostLease):
            write()
    other.finish()


def test_a_job_that_kills_its_workers_is_given_up(cast: Cast) -> None:
    waiting = _waiting(cast.actor("amina"), count=1)
    Progress.objects.update(attempts=MOST_RUNS)
    run(str(waiting.public_id))
    waiting.refresh_from_db()
    assert (waiting.state, waiting.problem) == ("failed", "job-died")


def test_a_fault_is_told_by_its_code_and_not_by_its_words(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    def fall(progress: Progress, actor: Actor) -> None:
        raise RuntimeError(cast.chol.name)

    progress = start_job(cast.actor("amina"), job("t.fall", "Fall")(fall))
    assert (progress.state, progress.problem) == ("failed", "job-failed")
    assert "RuntimeError" in caplog.text
    assert "Chol" not in caplog.text


def test_a_problem_is_kept_by_its_code(cast: Cast) -> None:
    def refuse(progress: Progress, actor: Actor) -> None:
        raise Problem(NOT_ALLOWED)

    progress = start_job(cast.actor("amina"), job("t.refuse", "Refuse")(refuse))
    assert (progress.state, progress.problem) == ("failed", "not-allowed")


def test_a_stopped_job_goes_on_from_where_it_was(cast: Cast) -> None:
    amina = cast.actor("amina")
    waiting = _waiting(amina, count=7)
    waiting.take()
    waiting.advance(5, cursor=5)
    stop_job(amina, waiting)
    with pytest.raises(LostLease):
        waiting.advance()
    resume_job(amina, waiting)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.done) == ("done", 7)
    assert _notes(cast) == ["note 5", "note 6"]
    with pytest.raises(Problem, match="job-runs"):
        resume_job(amina, waiting)


def test_two_jobs_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        job(write_notes.name, "Again")(lambda progress, actor: None)


@pytest.mark.parametrize("name", ["ben", "chol", "dina", "omar"])
@pytest.mark.parametrize("page", ["", "stop/", "resume/"])
def test_only_the_starter_sees_and_stops_it(cast: Cast, name: str, page: str) -> None:
    progress = _waiting(cast.actor("amina"), count=1)
    url = f"/jobs/{progress.public_id}/{page}"
    assert cast.client(name).generic("POST" if page else "GET", url).status_code == 404
    progress.refresh_from_db()
    assert progress.state == "waiting"


def test_a_visitor_is_sent_to_sign_in(cast: Cast) -> None:
    progress = _waiting(cast.actor("amina"), count=1)
    assert cast.client("nobody").get(f"/jobs/{progress.public_id}/").status_code == 302


def test_the_page_asks_again_while_the_job_is_open_and_rests_when_it_ended(cast: Cast) -> None:
    progress, amina = _waiting(cast.actor("amina"), count=4), cast.client("amina")
    url = f"/jobs/{progress.public_id}/"
    page, part = amina.get(url), amina.get(url, headers={"HX-Request": "true"})
    assert "<html" in page.content.decode()
    assert "<html" not in part.content.decode()
    assert 'hx-trigger="every 2s"' in part.content.decode()
    assert part["Cache-Control"] == "private, no-store"
    run(str(progress.public_id))
    assert "hx-trigger" not in amina.get(url, headers={"HX-Request": "true"}).content.decode()


def test_the_starter_stops_it_and_lets_it_go_on(cast: Cast) -> None:
    progress, amina = _waiting(cast.actor("amina"), count=4), cast.client("amina")
    assert amina.post(f"/jobs/{progress.public_id}/stop/").status_code == 302
    progress.refresh_from_db()
    assert progress.state == "stopped"
    assert amina.post(f"/jobs/{progress.public_id}/resume/").status_code == 302
    progress.refresh_from_db()
    assert progress.state == "done"


def test_the_schedule_forgets_old_jobs(cast: Cast) -> None:
    old = start_job(cast.actor("amina"), write_notes, count=1)
    start_job(cast.actor("amina"), write_notes, count=1)
    Progress.objects.filter(pk=old.pk).update(finished_at=now() - timedelta(days=31))
    call_command("run_schedule", "--once")
    assert Progress.objects.count() == 1
