"""Where two entries differ: settled one by one, and handed in once whatever fails."""

from typing import Any

import pytest
from django.urls import reverse

from pamoja.apps.forms.models import Form, PaperBatch, PaperEntry, PaperSheet
from pamoja.apps.forms.paper import settling
from pamoja.apps.forms.paper.tests.keyer import FORM, GOOD, Keyer, record, state, xml_of
from pamoja.core.accounts.models import Grant, Role
from pamoja.core.problems import Problem
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

BLIND = {"forms.form": ["view"], "forms.paper": ["view", "settle"], "forms.submission": ["view"]}


def settle(cast: Cast, who: str = "amina", **sent: str) -> Any:
    with workspace_active(cast.river):
        sheet = PaperSheet.objects.select_related("batch").get()
    address = reverse("forms-paper:settle", args=[sheet.batch.form_id, sheet.public_id])
    return cast.client(who).post(address, sent) if sent else cast.client(who).get(address)


def test_differences_are_settled_one_by_one(cast: Cast, batch: PaperBatch, ben: Keyer, dina: Keyer) -> None:
    ben.do_all()
    dina.do_all(**{"a:/head": "Amina  Phiri", "a:/litres": "41", "a:/member[1]/age": ""})
    assert state(cast) == "differs"
    page = settle(cast)
    for words in ("Amina Banda", "Amina Phiri", "40", "41", "Age [1]"):
        assert words in page.text
    assert page.text.count("<fieldset>") == 3
    chosen = {"c:/head": "second", "c:/litres": "other", "o:/litres": "44", "c:/member[1]/age": "first"}
    assert settle(cast, **{**chosen, "c:/head": ""}).status_code == 422
    assert settle(cast, "ben", **chosen).status_code == 403
    assert settle(cast, **chosen).status_code == 302
    assert state(cast) == "done"
    xml = xml_of(cast)
    assert "<head>Amina Phiri</head>" in xml
    assert "<litres>44</litres>" in xml
    assert "<age>7</age>" in xml
    page = cast.client("amina").get(reverse("forms-paper:batch", args=[batch.form_id, batch.public_id]))
    rows = {each.name: (each.compared, each.agreed, each.right) for each in page.context["keyers"]}
    assert rows == {"Ben": (6, "50.0", "66.7"), "Dina": (6, "50.0", "66.7")}
    worker = cast.client("ben").get(reverse("forms-paper:batch", args=[batch.form_id, batch.public_id]))
    assert worker.context["keyers"] == []


def test_a_blank_that_was_right_counts_for_whom_left_it(cast: Cast, batch: PaperBatch, ben: Keyer, dina: Keyer) -> None:
    ben.do_all()
    dina.do_all(**{"a:/member[1]/age": ""})
    assert settle(cast, **{"c:/member[1]/age": "second"}).status_code == 302
    with workspace_active(cast.river):
        assert [(each.compared, each.right) for each in PaperEntry.objects.filter(turn__lt=3)] == [(6, 5), (6, 6)]


SAME = FORM.replace('jr:preload="uid"', """calculate="'uuid:same'\"""")


@pytest.mark.parametrize("survey_xml", [SAME])
def test_a_form_that_gives_two_sheets_one_id_loses_neither(cast: Cast, ben: Keyer, dina: Keyer) -> None:
    for number, head in (("17", "Amina Banda"), ("18", "Chisomo Phiri")):
        for each in (ben, dina):
            each.take(number)
            each.key("finish", **{**GOOD, "a:/head": head})
    with workspace_active(cast.river):
        assert [each.state for each in PaperSheet.objects.order_by("number")] == ["done", "agreed"]
        assert PaperEntry.objects.get(sheet__number="18", turn=1).answers["/head"] == "Chisomo Phiri"
    assert "<head>Amina Banda</head>" in xml_of(cast)


def test_neither_of_the_two_who_keyed_a_sheet_settles_it(cast: Cast, batch: PaperBatch, ben: Keyer) -> None:
    Keyer(cast.client("amina"), batch).do_all()
    ben.do_all(**{"a:/head": "Amina Phiri"})
    Grant.objects.filter(user=cast.ben).update(role="manager")
    for who in ("amina", "ben"):
        page = cast.client(who).get(reverse("forms-paper:batch", args=[batch.form_id, batch.public_id]))
        assert not any(line.may_settle for line in page.context["lines"])
        for answer in (settle(cast, who), settle(cast, who, **{"c:/head": "first"})):
            assert answer.status_code == 409
            assert "A third person must settle this sheet" in answer.text
            assert "Phiri" not in answer.text
    with workspace_active(cast.river):
        sheet = PaperSheet.objects.select_related("batch__form").get()
        with pytest.raises(Problem) as refused:
            settling.settle_sheet(cast.actor("amina"), sheet, {"/head": "Amina Banda"})
    assert refused.value.kind.code == "paper-needs-third"
    assert state(cast) == "differs"
    third = Grant.objects.get(user=cast.dina)
    third.role, third.scope, third.place_path = "manager", "workspace", ""
    third.save()
    page = cast.client("dina").get(reverse("forms-paper:batch", args=[batch.form_id, batch.public_id]))
    assert [line.may_settle for line in page.context["lines"]] == [True]
    assert settle(cast, "dina", **{"c:/head": "first"}).status_code == 302
    assert "<head>Amina Banda</head>" in xml_of(cast)


def test_settling_is_not_offered_to_whom_answers_are_hidden_from(
    cast: Cast, survey: Form, batch: PaperBatch, ben: Keyer, dina: Keyer
) -> None:
    ben.do_all()
    dina.do_all(**{"a:/head": "Amina Phiri"})
    with workspace_active(cast.river):
        Form.objects.filter(pk=survey.pk).update(classes={"/head": "direct"})
    Role.objects.create(workspace=cast.river, slug="blind", name="Blind", permissions=BLIND)
    Grant.objects.filter(user=cast.amina).update(role="blind")
    page = cast.client("amina").get(reverse("forms-paper:batch", args=[batch.form_id, batch.public_id]))
    assert not any(line.may_settle for line in page.context["lines"])
    assert settle(cast).status_code == 403


def test_a_sheet_that_was_handed_in_before_its_state_was_written_is_one_record(
    cast: Cast, ben: Keyer, dina: Keyer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben.do_all()
    with monkeypatch.context() as broken:
        broken.setattr(settling, "locked", lambda sheet: 1 / 0)
        dina.client.raise_request_exception = False
        dina.do_all()
    assert state(cast) == "agreed"
    with workspace_active(cast.river):
        sheet = PaperSheet.objects.select_related("batch").get()
    address = reverse("forms-paper:hand_in", args=[sheet.batch.form_id, sheet.public_id])
    assert cast.client("dina").post(address).status_code == 302
    assert state(cast) == "done"
    assert record(cast).instance_id.startswith("uuid:")
