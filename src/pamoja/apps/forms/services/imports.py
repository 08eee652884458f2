"""A workbook on its way to becoming a draft: examined, repaired when a person says so, converted."""

import io
from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _

from pamoja.apps.forms.files import WORKBOOK
from pamoja.apps.forms.models import Form, FormImport, FormVersion, Project
from pamoja.apps.forms.problems import FORM_REFUSED, IMPORT_SETTLED
from pamoja.apps.forms.services.drafts import replace_draft
from pamoja.apps.forms.services.form_files import set_itemsets
from pamoja.apps.forms.services.forms import create_form
from pamoja.apps.forms.services.versions import parsed_form
from pamoja.core.audit.services import record
from pamoja.core.files.models import StoredFile
from pamoja.core.files.services import read_chunks, store_file
from pamoja.core.permissions import Actor, require
from pamoja.core.problems import Problem
from pamoja.formats.xlsform import Converted, Finding, Outcome, Repaired, XlsFormRefused, convert, examine, repair
from pamoja.formats.xlsform.contracts import WHOLE_FILE

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
XML_REFUSED = "xform.unreadable"


def start_import(actor: Actor, project: Project, stream: IO[bytes], name: str) -> FormImport:
    """Keep the workbook; `examine_import` does the rest, in a job."""
    with transaction.atomic():
        original = store_file(stream, kind=WORKBOOK, name=name)
        upload: FormImport = FormImport.objects.create(project=project, original=original, created_by=actor.user)
        require(actor, "create", upload)
        record(actor, "create", upload)
    return upload


def examine_import(actor: Actor, upload: FormImport) -> FormImport:
    """Look at the workbook: a clean one becomes a draft at once, others wait for a person. XForm XML is taken as it is.

    Raises IMPORT_SETTLED.
    """
    _must_be(upload, FormImport.State.WAITING)
    content = content_of(upload.original)
    if content.removeprefix(BYTE_ORDER_MARK).lstrip().startswith(b"<"):
        return _draft_or_refuse(actor, upload, content, upload.original)
    found = examine(content, upload.original.name)
    upload.findings = [finding_json(each) for each in found.findings]
    if found.converted:
        return _take(actor, upload, found.converted, upload.original)
    is_repairable = found.outcome is Outcome.REPAIRABLE
    upload.state = FormImport.State.REPAIRABLE if is_repairable else FormImport.State.REFUSED
    upload.save(update_fields=["state", "findings"])
    return upload


def repair_import(actor: Actor, upload: FormImport, chosen: Collection[int] | None = None) -> FormImport:
    """Apply the doctor's repairs to a copy and import that; the original stays as it came.

    `chosen` are numbers of findings; all others stay as they are. When that stops the form, nothing is imported and a
    person may choose again.
    """
    require(actor, "change", upload)
    _must_be(upload, FormImport.State.REPAIRABLE)
    is_partial = _mark_left(upload, chosen)
    wanted = [_finding(each) for each in upload.findings if not each["is_left"]] if is_partial else None
    repaired = repair(content_of(upload.original), upload.original.name, wanted)
    converted = repaired.converted or _converted(repaired)
    if is_partial and converted is None:
        upload.save(update_fields=["findings"])
        return upload
    upload.changes = [asdict(change) for change in repaired.changes]
    upload.repaired = store_file(io.BytesIO(repaired.content), kind=WORKBOOK, name=repaired.filename)
    if converted is None:
        return _refuse(upload, [finding_json(each) for each in repaired.findings])
    return _take(actor, upload, converted, upload.repaired)


def _mark_left(upload: FormImport, chosen: Collection[int] | None) -> bool:
    """Note with each finding whether its repair was turned down; says whether any was."""
    for number, each in enumerate(upload.findings):
        each["is_left"] = bool(each["repair"]) and chosen is not None and number not in chosen
    return any(each["is_left"] for each in upload.findings)


def _finding(kept: Mapping[str, Any]) -> Finding:
    """A finding as the doctor gave it."""
    return Finding(**{name: kept[name] for name in ("code", "sheet", "cell", "value", "reason", "repair")})


def _converted(repaired: Repaired) -> Converted | None:
    """The form of a workbook in which repairs were turned down, when it is one all the same."""
    try:
        return convert(repaired.content, repaired.filename)
    except XlsFormRefused:
        return None


def content_of(file: StoredFile) -> bytes:
    """A workbook's bytes; their size was bounded when they came in."""
    return b"".join(read_chunks(file))


def finding_json(finding: Finding) -> dict[str, Any]:
    """A finding as it is kept with the import."""
    return {**asdict(finding), "severity": str(finding.severity)}


def _take(actor: Actor, upload: FormImport, converted: Converted, source: StoredFile) -> FormImport:
    return _draft_or_refuse(actor, upload, converted.xml.encode(), source, converted)


def _draft_or_refuse(
    actor: Actor, upload: FormImport, xml: bytes, source: StoredFile, converted: Converted | None = None
) -> FormImport:
    """Make the XML the form's draft; XML that no client could read ends the import instead."""
    try:
        with transaction.atomic():
            version = _draft(actor, upload.project, xml, source)
            if converted and converted.itemsets is not None:
                set_itemsets(actor, version, converted.itemsets)
            upload.result, upload.state = version, FormImport.State.DONE
            upload.save()
            record(actor, "import", upload, form=str(version.form.public_id))
    except Problem as problem:
        if problem.kind is not FORM_REFUSED:
            raise
        return _refuse(upload, [finding_json(Finding(XML_REFUSED, WHOLE_FILE, WHOLE_FILE, "", str(problem.detail)))])
    return upload


def _refuse(upload: FormImport, findings: list[dict[str, Any]]) -> FormImport:
    upload.findings, upload.state = findings, FormImport.State.REFUSED
    upload.save()
    return upload


def _draft(actor: Actor, project: Project, xml: bytes, source: StoredFile) -> FormVersion:
    """A new form, or a new draft of the project's form with the same id."""
    form_id = parsed_form(xml).form_id
    form: Form | None = Form.objects.filter(project=project, xml_form_id=form_id, deleted_at__isnull=True).first()
    if form:
        return replace_draft(actor, form, xml, source)
    made = create_form(actor, project, xml, source)
    if made.draft is None:
        raise RuntimeError("a new form has a draft")
    return made.draft


def _must_be(upload: FormImport, state: str) -> None:
    if upload.state != state:
        raise Problem(IMPORT_SETTLED, _("The import is in state “%(state)s”.") % {"state": upload.state})
