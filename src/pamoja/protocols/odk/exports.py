"""A form's records as CSV, and as a zip of all tables with the files of the records.

Passphrases of encrypted records come by the numbers of their keys, in the body of a POST; programs for ODK Central
send them behind the question mark of a GET, too. No log of ours holds what stands there.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.debug import sensitive_variables

from pamoja.apps.forms.contracts import CsvExport, CsvOptions, Project, unlocked
from pamoja.core.workspaces.context import streamed
from pamoja.formats.odata import ODataRefused, Options, read_options
from pamoja.formats.openrosa import Refusal, content_disposition
from pamoja.protocols.odk.auth import Refused
from pamoja.protocols.odk.found import form_at
from pamoja.protocols.odk.rest import Call, refused

EXPORT_ID = "Pamoja-Export"
CSV_TYPE, ZIP_TYPE = "text/csv; charset=utf-8", "application/zip"
KEY_NUMBER = re.compile(r"[0-9]{1,18}")


def export_csv(call: Call, project: Project, form_id: str, is_draft: bool = False) -> HttpResponseBase:
    """The table of the records."""
    export = _export(call, project, form_id, is_draft)
    if (known := _unchanged(call, export)) is not None:
        return known
    return _answer(call, export, streamed(export.root()), CSV_TYPE, "csv", is_draft)


def export_zip(call: Call, project: Project, form_id: str, is_draft: bool = False) -> HttpResponseBase:
    """All tables, and the files of the records unless they are not wanted."""
    export = _export(call, project, form_id, is_draft)
    if (known := _unchanged(call, export)) is not None:
        return known
    ending = "zip" if export.options.has_files else "csv.zip"
    return _answer(call, export, streamed(export.zip()), ZIP_TYPE, ending, is_draft)


def _export(call: Call, project: Project, form_id: str, is_draft: bool) -> CsvExport:
    form = form_at(call, project, form_id, "submission.read")
    version = form.draft if is_draft else form.published
    if version is None:
        raise refused("404.1")
    keys = unlocked(call.actor, _passphrases(call))
    try:
        return CsvExport(call.actor, version, is_draft, _options(call), keys)
    except ODataRefused as error:
        raise Refused(Refusal.of(error.code, **error.details)) from error


@sensitive_variables("sent", "found")
def _passphrases(call: Call) -> dict[int, str]:
    """What was sent under the number of a key."""
    sent: Mapping[str, Any] = call.query
    if call.request.method == "POST":
        sent = call.body or call.request.POST
    found = {int(name): sent[name] for name in sent if KEY_NUMBER.fullmatch(name)}
    return {number: passphrase for number, passphrase in found.items() if isinstance(passphrase, str)}


def _options(call: Call) -> CsvOptions:
    condition = call.query.get("$filter", "")
    return CsvOptions(
        asked=read_options({"$filter": condition}) if condition else Options(),
        splits=call.asks("splitSelectMultiples"),
        has_paths=not _denies(call, "groupPaths"),
        has_deleted=call.asks("deletedFields"),
        has_files=not _denies(call, "attachments"),
    )


def _denies(call: Call, name: str) -> bool:
    return call.query.get(name, "").lower() == "false"


def _unchanged(call: Call, export: CsvExport) -> HttpResponse | None:
    """304 for who has it."""
    tag = f'W/"{export.tag}"'
    is_known = tag in call.request.headers.get("If-None-Match", "")
    return HttpResponseNotModified(headers={"ETag": tag}) if is_known else None


def _answer(
    call: Call, export: CsvExport, pieces: Iterator[bytes], kind: str, ending: str, is_draft: bool
) -> HttpResponseBase:
    """The file; what is taken out of a published form is said in the audit."""
    if not is_draft:
        export.log()
    headers = {
        "ETag": f'W/"{export.tag}"',
        EXPORT_ID: str(export.id),
        "Content-Disposition": content_disposition(f"{export.name}.{ending}"),
    }
    return StreamingHttpResponse(pieces, content_type=kind, headers=headers)
