"""Pages of a form: begun or gone on with, filled in one after another, looked over, sent."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pamoja.apps.forms.making.found import form_of
from pamoja.apps.forms.making.guard import at_work
from pamoja.apps.forms.models import Filling, Form
from pamoja.apps.forms.plain import answering, keeping, showing
from pamoja.apps.forms.plain.pages import Page, at, beside, first_of, pages_of
from pamoja.apps.forms.plain.sessions import resumed
from pamoja.apps.forms.problems import FORM_CLOSED
from pamoja.core.permissions import Actor
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.engines.xforms import NoSuchNode, NotAllowed, Session

UNPROCESSABLE = 422
ADD, REMOVE = "add:", "remove:"


@require_http_methods(["GET", "HEAD", "POST"])
@at_work
def start(request: HttpRequest, actor: Actor, form_id: int) -> HttpResponse:
    """What the person has begun of this form, and the button that begins another."""
    form = _fillable(actor, form_id)
    if request.method == "POST":
        return _to(keeping.begin(actor, form))
    begun = keeping.fillings_of(actor, form)
    context = {"form": form, "begun": begun, "days": keeping.KEPT_DAYS}
    return render(request, "forms/plain/start.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_work
def page(request: HttpRequest, actor: Actor, form_id: int, public_id: UUID) -> HttpResponse:
    """One page of the record: the one of `?at=`, else where the person is."""
    filling = _filling(actor, form_id, public_id)
    session = resumed(actor, filling)
    pages = pages_of(session)
    here = at(pages, request.GET.get("at", filling.at))
    if here is None:
        return redirect("forms-plain:end", form_id, public_id)
    if request.method == "POST":
        return _taken(request, filling, session, here)
    return _shown(request, filling, session, pages, here)


@require_http_methods(["GET", "HEAD", "POST"])
@at_work
def end(request: HttpRequest, actor: Actor, form_id: int, public_id: UUID) -> HttpResponse:
    """What still stands in the way, with links to it; then the answers are sent."""
    filling = _filling(actor, form_id, public_id)
    session = resumed(actor, filling)
    missing = session.validate()
    if request.method == "POST" and not missing:
        keeping.send(actor, filling, session, request.headers.get("User-Agent", ""))
        return redirect("forms:sent", form_id)
    pages = pages_of(session)
    context = {**showing.frame(filling, session, pages, None), "missing": showing.missing(pages, missing)}
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "forms/plain/end.html", context, status=status)


@require_POST
@at_work
def throw_away(request: HttpRequest, actor: Actor, form_id: int, public_id: UUID) -> HttpResponse:
    """Forget what was begun; a form that is closed by now does not keep it."""
    keeping.throw_away(_found(actor, form_of(actor, form_id, "submit"), public_id))
    messages.success(request, _("What you had begun is thrown away."))
    return redirect("forms-plain:start", form_id)


def _fillable(actor: Actor, form_id: int) -> Form:
    form = form_of(actor, form_id, "submit")
    if form.published is None:
        raise Problem(NOT_FOUND)
    if form.state == Form.State.CLOSED:
        raise Problem(FORM_CLOSED)
    return form


def _filling(actor: Actor, form_id: int, public_id: UUID) -> Filling:
    return _found(actor, _fillable(actor, form_id), public_id)


def _found(actor: Actor, form: Form, public_id: UUID) -> Filling:
    """The begun record, which is the person's own. Raises NOT_FOUND."""
    filling: Filling | None = keeping.fillings_of(actor, form).filter(public_id=public_id).first()
    if filling is None:
        raise Problem(NOT_FOUND)
    filling.form = form
    return filling


def _to(filling: Filling, key: str = "", **more: str) -> HttpResponse:
    address = reverse("forms-plain:page", args=[filling.form_id, filling.public_id])
    asked = ({"at": key} if key else {}) | more
    return redirect(f"{address}?{urlencode(asked)}" if asked else address)


def _taken(request: HttpRequest, filling: Filling, session: Session, here: Page) -> HttpResponse:
    """Keep the answers whatever they are, then do what the button says."""
    faults = answering.take(request, filling, session, here)
    action = request.POST.get("do", "next")
    added = _repeated(session, action)
    pages = pages_of(session)
    now = next((each for each in pages if each.key == here.key), here)
    judged = request.POST.getlist(answering.ASKED) if action == "next" else []
    if action in ("next", "find") and (wrong := showing.wrong(now, judged, faults)):
        keeping.keep(filling, session, here.key)
        return _shown(request, filling, session, pages, now, wrong, UNPROCESSABLE)
    if action == "language" and request.POST.get("language") in session.form.texts.languages:
        session.language = request.POST["language"]
    target = _target(pages, now, action, added, request)
    keeping.keep(filling, session, target.key if target else here.key)
    if target is None:
        return redirect("forms-plain:end", filling.form_id, filling.public_id)
    return _to(filling, target.key, **({"more": "1"} if action == "next" and target is now else {}))


def _repeated(session: Session, action: str) -> str:
    """Add or remove an instance where the form allows it; return the path of a new one."""
    try:
        if action.startswith(ADD):
            return session.add_repeat(action.removeprefix(ADD))
        if action.startswith(REMOVE):
            session.remove_repeat(action.removeprefix(REMOVE))
    except (NoSuchNode, NotAllowed) as error:
        raise Problem(NOT_FOUND) from error
    return ""


def _target(pages: list[Page], now: Page, action: str, added: str, request: HttpRequest) -> Page | None:
    """Where the person goes: onward, back, into a new instance, or nowhere while the page asks something new."""
    if added:
        return first_of(pages, added) or now
    if action == "back":
        return beside(pages, now.key, -1) or now
    if action != "next" or _asks_more(now, request):
        return now
    return beside(pages, now.key, 1)


def _asks_more(now: Page, request: HttpRequest) -> bool:
    """Whether the answers brought up questions that this page did not show."""
    was_asked = set(request.POST.getlist(answering.ASKED))
    return any(each.is_relevant and each.path not in was_asked for each in now.questions)


def _shown(
    request: HttpRequest,
    filling: Filling,
    session: Session,
    pages: list[Page],
    here: Page,
    wrong: showing.Wrong | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        **showing.frame(filling, session, pages, here),
        "asked": showing.asked(here, wrong or {}, request.POST),
        "wrong": wrong,
        "has_more": "more" in request.GET,
    }
    return render(request, "forms/plain/page.html", context, status=status)
