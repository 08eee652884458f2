"""The page on which a form is printed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from pamoja.apps.forms.making.found import form_of
from pamoja.apps.forms.making.guard import at_work
from pamoja.apps.forms.models import Form, FormVersion
from pamoja.apps.forms.paper.forms import PrintForm
from pamoja.apps.forms.paper.printing import print_form
from pamoja.apps.forms.paper.reading import language_of, printable
from pamoja.apps.forms.problems import NOT_PUBLISHED
from pamoja.core.permissions import Actor, may_at_all
from pamoja.core.problems import Problem


@require_safe
@at_work
def prepare(request: HttpRequest, actor: Actor, form_id: int) -> HttpResponse:
    """Choose the language, the paper and the lines."""
    form = form_of(actor, form_id)
    found = printable(actor, published(form))
    choices = PrintForm(found.texts.languages, language_of(found, ""))
    return _asked(request, actor, form, choices, 200)


@require_safe
@at_work
def sheet(request: HttpRequest, actor: Actor, form_id: int) -> HttpResponse:
    """The PDF."""
    form = form_of(actor, form_id)
    version = published(form)
    found = printable(actor, version)
    choices = PrintForm(found.texts.languages, language_of(found, ""), request.GET)
    if not choices.is_valid():
        return _asked(request, actor, form, choices, 422)
    pdf = print_form(actor, version, **choices.cleaned_data)
    answer = HttpResponse(pdf, content_type="application/pdf")
    name = f"{form.xml_form_id}.pdf"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer


def _asked(request: HttpRequest, actor: Actor, form: Form, choices: PrintForm, status: int) -> HttpResponse:
    context = {"form": form, "choices": choices, "may_key": may_at_all(actor, "view", "forms.paper")}
    return render(request, "forms/paper/print.html", context, status=status)


def published(form: Form) -> FormVersion:
    """The version that is filled in now. Raises NOT_PUBLISHED."""
    if form.published is None:
        raise Problem(NOT_PUBLISHED)
    return form.published
