"""The lines of the page on which a sheet is keyed: as on the paper, in its order."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pamoja.apps.forms.paper.records import Answers, Faults, field_path
from pamoja.apps.forms.seeing.languages import plain, shortened
from pamoja.engines.paper import Outline, Question
from pamoja.engines.paper.reading import keyed, read
from pamoja.engines.xforms import NodeState, Session

LONGEST_LABEL = 110
MOST_CODES = 14
ANSWER, KEPT = "a:", "k:"
NOT_KEYED = ("file",)
"""A picture is no answer on paper; its number stays there."""


@dataclass(frozen=True)
class Line:
    """A question with its input, or a heading (without a question) with its depth.

    `codes` help the eye: the choices where they are few, else the name of their list. `is_asked` says whether the form
    would ask this now.
    """

    path: str
    label: str
    depth: int = 0
    question: Question | None = None
    value: str = ""
    codes: str = ""
    is_asked: bool = True
    faults: tuple[str, ...] = ()
    is_kept: bool = False
    adds: str = ""

    @property
    def name(self) -> str:
        return ANSWER + self.path

    @property
    def mark(self) -> str:
        return KEPT + self.path

    @property
    def is_numeric(self) -> bool:
        """Whether a keyboard of digits is enough."""
        if self.question is None:
            return False
        is_coded = bool(self.question.options) and all(each.code.isdigit() for each in self.question.options)
        return is_coded or self.question.space in ("digits", "year")


def lines_of(printed: Outline, session: Session, answers: Answers, faults: Faults, kept: Collection[str]) -> list[Line]:
    """The whole sheet; headings without a question below them are left out."""
    return list(_with_questions([_line(printed, each, answers, faults, kept) for each in session.walk(is_all=True)]))


def _with_questions(lines: Sequence[Line | None]) -> Iterator[Line]:
    waiting: list[Line] = []
    for each in lines:
        if each is None:
            continue
        if each.question is None:
            waiting = [above for above in waiting if above.depth < each.depth or above.adds] + [each]
            continue
        yield from waiting
        waiting = []
        yield each


def _line(printed: Outline, state: NodeState, answers: Answers, faults: Faults, kept: Collection[str]) -> Line | None:
    if state.kind != "question":
        return _heading(state)
    question = printed.questions.get(field_path(state.path))
    if question is None or question.space in NOT_KEYED:
        return None
    return Line(
        path=state.path,
        label=shortened(plain(state.label or question.label), LONGEST_LABEL),
        question=question,
        value=keyed(question, answers.get(state.path, "")),
        codes=_codes(question),
        is_asked=state.is_relevant,
        faults=faults.get(state.path, ()),
        is_kept=state.path in kept,
    )


def _heading(state: NodeState) -> Line | None:
    label = plain(state.label)
    if state.kind == "instance":
        return Line(state.path, f"{label or state.name} {state.position}", state.depth)
    if state.kind == "repeat":
        return Line(state.path, label or state.name, state.depth, adds=state.path if state.can_add else "")
    return Line(state.path, label, state.depth) if label else None


def _codes(question: Question) -> str:
    if question.list_name or len(question.options) > MOST_CODES:
        return question.list_name
    return " · ".join(f"{each.code} {plain(each.label)}" for each in question.options)


def keyed_answers(printed: Outline, lines: Sequence[Line], sent: Mapping[str, str], before: Answers) -> dict[str, str]:
    """What the page sent, read, in the order of the sheet; what was not on the page stays."""
    found = {}
    for each in lines:
        if each.question is None:
            continue
        answer = read(each.question, sent[each.name]) if each.name in sent else before.get(each.path, "")
        if answer:
            found[each.path] = answer
    on_page = {each.path for each in lines}
    return {**found, **{path: answer for path, answer in before.items() if path not in on_page}}


def kept_paths(lines: Sequence[Line], sent: Mapping[str, str], before: Answers, now: Answers) -> list[str]:
    """What stands on the paper as it is: a mark is for the answer that was seen, not for another."""
    marked = [each.path for each in lines if each.question is not None and each.mark in sent]
    return [path for path in marked if before.get(path, "") == now.get(path, "")]
