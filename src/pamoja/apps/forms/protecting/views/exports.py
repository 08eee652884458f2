"""Who took what out of forms: every export, found by its id or by the file itself."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.making.guard import at_work
from pamoja.apps.forms.models import Export, Form
from pamoja.apps.forms.protecting.exports import digest_of, exports_seen, found_by
from pamoja.apps.forms.protecting.hiding import HIDDEN
from pamoja.core.audit.listing import names_in
from pamoja.core.lists import Column, Filter, ListSpec, respond
from pamoja.core.permissions import Actor, require_at_all
from pamoja.core.verbs import require_form

KIND = "forms.export"


class FileForm(forms.Form):
    """A file that somebody holds."""

    file = forms.FileField(label=_("A file that was found"), help_text=_("It is only compared, and not kept."))


@require_form
@at_work
def exports(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Every export that the actor may know of; a POST looks for the one that a file is."""
    require_at_all(actor, "view", KIND)
    given = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and given.is_valid():
        query = urlencode({"q": digest_of(given.cleaned_data["file"])})
        return redirect(f"{reverse('forms-exports:list')}?{query}")
    return respond(request, _spec(actor), exports_seen(actor), "forms/protecting/exports.html", {"file_form": given})


def _spec(actor: Actor) -> ListSpec:
    assert actor.workspace is not None
    names = names_in(actor.workspace)
    return ListSpec(
        name="exports-of-records",
        kind=KIND,
        columns=(
            Column("at", _("When"), sort="at"),
            Column("by", _("Who"), value=lambda row: names.get(row.by, row.by)),
            Column("form", _("Form"), value="form.title", sort="form__title"),
            Column("format", _("Format"), sort="format"),
            Column("rows", _("Rows"), sort="rows", is_number=True),
            Column("direct", _("Direct identifiers"), value=_count("direct"), is_number=True),
            Column("sensitive", _("Sensitive"), value=_count("sensitive"), is_number=True),
            Column("undecided", _("Without a class"), value=_count("undecided"), is_number=True),
            Column("hidden", _("Hidden"), value=_count(HIDDEN), is_number=True),
            Column("public_id", _("Export"), value=lambda row: str(row.public_id)),
            Column("sha256", _("SHA-256"), is_shown=False),
        ),
        filters=(Filter("form", _("Form"), lambda: _forms(actor), lookup="form"),),
        search=found_by,
        order="-at",
        empty_title=_("Nothing was taken out"),
        empty_text=_("Every file that somebody makes of records is noted here."),
        empty_icon="download",
    )


def _count(kind: str) -> Callable[[Export], Any]:
    return lambda row: row.classes.get(kind, "")


def _forms(actor: Actor) -> list[tuple[str, str]]:
    made = exports_seen(actor).order_by().values("form")
    return [(str(pk), title) for pk, title in Form.objects.filter(pk__in=made).values_list("pk", "title")]
