"""What a medium cannot ask of a form, said before anybody is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pamoja.engines.conversation.asking import name_of
from pamoja.engines.conversation.kinds import hindrance, kind_of
from pamoja.engines.conversation.media import Medium
from pamoja.engines.xforms import Form, NodeState, Session, World, start
from pamoja.engines.xforms.fields import Field


@dataclass(frozen=True)
class Hindrance:
    """A question and why it cannot be asked: `media` (a file), `writing` (more than digits), `length` (a list too
    long to be read out), `list` (one that is not known here). `is_required` ones leave a gap that reviewers will see.
    """

    path: str
    label: str
    kind: str
    reason: str
    is_required: bool


def what_cannot_be_asked(form: Form, medium: Medium, world: World, language: str = "") -> tuple[Hindrance, ...]:
    """In the order of the form, whatever the answers; the lists as they are before anything is answered.

    A list that depends on answers counts as long as it is now, so that of a cascade only the first is measured.
    """
    return hindrances(form, (medium,), world, language)[medium.name]


def hindrances(
    form: Form, media: Sequence[Medium], world: World, language: str = ""
) -> dict[str, tuple[Hindrance, ...]]:
    """The same for several media with one look at the form."""
    session = start(form, world, language)
    _fill(session)
    found: dict[str, dict[str, Hindrance]] = {medium.name: {} for medium in media}
    for state in session.walk(is_all=True):
        if state.kind == "question":
            field = session.data.find(state.path).field
            for medium in media:
                if each := _hindrance(state, field, medium):
                    found[medium.name].setdefault(each.path, each)
    return {name: tuple(by_path.values()) for name, by_path in found.items()}


def _fill(session: Session) -> None:
    """Give every repeat an instance, so that its questions are there to be looked at."""
    for field in session.form.fields:
        if field.kind == "repeat" and field.parent is not None:
            for parent in session.data.of(field.parent):
                if not parent.named(field.name):
                    session.data.add_repeat(field, parent)


def _hindrance(state: NodeState, field: Field, medium: Medium) -> Hindrance | None:
    kind = kind_of(state, field)
    is_cascade = kind == "nothing" and field.itemset is not None and not field.itemset.is_fixed
    reason = "" if is_cascade else hindrance(kind, len(state.choices), medium)
    if not reason:
        return None
    return Hindrance(field.path, name_of(state), kind, reason, state.is_required or field.required is not None)
