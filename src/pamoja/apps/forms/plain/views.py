"""Pages of a form: begun or gone on with, filled in one after another, looked over, sent; or a record corrected."""

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
from pamoja.apps.forms.plain import answering, correcting, keeping, showing
from pamoja.apps.forms.plain.pages import Page, at, beside, first_of, page_with, pages_of
from pamoja.apps.forms.plain.sessions import resumed
from pamoja.apps.forms.problems import FORM_CLOSED, SUBMISSION_OUTDATED
from pamoja.core.permissions import Actor
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.engines.xforms import NoSuchNode, NotAllowed, Session

UNPROCESSABLE = 422
LONGEST_REASON = 10_000
ADD, REMOVE = "add:", "remove:"


@require_http_methods(["GET", "HEAD", "POST"])
@at_work
def start(request: HttpRequest, actor: Actor, form_id: int) -> HttpResponse:
    """What the person has begun of this form, and the button that begins another."""
    form = _fillable(actor, form_id)
    if request.method == "POST":
        return _to(keeping.begin(actor, form))
    begun = keeping.fillings_of(actor, form).filter(submission=None)
    context = {"form": form, "begun": begun, "days": keeping.KEPT_DAYS}
    return render(request, "forms/plain/start.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_work
def page(request: HttpRequest, actor: Actor, form_id: int, public_id: UUID) -> HttpResponse:
    """One page of the record: the one of `?at=` or with the question of `?question=`, else where the person is."""
    filling = _filling(actor, form_id, public_id)
    session = resumed(actor, filling)
    pages = pages_of(session)
    asked_for = page_with(pages, request.GET.get("question", ""))
    here = at(pages, request.GET.get("at", asked_for.key if asked_for else filling.at))
    if here is None:
        return redirect("forms-plain:end", form_id, public_id)
    if request.method == "POST":
        return _taken(request, filling, session, here)
    if correcting.is_outdated(filling):
        return _outdated(request, filling, session)
    return _shown(request, filling, session, pages, here)


@require_http_methods(["GET", "HEAD", "POST"])
@at_work
def end(request: HttpRequest, actor: Actor, form_id: int, public_id: UUID) -> HttpResponse:
    """What still stands in the way, with links to it; then the answers are sent."""
    filling = _filling(actor, form_id, public_id)
    session = resumed(actor, filling)
    if filling.submission:
        return _end_of_correction(request, actor, filling, session)
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
    filling = _found(actor, form_of(actor, form_id), public_id)
    if filling.submission is None:
        form_of(actor, form_id, "submit")
    keeping.throw_away(filling)
    messages.success(request, _("What you had begun is thrown away."))
    if filling.submission:
        return redirect("forms-seeing:record", form_id, filling.submission.public_id)
    return redirect("forms-plain:start", form_id)


def _end_of_correction(request: HttpRequest, actor: Actor, filling: Filling, session: Session) -> HttpResponse:
    """What the correction changes, what the record would break, and why: rules that it breaks do not hinder it."""
    assert filling.submission is not None
    changes, reason = correcting.corrected(filling, session), request.POST.get("reason", "").strip()[:LONGEST_REASON]
    if request.method == "POST" and reason and changes:
        try:
            correcting.send_correction(actor, filling, session, reason, request.headers.get("User-Agent", ""))
        except Problem as problem:
            if problem.kind is not SUBMISSION_OUTDATED:
                raise
            return _outdated(request, filling, session)
        messages.success(request, _("The record is corrected. What it said before is kept in its history."))
        return redirect("forms-seeing:record", filling.form_id, filling.submission.public_id)
    if correcting.is_outdated(filling):
        return _outdated(request, filling, session)
    pages = pages_of(session)
    context = {**showing.frame(filling, session, pages, None), "changes": changes, "is_refused": bool(request.POST)}
    context |= {"missing": showing.missing(pages, session.validate()), "record": filling.submission}
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "forms/plain/end_of_correction.html", context, status=status)


def _outdated(request: HttpRequest, filling: Filling, session: Session) -> HttpResponse:
    """Somebody else was faster: nothing is lost, and nothing of theirs is overwritten."""
    changes = correcting.corrected(filling, session)
    context = {"form": filling.form, "filling": filling, "record": filling.submission, "changes": changes}
    return render(request, "forms/plain/outdated.html", context, status=SUBMISSION_OUTDATED.status)


def _fillable(actor: Actor, form_id: int) -> Form:
    form = form_of(actor, form_id, "submit")
    if form.published is None:
        raise Problem(NOT_FOUND)
    if form.state == Form.State.CLOSED:
        raise Problem(FORM_CLOSED)
    return form


def _filling(actor: Actor, form_id: int, public_id: UUID) -> Filling:
    """The begun record; where none is corrected, of a form that takes records still."""
    filling = _found(actor, form_of(actor, form_id), public_id)
    if filling.submission:
        correcting.require_correctable(actor, filling.submission)
    else:
        filling.form = _fillable(actor, form_id)
    return filling


def _found(actor: Actor, form: Form, public_id: UUID) -> Filling:
    """The begun record, which is the person's own. Raises NOT_FOUND."""
    begun = keeping.fillings_of(actor, form).select_related("form_version", "submission__form")
    filling: Filling | None = begun.filter(public_id=public_id).first()
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
    is_judged = action == "next" and filling.submission is None  # a record that came broken may stay so
    judged = request.POST.getlist(answering.ASKED) if is_judged else []
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
