"""Every way on which an answer leaves: who may not read a class gets none of its answers on any of them.

A new address that gives records must be put into WAYS (and be safe), or into ELSEWHERE with the reason.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from pamoja.apps.forms.models import CleaningLine, Form, QualityFlag, QualityPlan, Submission, SubmissionFile
from pamoja.apps.forms.protecting.tests.reading import Reader, text_of

MARKERS = (
    "ZQNAME",
    "ZQNEWNAME",
    "ZQWHO",
    "ZQNEWWHO",
    "ZQTITLE",
    "ZQSTRANGE",
    "ZQFILE",
    "987654",
    "9.71717",
    "33.21717",
)
ODK = "/odk/v1/projects/{project}/forms/water"
RECORD = ODK + "/submissions/uuid:zq1"
EXPORT = {"language": "English (en)", "shape": ""}


@dataclass(frozen=True)
class Way:
    """A request; who may read all gets `tells` (a marker) or anything, who may not gets `status` and no marker."""

    url: str
    tells: str = ""
    status: int = 200
    says: str = ""
    method: str = "GET"
    data: dict[str, str] = field(default_factory=dict)


def _files(kind: str, tells: str = "ZQNEWNAME", **more: str) -> Way:
    return Way("forms-seeing:files", tells, method="POST", data={**EXPORT, "format": kind, **more})


WAYS = [
    Way("forms-seeing:table", "ZQNEWNAME", says="hidden"),
    Way("forms-seeing:table", "ZQTITLE", data={"sort": "/name"}),
    Way("forms-seeing:table", "ZQTITLE", data={"sort": "-record"}),
    Way("forms-seeing:table", "ZQNEWNAME", data={"columns": "/name", "q": "2026-03-02"}),
    Way("forms-seeing:repeat Submissions.member", "ZQNEWWHO", says="hidden"),
    Way("forms-seeing:charts", "987"),
    Way("forms-seeing:chart", "987", 404, data={"question": "/hh/litres"}),
    Way("forms-seeing:map", "points.geojson"),
    Way("forms-seeing:points", "33.21717", 404, data={"question": "/point"}),
    Way("forms-seeing:record *", "ZQNEWNAME", says="hidden"),
    Way("forms-seeing:xml * 1", "ZQNAME", 403),
    Way("forms-seeing:xml * 2", "ZQNEWNAME", 403),
    Way("forms-seeing:files", ""),
    *(_files(kind, says) for kind, says in (("csv", "ZQNEWNAME"), ("xlsx", "ZQNEWNAME"), ("parquet", "ZQNEWNAME"))),
    _files("csv", has_labels="on", has_questions="on", splits_multiple="on", drops_groups="on"),
    _files("csv", is_clean="on"),
    _files("xlsx", is_clean="on"),
    Way("forms-quality:board", ""),
    Way("forms-quality:chart", "", data={"by": "check"}),
    Way("forms-quality:flags", "ZQNEWNAME"),
    Way("forms-quality:flags", "ZQNEWNAME", data={"format": "csv"}),
    Way("forms-quality:flag flag", "ZQNEWNAME", 404),
    Way("forms-quality:decide", ""),
    Way("forms-quality:decide", "987654", method="POST", data={"change": "blank_response", "comment": "x"}),
    Way("forms-quality:log", "ZQNEWNAME"),
    Way("forms-quality:log", "987654", says="hidden"),
    Way("forms-quality:log", "987654", data={"q": "wrong"}),
    Way("forms-quality:log_csv", "ZQNEWNAME"),
    Way("forms-quality:log_csv", "987654"),
    Way("forms-quality:log_xlsx", "ZQNEWNAME"),
    Way("forms-quality:take_in", "", 403),
    Way("forms:form", ""),
    Way("forms-protecting:classes", "", 403),
    Way("/api/forms/{form}/records", "ZQTITLE"),
    Way("/api/forms/{form}/records/{record}", "ZQNEWNAME", says='"hidden"'),
    Way("photo", "ZQFILE", 404),
    Way("portrait", "ZQFILE", 404),
    Way("log", "ZQFILE", 404),
    Way("/odk/v1/projects/{project}", ""),
    Way(ODK + ".svc", ""),
    Way(ODK + ".svc/$metadata", "Edm.GeographyPoint", says="Edm.String"),
    Way(ODK + ".svc/Submissions", "ZQNEWNAME", says='"name":"hidden"'),
    Way(ODK + ".svc/Submissions/$count", ""),
    Way(ODK + ".svc/Submissions", "ZQNEWWHO", says='"who":"hidden"', data={"$expand": "*"}),
    Way(ODK + ".svc/Submissions", "ZQNEWNAME", data={"$select": "name,point", "$wkt": "true"}),
    Way(ODK + ".svc/Submissions", "", 501, data={"$filter": "name eq 'ZQNEWNAME'"}),
    Way(ODK + ".svc/Submissions.member", "ZQNEWWHO", says='"who":"hidden"'),
    Way(ODK + ".svc/Submissions('uuid:zq1')", "ZQNEWNAME"),
    Way(ODK + ".svc/Submissions('uuid:zq1')", "ZQNEWWHO", data={"$expand": "*"}),
    Way(ODK + ".svc/Submissions('uuid:zq1')/member", "ZQNEWWHO"),
    Way(ODK + "/submissions", "ZQTITLE"),
    Way(ODK + "/submissions.csv", "ZQNEWNAME", says="hidden"),
    Way(ODK + "/submissions.csv", "ZQNEWNAME", data={"deletedFields": "true", "splitSelectMultiples": "true"}),
    Way(ODK + "/submissions.csv.zip", "ZQFILE new-zqphoto", says="hidden"),
    Way(ODK + "/submissions.geojson", "33.21717"),
    Way(ODK + "/submissions.geojson", "33.21717", data={"fieldpath": "/point"}),
    Way(ODK + "/submissions/submitters", ""),
    Way(ODK + "/submissions/keys", ""),
    Way(RECORD, "ZQTITLE"),
    Way(RECORD + ".xml", "ZQNEWNAME", 403),
    Way(RECORD + ".geojson", "33.21717"),
    Way(RECORD + "/attachments", "zqphoto"),
    Way(RECORD + "/attachments/new-zqphoto.png", "ZQFILE", 403),
    Way(RECORD + "/attachments/zqportrait.png", "ZQFILE", 403),
    Way(RECORD + "/attachments/zqaudit.csv", "ZQFILE", 403),
    Way(RECORD + "/versions", "ZQTITLE"),
    Way(RECORD + "/versions/uuid:zq1", "ZQTITLE"),
    Way(RECORD + "/versions/uuid:zq1.xml", "ZQNAME", 403),
    Way(RECORD + "/versions/uuid:zq2.xml", "ZQNEWNAME", 403),
    Way(RECORD + "/versions/uuid:zq1/attachments", "zqphoto"),
    Way(RECORD + "/versions/uuid:zq1/attachments/old-zqphoto.png", "ZQFILE", 403),
    Way(RECORD + "/diffs", "ZQNEWWHO", says="hidden"),
    Way(RECORD + "/comments", ""),
    Way(RECORD + "/audits", ""),
    Way(RECORD + "/edit", "", 403),
    Way(ODK + "/draft.svc", "", 404),
    Way(ODK + "/draft.svc/$metadata", "", 404),
]
ELSEWHERE = {
    "encrypted": "opens encrypted records: test_sealed.py",
    "made": "a file that a job made: tested as what it is made by",
    "acts": "names acts", "act": "names records as every page does", "undo": "undoes", "place": "sets a place",
    "place_by_point": "sets a place", "answers": "needs to change records, and offers no hidden question",
    "correct": "refused for who may not read all: test_classes.py",
    "review": "decides", "comment": "writes", "delete": "deletes", "restore": "brings back",
    "begin": "begins the checks", "check": "runs the checks", "settings": "needs to change the plan",
    "withdraw": "undoes",
}  # fmt: skip


@pytest.fixture
def flag(form: Form, record: Submission) -> QualityFlag:
    """Flags on a name, on an amount, and on a size among the records of a name; decisions for the first two."""
    line = CleaningLine.objects.create(
        submission=record,
        question="/name",
        old_value="ZQNEWNAME",
        new_value="ZQNAME",
        issue="ZQNEWNAME?",
        change="no_action",
    )
    facts = {"value": "ZQNEWNAME", "choice": "ZQNAME"}
    found = QualityFlag.objects.create(
        form=form, submission=record, key="1", check_name="outliers", code="other-is-choice", subject="record",
        question="/name", value="ZQNEWNAME", proposed="ZQNAME", facts=facts, decision=line,
    )  # fmt: skip
    QualityFlag.objects.create(
        form=form, submission=record, key="2", check_name="outliers", code="value-high", subject="record",
        question="/hh/litres", value="987654.25", facts={"low": 1, "high": 2},
    )  # fmt: skip
    QualityPlan.objects.filter(form=form).update(place_path="/name")
    QualityFlag.objects.create(
        form=form, submission=record, key="3", check_name="group_outliers", code="value-high-here", subject="record",
        question="/hh/size", value="4", facts={"low": 1, "high": 2, "group": "ZQNEWNAME"},
    )  # fmt: skip
    facts = {"low": 1, "high": 2, "value": "987654.25", "question": "/hh/litres"}
    CleaningLine.objects.create(submission=record, code="value-high", facts=facts, change="no_action")
    CleaningLine.objects.create(submission=record, issue="987654.25 is wrong", change="no_action")
    return found


def _url(way: Way, form: Form, record: Submission, flag: QualityFlag) -> str:
    if way.url in ("photo", "portrait", "log"):
        name = {"photo": "new-zqphoto.png", "portrait": "zqportrait.png", "log": "zqaudit.csv"}[way.url]
        stored = SubmissionFile.objects.get(name=name).file
        assert stored is not None
        return reverse("file", args=[stored.public_id])
    if way.url.startswith("/"):
        return way.url.format(project=form.project_id, form=form.public_id, record=record.public_id)
    name, *args = way.url.split()
    named: dict[str, Any] = {"*": record.public_id, "flag": flag.pk}
    return reverse(name, args=[form.pk, *(named.get(each, each) for each in args)])


def test_no_hidden_answer_leaves(
    classified: Form, record: Submission, flag: QualityFlag, amina: Reader, ed: Reader
) -> None:
    faults = []
    for way in WAYS:
        url = _url(way, classified, record, flag)
        whole, answer = amina.asks(way.method, url, way.data), ed.asks(way.method, url, way.data)
        found, asked = text_of(answer), str(way.data)
        leaks = [marker for marker in MARKERS if marker in found and marker not in asked]
        if way.tells not in text_of(whole):
            faults.append((url, way.data, "who may read all does not find it either: the test is void"))
        if leaks or answer.status_code != way.status or way.says not in found:
            faults.append((url, way.data, answer.status_code, leaks, found[:300]))
    assert not faults


def test_without_classes_nothing_is_hidden(form: Form, record: Submission, flag: QualityFlag, ed: Reader) -> None:
    told = [way for way in WAYS if way.tells and way.method == "GET"]
    asked = ((way, text_of(ed.asks(way.method, _url(way, form, record, flag), way.data))) for way in told)
    assert not [way for way, found in asked if way.tells not in found]


def test_nobody_finds_by_what_they_may_not_read(classified: Form, record: Submission, ed: Reader) -> None:
    words = ("ZQNEWNAME", "ZQNEWWHO", "ZQTITLE", "987654", "33.21717", "ZQSTRANGE", "zqphoto")
    for word, (name, *args) in product(words, (("table",), ("repeat", "Submissions.member"))):
        page = ed.browser.get(reverse(f"forms-seeing:{name}", args=[classified.pk, *args]), {"q": word})
        assert str(record.public_id) not in page.text, (word, name)
    found = ed.browser.get(reverse("forms-seeing:table", args=[classified.pk]), {"q": "2026-03-02"})
    assert str(record.public_id) in found.text, "what may be read is found"


def test_every_address_of_records_is_looked_at(form: Form, record: Submission, flag: QualityFlag) -> None:
    looked_at = {resolve(_url(way, form, record, flag).partition("?")[0]).route for way in WAYS}
    pages = "forms/<int:form_id>/(records|quality)/"
    ways = [each for each in _routes(get_resolver()) if re.match(pages, each[0]) or _is_of_records(each[0])]
    assert len(ways) > 40
    assert not [route for route, name in ways if route not in looked_at and name not in ELSEWHERE]


def _is_of_records(route: str) -> bool:
    is_odk = route.startswith("odk/") and ("/submissions" in route or ".svc" in route)
    return (
        (is_odk and not re.search(r"datasets|/draft|test/|/restore|submissions/keys", route))
        or "/records" in route
        and "forms/{" in route
    )


def _routes(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, str]]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern).removeprefix("^" if before else "")
        if isinstance(each, URLPattern):
            yield route, each.name or ""
        else:
            yield from _routes(each, route)
