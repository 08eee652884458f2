"""Pages on which a form is tried as a conversation; they need no script."""

from secrets import token_hex
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pamoja.apps.forms.making.found import form_of
from pamoja.apps.forms.making.guard import at_work
from pamoja.apps.forms.models import Conversation, Form, FormVersion
from pamoja.apps.forms.problems import FORM_CLOSED
from pamoja.apps.forms.schemas import schema_of
from pamoja.apps.forms.talking.forms import MessageForm, TrialForm
from pamoja.apps.forms.talking.interface import Inbound, InboundFile
from pamoja.apps.forms.talking.keeping import KEPT_DAYS, is_open, say, throw_away
from pamoja.apps.forms.talking.trials import (
    MEDIUM_NAMES,
    begin_trial,
    is_going_on,
    lines_of,
    trial_of,
    trials_of,
    unasked,
)
from pamoja.core.permissions import Actor, may
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.engines.conversation import MEDIA

UNPROCESSABLE = 422
PUBLISHED, DRAFT = "published", "draft"
REPLY = "#reply"


@require_http_methods(["GET", "HEAD", "POST"])
@at_work
def start(request: HttpRequest, actor: Actor, form_id: int) -> HttpResponse:
    """Choose how the form is tried; told what each way cannot ask."""
    form = form_of(actor, form_id, "submit")
    versions = _versions(actor, form)
    shown = next(iter(versions.values()))
    labels = {PUBLISHED: _("The published version"), DRAFT: _("The draft")}
    choices = [(name, labels[name]) for name in versions]
    asked = TrialForm(tuple(schema_of(shown).languages), choices, request.POST or None)
    if request.method == "POST" and asked.is_valid():
        given = asked.cleaned_data
        trial = begin_trial(actor, form, versions[given["version"]], given["medium"], given.get("language", ""))
        return redirect(reverse("forms-talking:trial", args=[form.pk, trial]) + REPLY)
    context = {
        "form": form,
        "asked": asked,
        "ways": [(MEDIUM_NAMES[name], found) for name, found in unasked(actor, shown).items()],
        "trials": [(each, MEDIUM_NAMES[each.medium]) for each in trials_of(actor, form)],
        "days": KEPT_DAYS,
    }
    return render(request, "forms/talking/start.html", context, status=UNPROCESSABLE if asked.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@at_work
def trial(request: HttpRequest, actor: Actor, form_id: int, public_id: UUID) -> HttpResponse:
    """What was said so far, and a line to say something."""
    form = form_of(actor, form_id, "submit")
    conversation = trial_of(actor, form, public_id)
    if request.method == "POST":
        return _said(request, actor, form, conversation)
    return _shown(request, form, conversation, _message_form(conversation))


@require_POST
@at_work
def forget(request: HttpRequest, actor: Actor, form_id: int, public_id: UUID) -> HttpResponse:
    """Throw a trial away."""
    form = form_of(actor, form_id, "submit")
    throw_away(trial_of(actor, form, public_id))
    messages.success(request, _("The trial is thrown away."))
    return redirect("forms-talking:start", form.pk)


def _versions(actor: Actor, form: Form) -> dict[str, FormVersion]:
    """Those that the actor may try now. Raises NOT_FOUND, and FORM_CLOSED when there is only what is closed."""
    found = {}
    if form.published is not None and is_open(form):
        found[PUBLISHED] = form.published
    if form.draft is not None and may(actor, "change", form):
        found[DRAFT] = form.draft
    if not found:
        raise Problem(FORM_CLOSED if form.published is not None else NOT_FOUND)
    return found


def _said(request: HttpRequest, actor: Actor, form: Form, conversation: Conversation) -> HttpResponse:
    asked = _message_form(conversation, request.POST, request.FILES)
    if not asked.is_valid():
        return _shown(request, form, conversation, asked)
    given = asked.cleaned_data
    file = given.get("file")
    files = [InboundFile(file.name, file.content_type or "", file)] if file else []
    say(actor, conversation.public_id, Inbound(given["message_id"], given["text"], files))
    return redirect(reverse("forms-talking:trial", args=[form.pk, conversation.public_id]) + REPLY)


def _message_form(conversation: Conversation, *sent: Any) -> MessageForm:
    takes_files = bool(MEDIA[conversation.medium].takes)
    return MessageForm(takes_files, *sent, initial={"message_id": token_hex(8)}, auto_id="%s")


def _shown(request: HttpRequest, form: Form, conversation: Conversation, asked: MessageForm) -> HttpResponse:
    lines = lines_of(conversation)
    context = {
        "form": form,
        "conversation": conversation,
        "way": MEDIUM_NAMES[conversation.medium],
        "lines": lines,
        "replies": lines[-1].options if lines and is_going_on(conversation) else (),
        "is_going_on": is_going_on(conversation),
        "is_sms": bool(MEDIA[conversation.medium].most_segments),
        "segments": sum(each.segments for each in lines),
        "asked": asked,
        "days": KEPT_DAYS,
    }
    return render(request, "forms/talking/trial.html", context, status=UNPROCESSABLE if asked.errors else 200)
