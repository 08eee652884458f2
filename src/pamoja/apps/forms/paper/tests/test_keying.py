"""Sheets keyed twice by two people: kept, judged, handed in once; who may, and who may not."""

import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from pamoja.apps.forms.models import Form, PaperBatch, PaperEntry, PaperSheet
from pamoja.apps.forms.paper import batch_views, keying
from pamoja.apps.forms.paper.tests.keyer import FORM, GOOD, Keyer, record, state, xml_of
from pamoja.apps.forms.services.judging import judge_submission
from pamoja.core.accounts.models import Grant
from pamoja.core.problems import Problem
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active


def test_two_entries_that_are_the_same_become_one_record(cast: Cast, ben: Keyer, dina: Keyer) -> None:
    ben.do_all()
    assert state(cast) == "waiting"
    dina.do_all()
    assert state(cast) == "done"
    xml = xml_of(cast)
    for part in (
        "<head>Amina Banda</head><water>well</water><litres>40</litres><visit>2026-03-07</visit>",
        "<member><who>Bo</who><age>7</age></member><total>1</total>",
    ):
        assert part in xml
    assert record(cast).device_id == "paper"
    with workspace_active(cast.river):
        assert record(cast).versions.get().user_agent == "paper: Week 1, 17"
        assert PaperSheet.objects.get().submission == record(cast)
        assert [each.answers for each in PaperEntry.objects.all()] == [{}, {}]  # what was keyed is forgotten
        assert [(each.compared, each.agreed, each.right) for each in PaperEntry.objects.all()] == [(6, 6, 6), (6, 6, 6)]


def test_the_same_person_never_keys_a_sheet_the_second_time(cast: Cast, batch: PaperBatch, ben: Keyer) -> None:
    ben.do_all()
    refused = ben.take()
    assert refused.status_code == 422
    assert "Another person must key this sheet the second time" in refused.text
    with workspace_active(cast.river):
        sheet = PaperSheet.objects.select_related("batch").get()
        with pytest.raises(Problem) as problem:
            keying.take_sheet(cast.actor("ben"), batch, "17")
        assert problem.value.kind.code == "paper-needs-another"
        with pytest.raises(IntegrityError), transaction.atomic():
            PaperEntry.objects.create(sheet=sheet, turn=2, person=cast.ben)


def test_nobody_sees_what_another_keys(cast: Cast, ben: Keyer, dina: Keyer) -> None:
    ben.take()
    assert ben.key("keep", **GOOD).status_code == 204
    assert dina.take().status_code == 422  # he is at it
    for who in ("dina", "amina"):
        assert cast.client(who).get(ben.address).status_code == 404
        assert cast.client(who).post(ben.address, {"do": "save"}).status_code == 404
    ben.key("finish", **GOOD)
    assert ben.client.get(ben.address).status_code == 404
    dina.take()
    page = dina.client.get(dina.address)
    assert "Banda" not in page.text
    assert 'value="1"' not in page.text
    with workspace_active(cast.river):
        sheet = PaperSheet.objects.select_related("batch").get()
    settle = reverse("forms-paper:settle", args=[sheet.batch.form_id, sheet.public_id])
    assert cast.client("dina").get(settle).status_code == 403
    assert cast.client("amina").get(settle).status_code == 409  # nothing to settle yet


def test_what_is_half_keyed_is_kept(cast: Cast, ben: Keyer) -> None:
    ben.take()
    assert ben.key("keep", **{"a:/head": "Chisomo", "a:/water": "7", "a:/visit": "soon"}).status_code == 204
    again = Keyer(cast.client("ben"), ben.batch)
    again.take()
    assert again.address == ben.address
    shown = again.client.get(again.address)
    assert "no-store" in shown["Cache-Control"]  # the next one at this computer presses Back
    page = shown.text
    for value in ("Chisomo", "7", "soon"):
        assert f'value="{value}"' in page
    with workspace_active(cast.river):
        assert PaperEntry.objects.get().answers == {"/head": "Chisomo", "/water": "7", "/visit": "soon"}


