"""What a page sends, put into the record."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from pamoja.apps.forms.models import Filling
from pamoja.apps.forms.plain import reading
from pamoja.apps.forms.plain.keeping import drop_upload, keep_upload
from pamoja.apps.forms.plain.pages import Page
from pamoja.apps.forms.plain.widgets import widget_of
from pamoja.core.problems import Problem
from pamoja.engines.xforms import NodeState, NoSuchNode, NotAllowed, Session

ASKED, DROP = "asked", "drop"
Faults = dict[str, str]
"""What is wrong by question, where the record itself cannot tell."""


def take(request: HttpRequest, filling: Filling, session: Session, page: Page) -> Faults:
    """Set the answers to what the page asked; what was not on the page as it was shown stays as it is."""
    was_asked = set(request.POST.getlist(ASKED))
    faults: Faults = {}
    for state in page.questions:
        if state.path not in was_asked or widget_of(state) == "shown":
            continue
        try:
            fault = _upload(request, filling, session, state) if state.control == "upload" else ""
            if state.control != "upload":
                _answer(session, state, reading.answer(state, request.POST))
                fault = reading.unfit(state, request.POST)
        except (NoSuchNode, NotAllowed):  # an answer above took the question away
            continue
        if fault:
            faults[state.path] = fault
    return faults


def _answer(session: Session, state: NodeState, value: str) -> None:
    """An answer that was left as the page showed it stays whole: choices that are not on offer are not shown."""
    if value != state.value:
        session.set(state.path, value)


def _upload(request: HttpRequest, filling: Filling, session: Session, state: NodeState) -> str:
    """A new file takes the place of the one that is there; without one, that one stays."""
    upload = request.FILES.get(state.path)
    name = ""
    if isinstance(upload, UploadedFile):
        try:
            name = keep_upload(filling, upload)
        except Problem as problem:
            return str(problem.kind.title)
    if name or state.path in request.POST.getlist(DROP):
        drop_upload(filling, state.value)
        session.set(state.path, name)
    return ""
