"""Go through a form in the order in which people see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pamoja.engines.xforms import checks, offers
from pamoja.engines.xforms.data import nodes_near, path_of, place_holder
from pamoja.engines.xforms.fields import Field, Part
from pamoja.engines.xforms.nodes import Node
from pamoja.engines.xforms.states import NodeState
from pamoja.engines.xforms.texts import Text, Words

if TYPE_CHECKING:
    from pamoja.engines.xforms.session import Session


Kind = Literal["question", "group", "repeat", "instance"]


@dataclass(frozen=True)
class Spot:
    """A place in the form, before anybody asks what is shown there.

    `node` is that of the question, group or instance; of a repeat, one that stands where its instances stand; of a
    group without a node (`part` has its heading), the one around it.
    """

    kind: Kind
    node: Node
    depth: int
    part: Part


def walk(session: Session, is_all: bool) -> Iterator[NodeState]:
    for spot in spots(session, is_all):
        yield seen(session, spot)


def spots(session: Session, is_all: bool) -> Iterator[Spot]:
    """Where `walk` goes; without labels and choices this costs little."""
    for part in session.form.body:
        yield from _part(part, session.data.root, 0, is_all)


def seen(session: Session, spot: Spot) -> NodeState:
    """What people see there."""
    if spot.kind == "repeat":
        return range_state(session, spot.node, spot.depth)
    if spot.kind == "group" and (spot.part.field is None or spot.node.field.kind == "field"):
        return _page_group(session, spot)
    return state_of(session, spot.node, spot.depth)


def _part(part: Part, parent: Node, depth: int, is_all: bool) -> Iterator[Spot]:
    if part.kind == "repeat" and part.field is not None:
        yield from _repeat(part, part.field, parent, depth, is_all)
    elif part.kind == "question" or part.field is not None:
        for node in nodes_near(part.field, parent):
            if node.is_relevant or is_all:
                yield Spot(_kind(part, node), node, depth, part)
                yield from _parts(part, node, depth + 1, is_all)
    else:
        has_heading = part.label is not None
        if has_heading:
            yield Spot("group", parent, depth, part)
        yield from _parts(part, parent, depth + has_heading, is_all)


def _kind(part: Part, node: Node) -> Kind:
    if node.field.kind == "repeat":
        return "instance"
    return "question" if part.kind == "question" and node.field.kind == "field" else "group"


def _parts(part: Part, node: Node, depth: int, is_all: bool) -> Iterator[Spot]:
    for each in part.parts:
        yield from _part(each, node, depth, is_all)


def _repeat(part: Part, field: Field, parent: Node, depth: int, is_all: bool) -> Iterator[Spot]:
    for owner in nodes_near(field.parent, parent) if field.parent is not None else ():
        if not owner.is_relevant and not is_all:
            continue
        yield Spot("repeat", place_holder(field, owner), depth, part)
        for node in owner.named(field.name):
            if node.is_relevant or is_all:
                yield Spot("instance", node, depth, part)
                yield from _parts(part, node, depth + 1, is_all)


def _words(session: Session, text: Text | None, node: Node) -> Words:
    return session.form.texts.words(text, node, session.scope, session.language)


def state_of(session: Session, node: Node, depth: int = 0) -> NodeState:
    """A question, a group, or an instance of a repeat."""
    field = node.field
    if field.kind == "repeat":
        return instance_state(session, node, depth)
    label, hint = _words(session, field.label, node), _words(session, field.hint, node)
    is_question = field.kind == "field"
    return NodeState(
        path=path_of(node),
        name=node.name,
        kind="question" if is_question else "group",
        type=field.type if is_question else "",
        control=field.control,
        appearance=field.appearance,
        mediatype=field.mediatype,
        parameters=field.parameters,
        label=label.text,
        hint=hint.text,
        guidance=hint.guidance,
        media=label.media,
        value=node.string() if is_question else "",
        is_relevant=node.is_relevant,
        is_required=checks.holds(field.required, node, session.scope, False),
        is_readonly=checks.is_readonly(node, session.scope),
        is_multiple=field.is_multiple,
        choices=_choices(session, node),
        violations=tuple(checks.violations(node, session.form, session.scope, session.language))
        if is_question and node.is_relevant
        else (),
        depth=depth,
    )


def _choices(session: Session, node: Node) -> tuple[offers.Choice, ...]:
    field = node.field
    if not field.is_select:
        return ()
    return offers.choices(field, node, session.scope, session.form.texts, session.language)


def instance_state(session: Session, node: Node, depth: int) -> NodeState:
    field = node.field
    return NodeState(
        path=path_of(node),
        name=node.name,
        kind="instance",
        appearance=field.appearance,
        label=_words(session, field.label, node).text,
        is_relevant=node.is_relevant,
        is_readonly=checks.is_readonly(node, session.scope),
        depth=depth,
        position=node.position(),
        can_remove=is_extensible(field),
    )


def range_state(session: Session, holder: Node, depth: int) -> NodeState:
    """All instances of a repeat; `holder` stands where they stand."""
    field, owner = holder.field, holder.parent
    assert owner is not None
    return NodeState(
        path=f"{path_of(owner)}/{field.name}",
        name=field.name,
        kind="repeat",
        appearance=field.appearance,
        label=_words(session, field.label, holder).text,
        is_relevant=owner.is_relevant and checks.holds(field.relevant, holder, session.scope, True),
        depth=depth,
        count=len(owner.named(field.name)),
        can_add=is_extensible(field),
    )


def is_extensible(field: Field) -> bool:
    """Whether people may add and remove instances."""
    return field.kind == "repeat" and field.count is None and not field.is_fixed


def _page_group(session: Session, spot: Spot) -> NodeState:
    """A group without a node, or with one that is no group: only a heading and an appearance."""
    words = _words(session, spot.part.label, spot.node)
    return NodeState(
        path="",
        name="",
        kind="group",
        appearance=spot.part.appearance,
        label=words.text,
        media=words.media,
        depth=spot.depth,
    )
