"""Datasets that are given away: what is left in them, what their figures say, and who has them."""

import csv
import io
import zipfile
from collections import Counter
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pamoja.apps.forms.models import Form, RedactedDataset, RedactedVersion, Submission
from pamoja.apps.forms.protecting.classifying import classed_questions, classify
from pamoja.apps.forms.protecting.tests.reading import Reader
from pamoja.apps.forms.redacting.parts import redacted
from pamoja.apps.forms.redacting.reading import columns_of, seen_for
from pamoja.apps.forms.redacting.services import (
    begin_dataset,
    delete_dataset,
    make_version,
    share_dataset,
    unshare_dataset,
)
from pamoja.apps.forms.seeing.tests.survey import FORM, record_xml
from pamoja.apps.forms.services import create_form, create_project, publish_draft, receive_submission
from pamoja.core.accounts.models import Grant, User
from pamoja.core.audit.models import AuditEntry
from pamoja.core.files.models import StoredFile
from pamoja.core.problems import Problem
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

CLASSES = {"/name": "direct", "/point": "direct", "/hh/size": "quasi", "/hh/source": "quasi", "/visit": "quasi"}
SENSITIVE = {"/hh/uses": "sensitive"}
CHOSEN = {
    "/name": "code", "/hh/size": "band5", "/hh/source": "merge", "/hh/uses": "keep", "/hh/litres": "keep",
    "/visit": "month", "/point": "grid1", "/photo": "drop",
}  # fmt: skip


def _record(number: int) -> str:
    """Sixteen households: seven small ones with a well, six large ones with a tap, three others."""
    size, source = ((2, "well") if number < 7 else (6, "tap")) if number < 13 else (12, "none")
    litres = "" if number % 2 else "<litres>20.5</litres>"
    uses = "drink" if number % 3 else "drink cook"
    house = f"<size>{size}</size><source>{source}</source><uses>{uses}</uses>{litres}"
    days = f"<visit>2026-03-{number + 1:02}</visit>"
    return f"<name>ZQNAME{number % 8}</name><hh>{house}</hh>{days}<point>-9.71717 33.21717 0 0</point>"


@pytest.fixture
def form(cast: Cast) -> Any:
    with workspace_active(cast.river):
        amina = cast.actor("amina")
        made = create_form(amina, create_project(amina, "Water"), FORM)
        publish_draft(amina, made)
        for number in range(16):
            receive_submission(amina, made.project_id, record_xml(f"uuid:{number}", _record(number), name="ZQTITLE"))
        every = {each.field.path: "open" for each in classed_questions(made)}
        classify(amina, made, {**every, **CLASSES, **SENSITIVE})
        yield made


def _dataset(cast: Cast, form: Form, **values: Any) -> RedactedDataset:
    return begin_dataset(cast.actor("amina"), form, {"name": "For partners", "columns": CHOSEN, **values})


def files_of(version: RedactedVersion, client: Client) -> dict[str, str]:
    assert version.file is not None
    answer: Any = client.get(reverse("file", args=[version.file.public_id]))
    assert answer.status_code == 200
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


def test_the_figures_are_those_counted_by_hand(cast: Cast, form: Form) -> None:
    made = redacted(seen_for(cast.actor("amina"), form.pk), _dataset(cast, form))
    raw, coarse, left = made.root.risks
    assert (raw.least, raw.unique) == (1, 16), "each was visited on a day of its own"
    assert (coarse.classes, coarse.least, coarse.below) == (3, 3, 3)
    assert left.below == 0 and left.least >= 5
    assert coarse.diversity == {"/hh/uses": 2}, "in each class some drink only, and some cook too"
    assert [each.name for each in made.columns if each.is_key] == ["hh-size", "hh-source", "visit", "point"]
    assert len(made.parts) == 1, "nothing was chosen of the repeats"


