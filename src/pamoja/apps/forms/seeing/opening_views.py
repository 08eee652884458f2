"""The page on which encrypted records are opened for one download."""

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.debug import sensitive_post_parameters

from pamoja.apps.forms.models import FormVersion
from pamoja.apps.forms.seeing.access import KIND, seen_form
from pamoja.apps.forms.seeing.odata.csv_export import CsvExport, CsvOptions
from pamoja.apps.forms.seeing.opening_forms import OpeningForm
from pamoja.apps.forms.selectors import keys_in_use
from pamoja.core.accounts.guards import signed_in
from pamoja.core.permissions import Actor, require_at_all
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.core.verbs import require_form
from pamoja.core.workspaces.context import streamed


@sensitive_post_parameters()
@require_form
@signed_in
def encrypted(request: HttpRequest, actor: Actor, form_id: int) -> HttpResponseBase:
    """Ask for what opens the records; a POST gives them as a zip of CSV and files, which is kept nowhere here."""
    seen = seen_form(request, actor, form_id)
    require_at_all(actor, "export", KIND)
    keys = list(keys_in_use(seen.form, is_test=False))
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = OpeningForm(actor, keys, *given)
    if request.method == "POST" and form.is_valid():
        return _zip(actor, seen.form.published, form)
    context = {"form": seen.form, "choices": form, "has_keys": bool(keys)}
    return render(request, "forms/seeing/encrypted.html", context, status=422 if form.errors else 200)


def _zip(actor: Actor, version: FormVersion | None, form: OpeningForm) -> HttpResponseBase:
    if version is None:
        raise Problem(NOT_FOUND)
    export = CsvExport(actor, version, False, CsvOptions(), form.opened)
    export.log()
    name = content_disposition_header(True, f"{export.name}.zip") or "attachment"
    headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
    return StreamingHttpResponse(streamed(export.zip()), content_type="application/zip", headers=headers)
