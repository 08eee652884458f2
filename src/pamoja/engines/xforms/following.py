"""What a form calculates otherwise once some answers of a record are others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from pamoja.engines.xforms.data import NoSuchNode, path_of
from pamoja.engines.xforms.fields import Form
from pamoja.engines.xforms.nodes import Node
from pamoja.engines.xforms.session import Session, resume
from pamoja.engines.xforms.xpath import World


def followed(form: Form, instance: bytes, answers: Mapping[str, str], moment: datetime) -> dict[str, str]:
    """Calculated values by path that differ when `answers` (texts by path) stand in a submission; themselves left out.

    The clock stands at `moment` both before and after, so what depends on the time alone stays as the device had it;
    chance gives a value once only, so what came of it stays too, as does what looks into a list that is missing.
    Raise XFormRefused when it is no submission of this form.
    """
    session = resume(form, instance, World(now=lambda: moment))
    before = _calculated(session)
    for path, text in answers.items():
        try:
            session.put(path, text)
        except NoSuchNode:  # this version of the form does not ask it
            continue
    changed = (node for node, text in _calculated(session).items() if text != before.get(node))
    return {path: node.text for node in changed if (path := path_of(node)) not in answers}


def _calculated(session: Session) -> dict[Node, str]:
    """The values of calculations that are asked for now; of those alone that a submission has a place for."""
    fields = (field for field in session.form.fields if field.calculate is not None and field.kind == "field")
    nodes = (node for field in fields for node in session.data.of(field))
    return {node: node.text for node in nodes if node.is_relevant}
