"""Our engine and the oracle go through the same form with the same acts, and are compared after each."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any
from xml.etree import ElementTree

from lxml import etree

from pamoja.engines.xforms import NodeState, Session, World, XFormRefused, judge, load, start
from pamoja.engines.xforms.data import each_node, path_of
from pamoja.engines.xforms.nodes import Node
from pamoja.engines.xforms.walking import state_of
from tests.robot.acts import Act, next_act
from tests.robot.oracle import Oracle, OracleFailed
from tests.robot.oracle_ways import as_the_oracle

NOW = datetime(2026, 6, 14, 11, 0, tzinfo=UTC)
PROPERTIES = {
    "deviceid": "oracle:1",
    "username": "oracle",
    "email": "o@example.org",
    "phonenumber": "0712345678",
}
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_WHOLE = re.compile(r"(\d)\.0\b")
ALWAYS_THERE = ("/meta", "/meta/instanceID")
"""The oracle adds these where a form leaves them out."""
LABELLED = frozenset({"input", "select", "rank", "range", "trigger", "upload", "note", "group"})
MOST_TOLD = 8


@dataclass(frozen=True)
class Difference:
    """What the two say differently of a node; `step` counts the acts before it."""

    path: str
    what: str
    ours: object
    theirs: object
    step: int = 0

    def __str__(self) -> str:
        return f"step {self.step}: {self.path} {self.what}: ours {self.ours!r}, theirs {self.theirs!r}"


@dataclass
class Outcome:
    """`status`: `same`, `different`, `ours_failed`, `oracle_refused`, `oracle_failed` (in the midst of a walk),
    `cyclic` (different, and the form depends on itself, for which there is no rule). `disputed` names the functions
    in which the oracle's way was taken.
    """

    status: str
    steps: int = 0
    differences: list[Difference] = field(default_factory=list)
    words: str = ""
    acts: list[Act] = field(default_factory=list)
    disputed: frozenset[str] = frozenset()
    cycles: list[str] = field(default_factory=list)


def world() -> World:
    return World(
        now=lambda: NOW,
        random=lambda: 0.25,
        uuid=lambda: "00000000-0000-4000-8000-000000000000",
        properties=PROPERTIES,
        place=lambda: "0.5 32.5 0 5",
    )


def compare(
    oracle: Oracle, xml: bytes, files: Mapping[str, bytes], seed: int, steps: int, seconds: float = 10.0
) -> Outcome:
    """Walk through one form; the walk ends at the first difference."""
    outcome = _compare(oracle, xml := completed(xml), files, seed, steps, seconds)
    if outcome.status != "cyclic":
        return outcome
    again = _compare(oracle, without_own_relevance(xml, outcome.cycles), files, seed, steps, seconds)
    again.disputed |= {"cycle"}
    return again


def _compare(oracle: Oracle, xml: bytes, files: Mapping[str, bytes], seed: int, steps: int, seconds: float) -> Outcome:
    try:
        oracle.load(xml.decode("utf-8-sig"), {name: data.decode(errors="replace") for name, data in files.items()})
    except (OracleFailed, UnicodeDecodeError) as failure:
        return Outcome("oracle_refused", words=str(failure))
    with as_the_oracle() as ways:
        try:
            session = start(load(xml, files), world(), is_contextual=False)
        except XFormRefused as refusal:
            return Outcome("ours_failed", words=str(refusal))
        outcome = _walk(oracle, session, Random(seed), steps, time.monotonic() + seconds)
    outcome.disputed = frozenset(ways.used)
    outcome.cycles = [each.where for each in session.form.problems if each.code == "cycle"]
    if outcome.status == "different" and outcome.cycles:
        outcome.status = "cyclic"
    return outcome


def without_own_relevance(xml: bytes, groups: Sequence[str]) -> bytes:
    """Without the relevance of groups that depends on what is in them: there is no rule for it, but for the rest."""
    tree = etree.fromstring(xml)
    for bind in tree.iter("{*}bind"):
        if "/" + "/".join(bind.get("nodeset", "").split("/")[2:]) in groups:
            bind.attrib.pop("relevant", None)
    return etree.tostring(tree, encoding="utf-8", xml_declaration=True)


def completed(xml: bytes) -> bytes:
    """With what the oracle asks for (title, id, the present name of an event) and without old ways of sending."""
    try:
        tree = etree.fromstring(xml.lstrip())
    except etree.XMLSyntaxError:
        return xml
    head = tree.find("{*}head")
    root = next(iter(tree.findall("{*}head/{*}model/{*}instance/*")), None)
    if head is None or root is None:
        return xml
    root.set("id", root.get("id") or "form")
    if head.find("{*}title") is None:
        head.insert(0, etree.Element("{http://www.w3.org/1999/xhtml}title"))
        head[0].text = "Form"
    for action in tree.iter("{*}setvalue"):
        action.set("event", action.get("event", "").replace("xforms-ready", "odk-instance-first-load"))
    for submission in tree.findall("{*}head/{*}model/{*}submission"):
        submission.getparent().remove(submission)
    return etree.tostring(tree, encoding="utf-8", xml_declaration=True)


def _walk(oracle: Oracle, session: Session, random: Random, steps: int, until: float) -> Outcome:
    outcome = Outcome("same")
    fields = {f"/{session.form.root.name}{each.path}": each for each in session.form.fields}
    while True:
        outcome.differences = [*differences(session, oracle.states, outcome.steps)][:MOST_TOLD]
        if outcome.differences:
            outcome.status = "different"
            return outcome
        is_over = outcome.steps >= steps or time.monotonic() > until
        act = None if is_over else next_act(oracle.states, fields, random)
        if act is None:
            return _finish(oracle, session, outcome)
        outcome.steps += 1
        outcome.acts.append(act)
        try:
            _do(oracle, act)
        except OracleFailed as failure:
            return Outcome("oracle_failed", outcome.steps, words=f"{act}: {failure}")
        _do_ours(session, act)


def _do(oracle: Oracle, act: Act) -> None:
    if act.do == "set":
        oracle.set(act.path, act.value)
    else:
        (oracle.add if act.do == "add" else oracle.remove)(act.path)


def _do_ours(session: Session, act: Act) -> None:
    path = act.path.removeprefix(f"/{session.form.root.name}")
    if act.do == "set":
        session.set(path, act.value)
    else:
        (session.add_repeat if act.do == "add" else session.remove_repeat)(path)


def _finish(oracle: Oracle, session: Session, outcome: Outcome) -> Outcome:
    """The records that come of it, and our judgement of theirs."""
    violations = {(path, state["violation"][0]) for path, state in oracle.states.items() if state.get("violation")}
    try:
        theirs = oracle.finish()
    except OracleFailed as failure:
        return Outcome("oracle_failed", outcome.steps, words=str(failure))
    session.finish()
    outcome.differences = [*_records(session.serialise(), theirs.encode(), outcome.steps)]
    name = session.form.root.name
    judged = {(f"/{name}{each.path}", each.kind) for each in judge(session.form, theirs.encode(), [NOW])}
    owed = {(f"/{name}{each.path}", each.kind) for each in session.validate() if "[" not in each.path}
    outcome.differences += [Difference(path, "judged", kind, None, outcome.steps) for path, kind in judged - violations]
    outcome.differences += [Difference(path, "judged", None, kind, outcome.steps) for path, kind in owed - judged]
    outcome.status = "different" if outcome.differences else "same"
    return outcome


def differences(session: Session, states: Mapping[str, dict[str, Any]], step: int) -> Iterator[Difference]:
    name = session.form.root.name
    ours = {f"/{name}{path_of(node)}": node for node in each_node(session.data.root) if node is not session.data.root}
    theirs = {
        _local_path(path): state for path, state in states.items() if not path.endswith("[]") and "/@" not in path
    }
    for path, node in ours.items():
        if path not in theirs and node.kind == "element":
            yield Difference(path, "exists", True, False, step)
    for path, state in theirs.items():
        if path not in ours and path.removeprefix(f"/{name}") in ALWAYS_THERE:
            continue
        if path not in ours:
            yield Difference(path, "exists", False, True, step)
        else:
            yield from _node(session, path, ours[path], state, step)


def _local_path(path: str) -> str:
    """`/data/orx:meta` is `/data/meta`."""
    return re.sub(r"/[\w.-]+:", "/", path)


def _node(session: Session, path: str, node: Node, state: Mapping[str, Any], step: int) -> Iterator[Difference]:
    if node.is_relevant != state["relevant"]:
        yield Difference(path, "relevant", node.is_relevant, state["relevant"], step)
    elif node.is_relevant and node.field is not None:
        mine = state_of(session, node)
        for what, ours, theirs in _pairs(mine, state):
            if ours != theirs and not (what == "value" and path.endswith("/meta/instanceID")):
                yield Difference(path, what, ours, theirs, step)


def _pairs(mine: NodeState, state: Mapping[str, Any]) -> Iterator[tuple[str, object, object]]:
    yield "readonly", mine.is_readonly, state["readonly"]
    if state["kind"] in LABELLED:
        yield "label", _plain(mine.label), _plain(state["label"])
        yield "hint", _plain(mine.hint), _plain(state["hint"])
    if "value" not in state:
        return
    yield "required", mine.is_required, state["required"]
    yield "value", _value(mine.value), _value(state["value"])
    told = [(each.kind, _plain(each.message)) for each in mine.violations if each.kind in ("constraint", "required")]
    yield (
        "violation",
        told[:1],
        [(condition, _plain(words)) for condition, words in (state["violation"],)] if state["violation"] else [],
    )
    if "choices" in state:
        ours = [(each.value, _plain(each.label)) for each in mine.choices]
        yield "choices", ours, [(value, _plain(label)) for value, label in state["choices"]]


def _plain(text: str) -> str:
    """Words without what two correct engines may write differently: spaces, identifiers, and 5 or 5.0."""
    return " ".join(_WHOLE.sub(r"\1", _UUID.sub("UUID", text)).split())


def _value(text: str) -> object:
    """Numbers and places by their size: one writes 5, the other 5.0."""
    try:
        return [[float(part) for part in place.split()] for place in text.split(";") if place.strip()]
    except ValueError:
        return _UUID.sub("UUID", text)


def _records(ours: bytes, theirs: bytes, step: int) -> Iterator[Difference]:
    mine, other = (_lines(ElementTree.fromstring(xml)) for xml in (ours, theirs))
    for path in sorted(mine.keys() | other.keys()):
        if mine.get(path) != other.get(path) and not path.endswith(("/meta[1]", "/meta[1]/instanceID[1]")):
            yield Difference(path, "record", mine.get(path), other.get(path), step)


def _lines(root: ElementTree.Element) -> dict[str, object]:
    """Values by path with positions; elements and attributes by local name."""
    found: dict[str, object] = {}
    _collect(root, f"/{_local(root.tag)}", found)
    return found


def _collect(element: ElementTree.Element, path: str, found: dict[str, object]) -> None:
    text = _UUID.sub("UUID", element.text or "").strip()
    found[path] = _value(text)
    for name, value in element.attrib.items():
        found[f"{path}/@{_local(name)}"] = _UUID.sub("UUID", value)
    seen: dict[str, int] = {}
    for child in element:
        name = _local(child.tag)
        seen[name] = seen.get(name, 0) + 1
        _collect(child, f"{path}/{name}[{seen[name]}]", found)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