def test_what_is_given_away_tells_nobody_and_says_what_it_is(cast: Cast, form: Form) -> None:
    version = make_version(cast.actor("amina"), _dataset(cast, form))
    files = files_of(version, cast.client("amina"))
    assert list(files) == ["water-redacted-1.csv", "dictionary.csv", "ABOUT.txt"]
    assert not any(marker in text for text in files.values() for marker in ("ZQ", "uuid:", "9.71717", "2026-03-0"))
    rows = list(csv.DictReader(io.StringIO(files["water-redacted-1.csv"])))
    assert list(rows[0]) == ["name", "hh-size", "hh-source", "hh-uses", "hh-litres", "visit", "point"]
    sizes = {row["hh-size"] for row in rows}
    assert {"0-4", "5-9"} <= sizes and "10-14" not in sizes, "three are too few"
    assert {row["visit"] for row in rows} <= {"2026-03", ""} and rows[0]["point"] == "-9.7 33.2"
    words = {row["column"]: row for row in csv.DictReader(io.StringIO(files["dictionary.csv"]))}
    assert (words["hh-source"]["question"], words["hh-source"]["key variable"]) == ("Main source", "yes")
    assert (words["name"]["class"], words["name"]["key variable"]) == ("direct", "no")
    assert str(version.public_id) in files["ABOUT.txt"] and "wanted: 5" in files["ABOUT.txt"]


def test_a_code_stands_for_the_same_value_in_one_dataset_alone(cast: Cast, form: Form) -> None:
    amina = cast.actor("amina")
    seen = seen_for(amina, form.pk)
    one, other = (redacted(seen, _dataset(cast, form, suppression="none", name=name)) for name in ("a", "b"))
    codes, others = (Counter(row["/name"] for row in made.root.rows()) for made in (one, other))
    assert sorted(codes.values()) == [2] * 8, "two records have each name"
    assert not codes.keys() & others.keys()


def test_records_or_answers_are_suppressed_as_was_wanted(cast: Cast, form: Form) -> None:
    seen = seen_for(cast.actor("amina"), form.pk)
    dropped = redacted(seen, _dataset(cast, form, suppression="records"))
    assert (dropped.root.done.dropped, dropped.root.risks[-1].records, dropped.root.done.cells) == (3, 13, 0)
    nothing = redacted(seen, _dataset(cast, form, suppression="none"))
    assert (nothing.root.risks[-1].records, nothing.root.risks[-1].below) == (16, 3)
    strict = redacted(seen, _dataset(cast, form, k=7, suppression="records"))
    assert strict.root.risks[-1].least >= 7


def test_what_is_proposed_leaves_out_who_it_is(cast: Cast, form: Form) -> None:
    proposed = {each.question.path: each.how for each in columns_of(seen_for(cast.actor("amina"), form.pk), {})}
    assert (proposed["/name"], proposed["/photo"], proposed["/point"]) == ("drop", "drop", "place")
    assert (proposed["/hh/size"], proposed["/visit"], proposed["/hh/source"]) == ("band5", "month", "merge")
    assert (proposed["/hh/uses"], proposed["/hh/litres"]) == ("keep", "keep")
    chosen = {each.key: each.how for each in columns_of(seen_for(cast.actor("amina"), form.pk), {"/photo": "keep"})}
    assert chosen["/photo"] == "drop", "no file leaves"
    assert chosen["/hh/litres"] == "drop", "nor what nobody has decided on"


@pytest.fixture
def partner(cast: Cast) -> User:
    """A member of the workspace without any role in forms."""
    user = User.objects.create_user("pia@example.org", name="Pia")
    Grant.objects.create(workspace=cast.river, user=user, role="member")
    return user


