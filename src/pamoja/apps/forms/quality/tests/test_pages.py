"""The pages of quality: who sees what, deciding, undoing, settings, and logs as files."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from pamoja.apps.forms.models import CleaningLine, Form, QualityFlag, QualityPlan, Submission
from pamoja.apps.forms.quality.checking import check_form
from pamoja.apps.forms.quality.forms import PlanForm
from pamoja.apps.forms.quality.tests.survey import ODD, SOURCE, SPENT, WRITTEN
from pamoja.apps.forms.seeing.tests.reading import body
from pamoja.core.audit.models import AuditEntry
from pamoja.core.jobs.models import Progress
from pamoja.core.testing.cast import Cast

Flags = dict[tuple[str, str], QualityFlag]
PAGES = ("board", "flags", "log", "settings", "decide", "take_in", "log_csv")
LOOKING = {"board", "flags", "log"}


def page(form: Form, name: str, *args: Any) -> str:
    return reverse(f"forms-quality:{name}", args=[form.pk, *args])


def seen(cast: Cast, who: str, address: str) -> str:
    answer = cast.client(who).get(address)
    assert answer.status_code == 200
    return body(answer).decode()


def log_of(cast: Cast, form: Form) -> list[dict[str, str]]:
    text = seen(cast, "amina", page(form, "log_csv"))
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def exported(cast: Cast, form: Form, **options: str) -> dict[str, dict[str, str]]:
    answer = cast.client("amina").post(f"/forms/{form.pk}/records/files/", {"format": "csv", **options})
    from zipfile import ZipFile

    with ZipFile(io.BytesIO(body(answer))) as archive, archive.open("spending.csv") as file:
        rows = csv.DictReader(io.TextIOWrapper(file, "utf-8-sig"))
        return {row["KEY"]: row for row in rows}


@pytest.mark.parametrize("name", PAGES)
def test_who_may_look_looks_and_who_may_not_is_refused(cast: Cast, form: Form, flags: Flags, name: str) -> None:
    address = page(form, name)
    seen(cast, "amina", address)
    for who in ("ben", "dina"):
        answer = cast.client(who).get(address)
        assert answer.status_code == (200 if name in LOOKING else 403), who
    assert cast.client("chol").get(address).status_code == 404
    for who in ("device", "token", "nobody"):  # pages are for people
        assert cast.client(who).get(address).status_code == 302, who


def test_a_form_that_is_not_checked_offers_to_begin(cast: Cast, form: Form) -> None:
    assert "Check this form" in seen(cast, "amina", page(form, "board"))
    assert "Check this form" not in seen(cast, "ben", page(form, "board"))
    assert cast.client("ben").post(page(form, "begin")).status_code == 403
    assert not QualityPlan.objects.exists()

    answer = cast.client("amina").post(page(form, "begin"))

    assert answer["Location"].startswith("/jobs/")
    assert QualityPlan.objects.get().form == form
    assert Progress.objects.get(name="forms.check_quality").arguments == {"plan": QualityPlan.objects.get().pk}


def test_only_who_may_starts_a_check(cast: Cast, form: Form, plan: QualityPlan) -> None:
    assert cast.client("ben").post(page(form, "check")).status_code == 403
    assert cast.client("amina").post(page(form, "check")).status_code == 302
    assert Progress.objects.count() == 1


def test_the_board_counts_flags_by_check_and_collector(cast: Cast, form: Form, flags: Flags) -> None:
    text = seen(cast, "amina", page(form, "board"))
    assert "Unusual numbers" in text and "Other answers" in text
    chart = cast.client("amina").get(page(form, "chart") + "?by=check").json()
    counts = {each["label"]: each["count"] for each in chart["data"]["values"] if each["state"] == "Open"}
    assert (counts["Other answers"], counts["Unusual numbers"]) == (2, 1)
    assert cast.client("amina").get(page(form, "chart") + "?by=nothing").status_code == 404


def test_a_field_worker_sees_the_flags_of_her_district_alone(cast: Cast, form: Form, flags: Flags) -> None:
    mine, elsewhere = flags[ODD, SPENT], flags["uuid:lorry", WRITTEN]
    text = seen(cast, "dina", page(form, "flags"))
    assert f"/flags/{mine.pk}/" in text and f"/flags/{elsewhere.pk}/" not in text
    assert cast.client("dina").get(page(form, "flag", mine.pk)).status_code == 200
    assert cast.client("dina").get(page(form, "flag", elsewhere.pk)).status_code == 404
    assert cast.client("dina").get(page(form, "flags") + "?export=csv").status_code == 403


def test_flags_are_narrowed_and_taken_out(cast: Cast, form: Form, flags: Flags) -> None:
    text = seen(cast, "amina", page(form, "flags") + "?check=outliers")
    assert "1 result" in text and "99,000" in text.replace("\xa0", ",") or "99000" in text
    rows = list(csv.DictReader(io.StringIO(seen(cast, "amina", page(form, "flags") + "?export=csv&check=others"))))
    assert len(rows) == 2


def test_a_flag_is_decided_shown_on_its_record_and_undone(cast: Cast, form: Form, flags: Flags) -> None:
    flag, amina = flags[ODD, SPENT], cast.client("amina")
    address = page(form, "flag", flag.pk)
    record = reverse("forms-seeing:record", args=[form.pk, Submission.objects.get(instance_id=ODD).public_id])
    assert f"/flags/{flag.pk}/" in seen(cast, "amina", record)

    assert amina.post(address, {"change": "change_response"}).status_code == 422
    assert amina.post(address, {"change": "change_response", "new_value": "much"}).status_code == 422
    assert cast.client("ben").post(address, {"change": "no_action"}).status_code == 403
    assert cast.client("dina").post(address, {"change": "no_action"}).status_code == 403
    assert not CleaningLine.objects.exists()
    sent = {"change": "change_response", "new_value": "990", "comment": "asked again"}
    assert amina.post(address, sent).status_code == 302

    line = CleaningLine.objects.get()
    assert "asked again" in seen(cast, "amina", address)
    assert "Change the answer" in seen(cast, "amina", record)
    assert "99000" in seen(cast, "amina", page(form, "log"))
    assert cast.client("ben").post(page(form, "withdraw", line.public_id)).status_code == 403
    assert amina.post(page(form, "withdraw", line.public_id)).status_code == 302
    assert amina.post(page(form, "withdraw", line.public_id)).status_code == 409
    assert QualityFlag.objects.get(pk=flag.pk).decision is None


def test_the_page_of_a_duplicate_leads_to_the_other_record(cast: Cast, form: Form, flags: Flags) -> None:
    flag, lorry = flags[ODD, SPENT], Submission.objects.get(instance_id="uuid:lorry")
    flag.facts = {"other": "uuid:lorry", "alike": 97}
    flag.code = "near-duplicate"
    flag.save()
    address, link = page(form, "flag", flag.pk), f"/records/{lorry.public_id}/"
    assert link in seen(cast, "amina", address)
    assert link not in seen(cast, "dina", address), "it lies in another district"


def test_many_flags_are_decided_after_a_preview_and_undone_as_one(cast: Cast, form: Form, flags: Flags) -> None:
    amina, address = cast.client("amina"), page(form, "decide") + "?check=others"
    assert "2 open flags" in seen(cast, "amina", address)

    preview = amina.post(address, {"change": "recode"})
    assert preview.status_code == 200 and b"2 lines would be written" in preview.content
    assert not CleaningLine.objects.exists(), "only shown"
    assert cast.client("ben").post(address, {"change": "recode", "apply": "1"}).status_code == 403

    assert amina.post(address, {"change": "recode", "apply": "1"}).status_code == 302
    assert set(CleaningLine.objects.values_list("question", "new_value")) == {(SOURCE, "well"), (WRITTEN, "")}
    line = CleaningLine.objects.first()
    assert line
    amina.post(page(form, "withdraw", line.public_id), {"batch": "1"})
    assert not CleaningLine.objects.filter(withdrawn_at=None).exists()


def test_what_is_found_after_the_preview_is_not_decided_on(cast: Cast, form: Form, flags: Flags) -> None:
    amina, address = cast.client("amina"), page(form, "decide") + "?check=others"
    preview = amina.post(address, {"change": "no_action"})
    late = QualityFlag.objects.get(pk=flags[ODD, WRITTEN].pk)
    late.pk, late.key = None, "late"
    late.save()
    assert f'name="up_to" value="{preview.context["up_to"]}"' in preview.content.decode()
    amina.post(address, {"change": "no_action", "apply": "1", "up_to": preview.context["up_to"]})
    assert CleaningLine.objects.count() == 2
    assert list(QualityFlag.objects.filter(check_name="others", decision=None)) == [late]


def test_a_file_of_clean_data_has_what_was_decided(cast: Cast, form: Form, flags: Flags) -> None:
    amina = cast.client("amina")
    amina.post(page(form, "flag", flags[ODD, WRITTEN].pk), {"change": "recode"})
    amina.post(page(form, "flag", flags["uuid:lorry", WRITTEN].pk), {"change": "remove_survey"})

    raw, clean = exported(cast, form), exported(cast, form, is_clean="on")

    assert (raw[ODD]["hh-source"], raw[ODD]["hh-source_other"]) == ("other", "a protected well")
    assert (clean[ODD]["hh-source"], clean[ODD]["hh-source_other"]) == ("well", "")
    assert raw.keys() - clean.keys() == {"uuid:lorry"}


def test_who_takes_records_out_is_told_which_questions_are_personal(cast: Cast, form: Form, plan: QualityPlan) -> None:
    address = f"/forms/{form.pk}/records/files/"
    assert "may tell who somebody is" not in seen(cast, "amina", address)
    check_form(plan)
    text = seen(cast, "amina", address)
    assert "may tell who somebody is" in text and "Where" in text.partition("may tell")[2].partition("</div>")[0]


def test_the_log_goes_out_and_comes_back(cast: Cast, form: Form, flags: Flags) -> None:
    amina = cast.client("amina")
    amina.post(page(form, "flag", flags[ODD, SPENT].pk), {"change": "change_response", "new_value": "990"})
    text = seen(cast, "amina", page(form, "log_csv"))
    row = log_of(cast, form)[0]
    assert (row["uuid"], row["question"], row["change_type"]) == (ODD, "spent", "change_response")
    assert (row["old_value"], row["new_value"], row["who"]) == ("99000", "990", "Amina")
    assert AuditEntry.objects.filter(verb="export", kind="forms.cleaning").count() == 2

    amina.post(page(form, "withdraw", CleaningLine.objects.get().public_id))
    answer = amina.post(page(form, "take_in"), {"file": SimpleUploadedFile("log.csv", text.encode())})

    assert b"1 line was taken in." in answer.content
    assert CleaningLine.objects.get(withdrawn_at=None).new_value == "990"
    workbook = cast.client("amina").get(page(form, "log_xlsx"))
    assert body(workbook).startswith(b"PK")


def test_a_log_of_other_tools_is_taken_in_and_what_does_not_fit_is_told(cast: Cast, form: Form, flags: Flags) -> None:
    log = (
        "X_uuid,questions,issue,old_value,change_type,new_value,reason\n"
        'odd,spent,outlier,"99,000.00",change_response,990,asked again\n'
        "lorry,,pilot,,remove_survey,,\n"
        "0,spent,outlier,1,change_response,500,\n"
        "1,spent,outlier,,change_response,plenty,\n"
        "2,colour,outlier,,blank_response,,\n"
        "nobody,spent,outlier,,no_action,,\n"
        "3,spent,outlier,,burn,,\n"
        "odd,spent,again,,blank_response,,\n"
    )
    answer = cast.client("amina").post(page(form, "take_in"), {"file": SimpleUploadedFile("l.csv", log.encode())})

    text = answer.content.decode()
    assert "2 lines were taken in." in text and "6 rows were refused." in text
    columns = ("submission__instance_id", "question", "change", "new_value")
    found = CleaningLine.objects.order_by("pk").values_list(*columns)
    assert list(found) == [(ODD, SPENT, "change_response", "990"), ("uuid:lorry", "", "remove_survey", "")]
    assert [n for n in range(2, 10) if f"Row {n}:" in text] == [4, 5, 6, 7, 8, 9]


@pytest.mark.parametrize("content", [b"\x00\x01", b"", b"uuid,question\na,b\n"])
def test_what_is_no_log_is_refused(cast: Cast, form: Form, plan: QualityPlan, content: bytes) -> None:
    file = SimpleUploadedFile("log.csv", content)
    assert cast.client("amina").post(page(form, "take_in"), {"file": file}).status_code == 422


def test_settings_are_changed_and_what_cannot_be_read_is_told(cast: Cast, form: Form, plan: QualityPlan) -> None:
    amina, address = cast.client("amina"), page(form, "settings")
    sent = posted(amina.get(address).context["plan_form"])
    wrong = sent | {"rule:0:expression": "${spent} > ", "targets": "V1, many"}
    answer = amina.post(address, wrong)
    assert answer.status_code == 422
    assert {"rule:0:expression", "targets"} <= set(answer.context["plan_form"].errors)

    right = sent | {
        "rule:0:expression": "${spent} > ${earned}",
        "rule:0:words": "Spends more than it has",
        "targets": "V1, 50\nV2; x, 3, -13.9, 33.7",
        "outliers:reach": "3",
        "place_path": "/village",
    }
    right.pop("others:on")
    assert amina.post(address, right).status_code == 302

    plan.refresh_from_db()
    assert plan.rules == [{"name": "rule1", "words": "Spends more than it has", "expression": "${spent} > ${earned}"}]
    assert plan.targets[0] == {"place": "V1", "wanted": 50, "latitude": None, "longitude": None}
    assert plan.targets[1]["longitude"] == 33.7
    assert plan.checks["outliers"] == {"is_on": True, "settings": {"reach": 3.0}}
    assert plan.checks["others"] == {"is_on": False, "settings": {}}
    assert plan.checks.keys() == {"outliers", "others"}
    assert plan.place_path == "/village"
    check_form(plan)
    assert not QualityFlag.objects.filter(check_name="others").exists()
    assert cast.client("ben").post(address, right).status_code == 403


def posted(form: PlanForm) -> dict[str, str]:
    """What a browser sends when nothing was changed."""
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {
        name: "on" if value is True else str(value)
        for name, value in values.items()
        if value is not False and value is not None
    }


def test_saving_settings_unchanged_changes_nothing(cast: Cast, form: Form, plan: QualityPlan) -> None:
    amina, address = cast.client("amina"), page(form, "settings")
    assert amina.post(address, posted(amina.get(address).context["plan_form"])).status_code == 302
    plan.refresh_from_db()
    assert (plan.checks, plan.rules, plan.targets, plan.version) == ({}, [], [], 1)


def test_the_lists_cost_a_fixed_number_of_queries(
    cast: Cast, form: Form, flags: Flags, django_assert_max_num_queries: Any
) -> None:
    amina = cast.client("amina")
    with django_assert_max_num_queries(30):
        amina.get(page(form, "flags"))
    with django_assert_max_num_queries(30):
        amina.get(page(form, "board"))


def test_the_log_speaks_the_language_of_its_reader(cast: Cast, form: Form, flags: Flags) -> None:
    flag = flags[ODD, SPENT]
    cast.client("amina").post(page(form, "flag", flag.pk), {"change": "no_action"}, headers={"Accept-Language": "fr"})
    assert "99000 is high: ordinary answers lie" in seen(cast, "amina", page(form, "log"))
    french = cast.client("amina").get(page(form, "log"), headers={"Accept-Language": "fr"})
    with translation.override("fr"):
        words = translation.gettext("{value} is high: ordinary answers lie between {low} and {high}")
    assert words.partition("{low}")[0].format(value=99000) in french.content.decode()
    assert log_of(cast, form)[0]["issue"].startswith("99000 is high")
