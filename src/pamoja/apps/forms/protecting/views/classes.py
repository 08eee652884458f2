"""The page on which a form's manager says who may see the answers to which question."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pamoja.apps.forms.making.found import form_of
from pamoja.apps.forms.making.guard import at_work
from pamoja.apps.forms.models import Form
from pamoja.apps.forms.protecting.classes import CLASSES
from pamoja.apps.forms.protecting.classifying import Classed, classed_questions, classify
from pamoja.apps.forms.protecting.forms import ClassesForm
from pamoja.apps.forms.protecting.hiding import require_nothing_hidden
from pamoja.apps.forms.schemas import schema_of
from pamoja.apps.forms.seeing.languages import fitting_language
from pamoja.apps.forms.seeing.questions import Reading
from pamoja.apps.forms.selectors import latest_version
from pamoja.core.permissions import Actor, may_at_all
from pamoja.core.verbs import require_form


@require_form
@at_work
def classes(request: HttpRequest, actor: Actor, form_id: int) -> HttpResponse:
    """Each question with the class that is proposed or was decided; a POST decides on all."""
    form = form_of(actor, form_id, "change")
    require_nothing_hidden(actor, form)
    questions = classed_questions(form)
    given = ClassesForm(questions, _labels(form, questions), request.POST or None)
    if request.method == "POST" and given.is_valid():
        classify(actor, form, given.classes())
        messages.success(request, _("Saved. It holds at once, on every page and for every program."))
        return redirect("forms-protecting:classes", form_id)
    context = {"form": form, "classes_form": given, "words": CLASSES, "is_decided": bool(form.classes)}
    context["may_keep"] = may_at_all(actor, "create", "forms.retention")
    context["undecided"] = sum(not each.decided for each in questions)
    return render(request, "forms/protecting/classes.html", context, status=422 if given.errors else 200)


def _labels(form: Form, questions: list[Classed]) -> dict[str, str]:
    version = latest_version(form)
    if version is None:
        return {each.field.path: each.field.name for each in questions}
    schema = schema_of(version)
    reading = Reading(schema, fitting_language(schema.languages, "", get_language() or ""))
    return {each.field.path: reading.label(each.field) for each in questions}
