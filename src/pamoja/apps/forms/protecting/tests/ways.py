"""Every request by which answers of the survey of `conftest.py` leave, and what it may tell."""

from dataclasses import dataclass, field, replace
from typing import Any

from django.urls import reverse

from pamoja.apps.forms.models import BulkAct, Form, QualityFlag, Submission, SubmissionFile

MARKERS = (
    "ZQNAME",
    "ZQNEWNAME",
    "ZQWHO",
    "ZQNEWWHO",
    "ZQTITLE",
    "ZQSTRANGE",
    "ZQFILE",
    "zqphoto",
    "zqportrait",
    "987654",
    "9.71717",
    "33.21717",
    "ZQSAID",
    "ZQRULE",
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
    Way("forms-seeing:record *", "ZQSAID why"),
    Way("forms-seeing:record *", "ZQSAID aloud"),
    Way("forms-seeing:record *", "ZQSAID where"),
    Way("forms-seeing:record *", "ZQSAID cleaned"),
    Way("forms-seeing:record *", "ZQRULE"),
    Way("forms-reviewing:acts", "Set the answer"),
    Way("forms-reviewing:act act", "ZQSAID all", says="hidden"),
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
    Way("forms-quality:flags", "ZQRULE"),
    Way("forms-quality:flags", "ZQNEWNAME", data={"format": "csv"}),
    Way("forms-quality:flag flag", "ZQNEWNAME", 404),
    Way("forms-quality:flag rule", "ZQRULE", 404),
    Way("forms-quality:flag size", "ZQSAID cleaned", says="hidden"),
    Way("forms-quality:decide", ""),
    Way("forms-quality:decide", "987654", method="POST", data={"change": "blank_response", "comment": "x"}),
    Way("forms-quality:log", "ZQNEWNAME"),
    Way("forms-quality:log", "987654", says="hidden"),
    Way("forms-quality:log", "987654", data={"q": "wrong"}),
    Way("forms-quality:log", "ZQSAID", data={"q": "ZQSAID"}),
    Way("forms-quality:log", "ZQSAID", says="hidden", data={"columns": "comment", "sort": "comment"}),
    Way("forms-quality:log_csv", "ZQNEWNAME"),
    Way("forms-quality:log_csv", "ZQSAID cleaned", says="hidden"),
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
    Way(RECORD + "/comments", "ZQSAID aloud", says='"hidden"'),
    Way(RECORD + "/audits", "zqphoto"),
    Way(RECORD + "/edit", "", 403),
]
DRAFT_WAYS = [
    replace(way, url=way.url.replace("forms/water", "forms/water/draft"))
    for way in WAYS
    if way.url.startswith(ODK) and not way.url.endswith((".geojson", "/comments", "/audits", "/edit"))
]


def url_of(way: Way, form: Form, record: Submission) -> str:
    """The address of a way out of this form, by way of this record."""
    if way.url in ("photo", "portrait", "log"):
        name = {"photo": "new-zqphoto.png", "portrait": "zqportrait.png", "log": "zqaudit.csv"}[way.url]
        stored = SubmissionFile.objects.get(submission=record, name=name).file
        assert stored is not None
        return reverse("file", args=[stored.public_id])
    if way.url.startswith("/"):
        return way.url.format(project=form.project_id, form=form.public_id, record=record.public_id)
    name, *args = way.url.split()
    named: dict[str, Any] = {"*": record.public_id, **{each.key: each.pk for each in QualityFlag.objects.all()}}
    named["act"] = next(iter(BulkAct.objects.values_list("public_id", flat=True)), "")
    return reverse(name, args=[form.pk, *(named.get(each, each) for each in args)])