def test_a_partner_has_the_dataset_and_not_the_form(cast: Cast, form: Form, partner: User) -> None:
    amina, browser = cast.actor("amina"), Client()
    browser.force_login(partner)
    program = Reader(partner, cast.river).program
    dataset, other = _dataset(cast, form), _dataset(cast, form, name="Not for Pia")
    version = make_version(amina, dataset)
    page = reverse("forms-redacted:detail", args=[dataset.public_id])
    assert version.file and browser.get(page).status_code in (403, 404)
    assert browser.get(reverse("file", args=[version.file.public_id])).status_code == 404
    share_dataset(amina, dataset, partner)
    assert "water-redacted-1.zip" in browser.get(page).text and files_of(version, browser)
    listed = browser.get(reverse("forms-redacted:list")).text
    assert "For partners" in listed and "Not for Pia" not in listed
    refused = [
        reverse("forms:form", args=[form.pk]),
        reverse("forms-seeing:table", args=[form.pk]),
        reverse("forms-seeing:record", args=[form.pk, Submission.objects.first().public_id]),  # type: ignore[union-attr]
        reverse("forms-redacted:detail", args=[other.public_id]),
        reverse("forms-redacted:preview", args=[dataset.public_id]),
        reverse("forms-redacted:change", args=[dataset.public_id]),
        reverse("forms-redacted:add", args=[form.pk]),
        f"/api/forms/{form.public_id}/records",
    ]
    assert {
        url: browser.get(url).status_code for url in refused if browser.get(url).status_code not in (403, 404)
    } == {}
    assert program.get(f"/odk/v1/projects/{form.project_id}/forms/water.svc/Submissions").status_code in (403, 404)
    assert AuditEntry.objects.filter(verb="download").exists()
    unshare_dataset(amina, dataset, partner)
    assert browser.get(page).status_code in (403, 404)
    assert browser.get(reverse("file", args=[version.file.public_id])).status_code == 404


def test_who_may_not_see_every_answer_makes_no_dataset(cast: Cast, form: Form, partner: User) -> None:
    Grant.objects.create(workspace=cast.river, user=partner, role="viewer")
    cast.river.roles.create(
        slug="maker",
        name="Maker",
        permissions={"forms.submission": ["view", "export"], "forms.form": ["view"], "forms.redacted": ["*"]},
    )
    Grant.objects.filter(user=partner).update(role="maker")
    browser = Client()
    browser.force_login(partner)
    answer = browser.get(reverse("forms-redacted:add", args=[form.pk]))
    assert answer.status_code == 403 and "answers that you may not see" in answer.text


def test_the_pages_make_one_from_the_proposals(cast: Cast, form: Form) -> None:
    browser = cast.client("amina")
    url = reverse("forms-redacted:add", args=[form.pk])
    given = browser.get(url).context["dataset_form"]
    columns = {f"c{n}": each.how for n, each in enumerate(given.columns)}
    assert browser.post(url, {"name": "", "k": 1, "suppression": "cells", **columns}).status_code == 422
    answer = browser.post(url, {"name": "Open", "k": 5, "suppression": "cells", **columns}, follow=True)
    assert "How easily somebody is found" in answer.text and "ZQNAME" not in answer.text
    dataset = RedactedDataset.objects.get()
    change = reverse("forms-redacted:change", args=[dataset.public_id])
    data = {"name": "Open", "k": 6, "suppression": "records", "based_on": dataset.version, **columns}
    assert browser.post(change, data).status_code == 302
    dataset.refresh_from_db()
    assert (dataset.k, dataset.suppression) == (6, "records")
    assert browser.post(reverse("forms-redacted:make", args=[dataset.public_id])).status_code == 302


PAGES = [
    ("detail", "get"),
    ("change", "get"),
    ("preview", "get"),
    ("make", "post"),
    ("share", "post"),
    ("delete", "post"),
]


@pytest.mark.parametrize(("name", "method"), PAGES)
def test_who_may_not(cast: Cast, form: Form, name: str, method: str) -> None:
    dataset = _dataset(cast, form)
    url = reverse(f"forms-redacted:{name}", args=[dataset.public_id])
    for who in ("ben", "dina", "chol"):
        assert getattr(cast.client(who), method)(url).status_code in (403, 404), who
    assert getattr(cast.client("nobody"), method)(url).status_code == 302
    assert RedactedDataset.objects.count() == 1


def test_a_deleted_dataset_leaves_no_file_and_no_right(cast: Cast, form: Form, partner: User) -> None:
    amina = cast.actor("amina")
    dataset = _dataset(cast, form)
    make_version(amina, dataset)
    share_dataset(amina, dataset, partner)
    with pytest.raises(Problem):
        delete_dataset(cast.actor("ben"), dataset)
    delete_dataset(amina, dataset)
    assert not StoredFile.objects.filter(kind="forms.redacted").exists()
    assert not Grant.objects.filter(within_kind="forms.redacted").exists()
