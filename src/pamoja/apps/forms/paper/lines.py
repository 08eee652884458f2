"""The lines of the page on which a sheet is keyed: as on the paper, in its order."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pamoja.apps.forms.paper.records import Answers, Faults, field_path
from pamoja.apps.forms.seeing.languages import plain, shortened
from pamoja.engines.paper import Outline, Question
from pamoja.engines.paper.reading import keyed, read
from pamoja.engines.xforms import NodeState, Session

LONGEST_LABEL = 110
MOST_CODES = 14
MOST_ROWS = 100
"""Lines of one repeat: a number that somebody made up must not fill the memory."""
POSITIONS = re.compile(r"\[(\d+)\]")
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
    """The whole sheet; headings without a question below them are left out.

    Last come answers for which the form has no room any more, such as a third member of two.
    """
    states = [
        each
        for each in session.walk(is_all=True)
        if each.kind != "question" or field_path(each.path) in printed.questions
    ]
    found = list(_with_questions([_line(printed, each, answers, faults, kept) for each in states]))
    there = {each.path for each in found}
    lost = [path for path in answers if path not in there]
    return found + [_question_line(printed, path, "", False, answers, faults, kept) for path in lost]


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
    if printed.questions[field_path(state.path)].space in NOT_KEYED:
        return None
    return _question_line(printed, state.path, state.label, state.is_relevant, answers, faults, kept)


def _question_line(
    printed: Outline, path: str, label: str, is_asked: bool, answers: Answers, faults: Faults, kept: Collection[str]
) -> Line:
    question = printed.questions[field_path(path)]
    return Line(
        path=path,
        label=shortened(plain(label or question.label), LONGEST_LABEL),
        question=question,
        value=keyed(question, answers.get(path, "")),
        codes=_codes(question),
        is_asked=is_asked,
        faults=faults.get(path, ()),
        is_kept=path in kept,
    )


def _heading(state: NodeState) -> Line | None:
    label = plain(state.label)
    if state.kind == "instance":
        return Line(state.path, f"{label or state.name} {state.position}", state.depth)
    if state.kind == "repeat":
        return Line(state.path, label or state.name, state.depth, adds=state.path if state.can_add else "")
    return Line(state.path, label, state.depth) if label else None


def _codes(question: Question) -> str:
    if not question.is_listed or question.list_name or len(question.options) > MOST_CODES:
        return question.list_name
    return " · ".join(f"{each.code} {plain(each.label)}" for each in question.options)


def keyed_answers(printed: Outline, sent: Mapping[str, str], before: Answers) -> dict[str, str]:
    """What the page sent, read, in the order of the sheet; what was not on the page stays."""
    found = {}
    for name, text in sent.items():
        path = name.removeprefix(ANSWER)
        question = printed.questions.get(field_path(path)) if name != path else None
        if question is not None and _is_line(path):
            found[path] = read(question, text)
    return {path: answer for path, answer in {**found, **_beside(before, found)}.items() if answer}


def _beside(before: Answers, found: Answers) -> Answers:
    return {path: answer for path, answer in before.items() if path not in found}


def _is_line(path: str) -> bool:
    """Whether the lines of the repeats in it are such as a sheet may have."""
    return all(1 <= int(each) <= MOST_ROWS for each in POSITIONS.findall(path))


def kept_paths(sent: Mapping[str, str], before: Answers, now: Answers) -> list[str]:
    """What stands on the paper as it is: a mark is for the answer that was seen, not for another."""
    marked = [name.removeprefix(KEPT) for name in sent if name.startswith(KEPT)]
    return [path for path in marked if before.get(path, "") == now.get(path, "")]