def test_the_page_has_the_lines_of_the_sheet_and_more_if_asked(ben: Keyer) -> None:
    ben.take()
    assert ben.client.get(ben.address).text.count("/who") == 3
    more = ben.key("more", rows="3", **{"a:/member[3]/who": "Last"})
    assert more.text.count("/who") == 4
    assert 'value="Last"' in more.text


def test_a_sheet_with_very_many_lines_is_kept_whole(cast: Cast, ben: Keyer) -> None:
    """A household form of the field has 1,157 inputs when ten lines were printed, and 3,057 with thirty."""
    ben.take()
    inputs = {f"a:/member[{n % 100 + 1}]/{'who' if n < 100 else f'x{n}'}": "Bo" for n in range(3057)}
    assert ben.key("keep", **inputs).status_code == 204
    with workspace_active(cast.river):
        assert len(PaperEntry.objects.get().answers) == 100


def test_names_that_no_sheet_has_are_passed_over(cast: Cast, ben: Keyer) -> None:
    ben.take()
    ben.key("keep", **{"a:/member[999999]/who": "x", "a:/total": "9", "a:/nothing": "x", "a:/head": "Amina"})
    with workspace_active(cast.river):
        assert PaperEntry.objects.get().answers == {"/head": "Amina"}


def test_what_the_form_does_not_take_is_asked_about_and_kept_when_marked(cast: Cast, ben: Keyer, dina: Keyer) -> None:
    wrong = {"a:/head": "", "a:/water": "2", "a:/litres": "900", "a:/visit": "soon"}
    ben.take()
    refused = ben.key("finish", **{**GOOD, **wrong})
    assert refused.status_code == 422
    for words in ("This question needs an answer.", "This question is not asked", "Give a date."):
        assert words in refused.text
    marks = {f"k:/{name}": "on" for name in ("head", "litres", "visit")}
    assert ben.key("finish", **{**GOOD, **wrong}, **{"k:/head": "on"}).status_code == 422
    changed = ben.key("finish", **{**GOOD, **wrong, "a:/visit": "later"}, **marks)
    assert changed.status_code == 422  # the mark was for another answer
    assert ben.key("finish", **{**GOOD, **wrong, "a:/visit": "later"}, **marks).status_code == 302
    dina.take()
    dina.key("all", **{**GOOD, **wrong, "a:/visit": "later"})
    assert dina.key("finish", **{**GOOD, **wrong, "a:/visit": "later"}, **marks).status_code == 302
    assert state(cast) == "done"
    assert "<head/><water>tap</water><litres>900</litres><visit>later</visit>" in xml_of(cast)
    with workspace_active(cast.river):
        judge_submission(record(cast))()
    broken = {(each["path"], each["kind"]) for each in record(cast).broken_rules}
    assert broken == {("/head", "required"), ("/litres", "relevance"), ("/visit", "type")}


def test_a_choice_that_is_not_on_offer_stands_as_it_was_written(cast: Cast, ben: Keyer, dina: Keyer) -> None:
    wrong = {"a:/water": "9", "a:/litres": ""}
    for each in (ben, dina):
        each.take()
        assert "This is not one of the choices." in each.key("finish", **{**GOOD, **wrong}).text
        assert each.key("finish", **{**GOOD, **wrong}, **{"k:/water": "on"}).status_code == 302
    assert "<water>9</water>" in xml_of(cast)


COUNTED = FORM.replace('<repeat nodeset="/data/member">', '<repeat nodeset="/data/member" jr:count="/data/litres">')


