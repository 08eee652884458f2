"""Answers of a sheet as a record of the form engine: what they break, and the XML that is handed in."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from random import Random
from uuid import uuid5

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pamoja.apps.forms.models import PaperSheet
from pamoja.apps.forms.paper.reading import language_of, living_lists
from pamoja.apps.forms.plain.sessions import form_for
from pamoja.apps.forms.plain.widgets import words_of
from pamoja.core.permissions import Actor
from pamoja.engines.paper import Outline, outline
from pamoja.engines.xforms import Form, NodeState, NoSuchNode, NotAllowed, Session, World, start

POSITION = re.compile(r"\[\d+\]")
MOST_ROUNDS = 5
"""Answers bring up lines of repeats that are counted, and those bring up more."""
SOURCE = "paper"
_outline = lru_cache(maxsize=16)(outline)
"""A form is read once and stays the same object: half a second for the longest ones."""
Answers = Mapping[str, str]
Faults = dict[str, tuple[str, ...]]


def form_of_sheet(actor: Actor, sheet: PaperSheet) -> Form:
    """The form with its lists. Raises FORM_NOT_PLAIN."""
    return form_for(actor, sheet.batch.form_version)


def printed_of(actor: Actor, sheet: PaperSheet) -> Outline:
    """The questions as they stand on the sheet, in the reader's language."""
    form = form_of_sheet(actor, sheet)
    return _outline(form, language_of(form, ""), sheet.batch.rows, living_lists(sheet.batch.form_version))


def field_path(path: str) -> str:
    """The path of the question, without the positions of lines."""
    return POSITION.sub("", path)


def session_of(actor: Actor, sheet: PaperSheet, answers: Answers, rows: int = 0) -> Session:
    """A record with these answers, with at least so many lines in each repeat that people extend."""
    form = form_of_sheet(actor, sheet)
    session = start(form, _world(sheet), language_of(form, "") if get_language() else "")
    waiting = dict(answers)
    for _round in range(MOST_ROUNDS):
        is_grown = _grow(session, answers, rows)
        waiting = {path: answer for path, answer in waiting.items() if not _is_set(session, path, answer)}
        if not is_grown and not waiting:
            break
    if not rows:
        _shrink(session, answers)
    return session


def _world(sheet: PaperSheet) -> World:
    """Identifiers follow from the sheet, so that a record that is handed in twice is one record."""
    made: Iterator[int] = iter(range(1, 1_000_000))
    return World(
        now=timezone.localtime,
        random=Random(str(sheet.public_id)).random,  # noqa: S311 - orders of choices, no secret
        uuid=lambda: str(uuid5(sheet.public_id, str(next(made)))),
        properties={"deviceid": SOURCE},
    )


def _is_set(session: Session, path: str, answer: str) -> bool:
    try:
        session.set(path, answer)
    except (NoSuchNode, NotAllowed):
        return False
    return True


def _grow(session: Session, answers: Answers, rows: int) -> bool:
    """Add the lines that answers speak of, and those that the sheet has; whether there were any to add."""
    wanted = [
        (state.path, max(rows, _last_line(state.path, answers)) - state.count)
        for state in session.walk(is_all=True)
        if state.kind == "repeat" and state.can_add
    ]
    for path, missing in wanted:
        for _line in range(missing if not session.data.is_full else 0):
            session.add_repeat(path)
    return any(missing > 0 for _path, missing in wanted)


def _last_line(repeat: str, answers: Answers) -> int:
    inside = (path.removeprefix(f"{repeat}[") for path in answers if path.startswith(f"{repeat}["))
    return max((int(each.partition("]")[0]) for each in inside), default=0)


def _shrink(session: Session, answers: Answers) -> None:
    """Take away the lines at the end that nobody wrote into; a line between others keeps its place."""
    last = [s for s in session.walk(is_all=True) if s.kind == "instance" and s.can_remove]
    for state in reversed(last):
        repeat = state.path.rpartition("[")[0]
        if state.position > _last_line(repeat, answers):
            session.remove_repeat(state.path)


def standing(session: Session, answers: Answers) -> dict[str, str]:
    """The answers that the form does not take as they are on the paper: not asked, not on offer, without room."""
    return {path: answer for path, answer in answers.items() if not _is_taken(session, path, answer)}


def _is_taken(session: Session, path: str, answer: str) -> bool:
    try:
        state = session.state(path)
    except NoSuchNode:
        return False
    return state.is_relevant and state.value == answer


def faults_of(session: Session, printed: Outline, answers: Answers) -> Faults:
    """What the form would not have let through, in words, by path, in the order of the sheet."""
    found: Faults = {}
    for state in session.walk(is_all=True):
        if state.kind == "question" and field_path(state.path) in printed.questions:
            words = tuple(_faults(state, answers.get(state.path, "")))
            found |= {state.path: words} if words else {}
    nowhere = _("The form has no room for this answer.")
    return {**found, **{path: (nowhere,) for path in answers if not _is_there(session, path)}}


def _faults(state: NodeState, answer: str) -> Iterator[str]:
    if not state.is_relevant:
        if answer:
            yield _("This question is not asked, after the answers before it.")
        return
    if answer and state.value != answer:
        yield _("This is not one of the choices.")
        return
    if state.is_readonly:
        return
    for each in state.violations:
        yield words_of(each, state)


def _is_there(session: Session, path: str) -> bool:
    try:
        session.state(path)
    except NoSuchNode:
        return False
    return True
