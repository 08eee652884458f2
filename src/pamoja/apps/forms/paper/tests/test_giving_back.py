"""Sheets that somebody began and left, and windows that were left open."""

from datetime import timedelta

import pytest
from django.urls import reverse

from pamoja.apps.forms.models import PaperEntry
from pamoja.apps.forms.paper import keying
from pamoja.apps.forms.paper.giving_back import give_back_left
from pamoja.apps.forms.paper.tests.keyer import GOOD, Keyer, state
from pamoja.core.clock import now
from pamoja.core.problems import Problem
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active


def test_a_sheet_that_was_left_goes_back_and_what_was_keyed_waits_for_its_person(
    cast: Cast, ben: Keyer, dina: Keyer
) -> None:
    ben.take()
    ben.key("keep", **{"a:/head": "Chisomo"})
    _grow_old(cast, days=6)
    give_back_left()
    assert dina.take().status_code == 422  # he may still be at it
    _grow_old(cast, days=8)
    give_back_left()
    assert state(cast) == "open"
    page = dina.client.get(reverse("forms-paper:batch", args=[dina.batch.form_id, dina.batch.public_id]))
    assert [line.may_key for line in page.context["lines"]] == [True]
    assert "Key this sheet" in page.text
    dina.take()
    assert "Chisomo" not in dina.client.get(dina.address).text
    late = {**GOOD, "a:/head": "Chisomo Phiri"}
    assert ben.key("keep", **late).status_code == 204  # his window was open all the time: nothing of it is lost
    assert ben.key("finish", **late).status_code == 409
    assert state(cast) == "first"
    dina.key("finish", **GOOD)
    ben.take()
    assert 'value="Chisomo Phiri"' in ben.client.get(ben.address).text
    assert ben.key("finish", **GOOD).status_code == 302
    assert state(cast) == "done"


def test_whoever_left_a_sheet_goes_on_with_it_while_nobody_has_taken_it(cast: Cast, ben: Keyer, dina: Keyer) -> None:
    dina.do_all()
    ben.take()
    _grow_old(cast, days=8)
    give_back_left()
    assert state(cast) == "waiting"
    assert ben.key("finish", **GOOD).status_code == 302
    assert state(cast) == "done"


def test_what_was_left_is_forgotten_when_others_have_handed_the_sheet_in(cast: Cast, ben: Keyer, dina: Keyer) -> None:
    ben.take()
    _grow_old(cast, days=8)
    give_back_left()
    dina.do_all()
    Keyer(cast.client("amina"), dina.batch).do_all()
    assert state(cast) == "done"
    assert ben.key("keep", **GOOD).status_code == 404
    with workspace_active(cast.river):
        assert [(each.turn, each.answers) for each in PaperEntry.objects.all()] == [(1, {}), (2, {})]


def _grow_old(cast: Cast, days: int) -> None:
    with workspace_active(cast.river):
        PaperEntry.objects.filter(finished_at=None).update(updated_at=now() - timedelta(days=days))


def test_an_entry_that_another_window_has_finished_stays_as_it_is(cast: Cast, ben: Keyer, dina: Keyer) -> None:
    ben.take()
    with workspace_active(cast.river):
        late = PaperEntry.objects.select_related("sheet").get()  # as a slow request has read it
        ben.key("finish", **GOOD)
        dina.take()
        for act in (
            lambda: keying.keep_entry(late, {"/head": "Somebody else"}, []),
            lambda: keying.finish_entry(cast.actor("ben"), late),
            lambda: keying.throw_away(cast.actor("ben"), late),
        ):
            with pytest.raises(Problem) as problem:
                act()
            assert problem.value.kind.code == "paper-finished"
        assert PaperEntry.objects.get(turn=1).answers["/head"] == "Amina Banda"
    assert state(cast) == "second"