@pytest.mark.parametrize("survey_xml", [COUNTED])
def test_lines_that_a_form_counts_come_with_the_count_and_none_is_lost_when_it_shrinks(
    cast: Cast, survey: Form, ben: Keyer, dina: Keyer
) -> None:
    ben.take()
    counted = {"a:/head": "Amina", "a:/water": "1"}
    page = ben.key("save", **counted, **{"a:/litres": "2"})
    assert page.text.count("/who") == 2
    ben.key("keep", **counted, **{"a:/litres": "2", "a:/member[2]/who": "Bo"})
    page = ben.key("finish", **counted, **{"a:/litres": "1", "a:/member[2]/who": "Bo"})
    assert page.status_code == 422
    assert "The form has no room for this answer." in page.text
    assert 'name="k:/member[2]/who"' in page.text
    stands = {**counted, "a:/litres": "1", "a:/member[3]/who": "Bo", "a:/member[2]/who": ""}
    for each in (ben, dina):
        each.take()
        each.key("keep", **stands)
        assert each.key("finish", **stands, **{"k:/member[3]/who": "on"}).status_code == 302
    assert state(cast) == "done"
    assert re.findall("<who>(.*?)</who>|(<who/>)", xml_of(cast)) == [("", "<who/>"), ("", "<who/>"), ("Bo", "")]


def test_a_wrong_sheet_is_given_back(cast: Cast, ben: Keyer, dina: Keyer) -> None:
    def throw_away(keyer: Keyer) -> Any:
        return keyer.client.post(f"{keyer.address}throw-away/")

    ben.take()
    assert throw_away(ben).status_code == 302
    with workspace_active(cast.river):
        assert not PaperSheet.objects.exists()
    ben.do_all()
    dina.take()
    throw_away(dina)
    assert state(cast) == "waiting"
    assert throw_away(ben).status_code == 404  # what is finished is no longer his


def test_what_is_to_be_done_is_listed_before_what_is_done(
    cast: Cast, batch: PaperBatch, ben: Keyer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben.do_all()
    with workspace_active(cast.river):
        for number in range(3):
            PaperSheet.objects.create(batch=batch, number=f"done {number}", state=PaperSheet.State.DONE)
    monkeypatch.setattr(batch_views, "MOST_LISTED", 2)
    page = ben.client.get(reverse("forms-paper:batch", args=[batch.form_id, batch.public_id]))
    assert [line.sheet.number for line in page.context["lines"]] == ["17", "done 2"]


def test_who_may_key_and_who_may_not(cast: Cast, survey: Form, batch: PaperBatch, ben: Keyer) -> None:
    ben.take()
    with workspace_active(cast.river):
        sheet = PaperSheet.objects.select_related("batch").get()
    pages = [
        reverse("forms-paper:batches", args=[survey.pk]),
        reverse("forms-paper:batch", args=[survey.pk, batch.public_id]),
        reverse("forms-paper:settle", args=[survey.pk, sheet.public_id]),
        ben.address,
    ]
    for page in pages:
        assert cast.client("chol").get(page).status_code == 404
        assert cast.client("nobody").get(page).status_code == 302
        assert cast.client("omar").get(page).status_code == 403
    opened = {"name": "Week 2", "rows": "3"}
    assert cast.client("ben").post(pages[0], opened).status_code == 403
    assert cast.client("chol").post(pages[1], {"number": "1"}).status_code == 404
    assert cast.client("chol").post(ben.address, GOOD).status_code == 404
    hand_in = reverse("forms-paper:hand_in", args=[survey.pk, sheet.public_id])
    assert cast.client("chol").post(hand_in).status_code == 404
    for who, status in (("chol", 404), ("dina", 404), ("amina", 404), ("omar", 403), ("nobody", 302)):
        assert cast.client(who).post(f"{ben.address}throw-away/").status_code == status
    with workspace_active(cast.river):
        assert PaperBatch.objects.count() == 1
        assert PaperEntry.objects.count() == 1


def test_whoever_works_on_another_form_alone_keys_nothing_here(
    cast: Cast, survey: Form, form: Form, batch: PaperBatch
) -> None:
    mine = Grant.objects.get(user=cast.ben)
    mine.role, mine.scope, mine.within_kind, mine.within_id = "manager", "within", "forms.form", form.pk
    mine.save()
    page = reverse("forms-paper:batch", args=[survey.pk, batch.public_id])
    assert cast.client("ben").get(page).status_code == 404
    assert cast.client("ben").post(page, {"number": "1"}).status_code == 404
    Grant.objects.filter(pk=mine.pk).update(within_id=survey.pk)
    assert cast.client("ben").post(page, {"number": "1"}).status_code == 302
