"""Somebody who answers a conversation at random, but sensibly: decided by a seed and by what is asked."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import inf
from random import Random

from hypothesis import strategies
from hypothesis.errors import HypothesisException

from pamoja.engines.conversation import SMS, Attachment, Medium, Message, Said, Talk
from pamoja.engines.conversation.asking import Question
from pamoja.engines.conversation.reading.answers import ends
from pamoja.engines.xforms.fields import Field, Form
from pamoja.engines.xforms.xpath import Context, XPathFault, XPathRefused, compile_source, to_string

WORDS = ("Amina", "Two words", "Lilongwe 2", "0712345678", "0888123456", "+265888123456", "abc@example.org", "A1B2C3")
NUMBERS = (1, 2, 3, 0, 5, 10, 18, 25, 30, 50, 60, 100, 120, 200, 1000, 12345, 2020, 123456789)
DAYS_AGO = (0, 1, 7, 30, 200, 400, 1000, 3000, 8000, 15000, -1, -30, -200)
EQUALS = re.compile(r"(?<![\w.])\.\s*=(?=[^=])")
PATTERN = re.compile(r"""regex\(\s*\.\s*,\s*(['"])(.+?)\1""")
DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
MOST_TRIES = 60
MOST_MESSAGES = 6000
MOST_INSTANCES = 2
MOST_COUNTED = 5
TYPES = {"image": "image/jpeg", "audio": "audio/ogg", "video": "video/mp4", "file": "application/pdf"}


@dataclass
class Walk:
    """What came of it: `ended` is the outcome, `stuck` the question that nothing was found for, `both` what each said
    with who it was (`form` or `person`).
    """

    ended: str = ""
    stuck: str = ""
    both: list[tuple[str, str]] = field(default_factory=list)

    @property
    def said(self) -> list[str]:
        return [text for text, by in self.both if by == "person"]


def transcript(walked: Walk, medium: Medium) -> Iterator[str]:
    """The conversation as both see it; `>` is the person, `[n SMS]` what a message costs."""
    for text, by in walked.both:
        if by == "person":
            yield f"> {text}"
            continue
        message = Message(text)
        for part, cost in zip(message.parts(medium), message.costs(medium), strict=True):
            yield part
            if medium == SMS:
                yield f"    [{cost.segments} SMS]"
    yield f"({walked.ended or walked.stuck})"


def walk(talk: Talk, seed: int, today: date) -> Walk:
    """Answer until it ends, or until a question takes nothing that comes to mind."""
    random, done = Random(seed), Walk()
    turn = talk.turn()
    tried: Iterator[Said] = iter(())
    at, count = "", 0
    for _ in range(MOST_MESSAGES):
        done.both += [(each.text, "form") for each in turn.messages]
        if turn.outcome:
            done.ended = turn.outcome
            return done
        here = f"{talk.state.mode} {talk.state.at}"
        if here != at:
            at, count, tried = here, 0, _answers(talk, random, today)
        count += 1
        said = next(tried, None)
        if said is None or count > MOST_TRIES:
            done.stuck = at
            return done
        done.both.append((said.text or "(a file)", "person"))
        turn = talk.say(said)
    done.stuck = f"{at} after {MOST_MESSAGES} messages"
    return done


def _answers(talk: Talk, random: Random, today: date) -> Iterator[Said]:
    """What to try, one after the other, until something else is asked."""
    mode = talk.state.mode
    if mode == "another":
        count = int(talk.state.at.rpartition("+")[2])
        yield Said("1" if count < MOST_INSTANCES and random.random() < 0.6 else "2")
        yield Said("2")
    elif mode == "question":
        question = talk.current()
        assert question is not None
        yield from _replies(talk, question, random, today)
    else:
        yield Said("1")


def _replies(talk: Talk, question: Question, random: Random, today: date) -> Iterator[Said]:
    of: Field = talk.session.data.find(talk.state.at).field
    skip = "#" if question.medium.is_spoken else "/skip"
    if not question.state.is_required and random.random() < 0.1:
        yield Said(skip)
    kind = question.kind
    if kind in TYPES:
        yield Said(attachments=(Attachment(f"a{random.randrange(10**9)}", TYPES[kind]),))
    yield from map(Said, _demanded(talk, of)) if kind == "text" else ()
    for _ in range(MOST_TRIES // 2):
        yield Said(_text(talk, question, of, random, today))
    yield Said(skip)
    yield from map(Said, _from_patterns(of))


def _text(talk: Talk, question: Question, of: Field, random: Random, today: date) -> str:
    kind, options, gap = question.kind, question.all, "" if question.medium.is_spoken else " "
    day = random.choice(_days(talk, of, today))
    clock = f"{random.randint(0, 23):02}:{random.randint(0, 59):02}"
    if kind in ("one", "boolean"):
        return (options[0] if random.random() < 0.4 else random.choice(options)).key
    if kind == "many":
        picked = random.sample(options, random.randint(1, min(3, len(options))))
        return gap.join(each.key for each in picked)
    if kind == "rank":
        return gap.join(each.key for each in random.sample(options, len(options)))
    if kind in ("whole", "number"):
        return _number(of, random, kind, MOST_COUNTED if _is_count(talk.session.form, of) else inf)
    if kind == "range":
        low, high = ends(question.state)
        return low if random.random() < 0.5 else high
    points = [f"{random.randint(-40, 40)}.5 {random.randint(1, 90)}.25" for _ in range(3)]
    fixed = {
        "trigger": "1",
        "date": day.isoformat() if gap else f"{day:%d%m%Y}",
        "month": f"{day:%m/%Y}",
        "year": str(day.year),
        "time": clock,
        "moment": f"{day.isoformat()} {clock}",
        "place": points[0],
        "trace": "; ".join(points),
    }
    return fixed.get(kind) or random.choice([*WORDS, *map(str, NUMBERS)])


def _days(talk: Talk, of: Field, today: date) -> list[date]:
    """Days to choose from: where a rule compares with others, those too that the record speaks of."""
    days = [today - timedelta(days=ago) for ago in DAYS_AGO]
    if of.constraint is None or not of.constraint.reads:
        return days
    texts = (node.text for node in talk.session.data.root.walk())
    return [*days, *(date.fromisoformat(text) for text in texts if DAY.fullmatch(text))]


def _is_count(form: Form, of: Field) -> bool:
    """Whether a question says how often others are asked: who answers 12345 is asked 12345 times."""
    reached: set[Field] = set()
    waiting = [of]
    while waiting:
        for rule in form.graph.followers.get(waiting.pop(), ()):
            if rule.kind == "count":
                return True
            if rule.kind == "calculate" and rule.field not in reached:
                reached.add(rule.field)
                waiting.append(rule.field)
    return False


def _number(of: Field, random: Random, kind: str, most: float) -> str:
    rule = of.constraint.source if of.constraint is not None else ""
    near = [float(found) + step for found in NUMBER.findall(rule) for step in (-1, 0, 1)]
    number = random.choice([each for each in (*NUMBERS, *near, *near) if each <= most])
    return str(int(number)) if kind == "whole" else f"{number:f}".rstrip("0").rstrip(".")


def _demanded(talk: Talk, of: Field) -> Iterator[str]:
    """What the rule of a question says that its answer must be: `. = concat(…)`."""
    rule = of.constraint.source if of.constraint is not None else ""
    node = talk.session.data.find(talk.state.at)
    for start in (found.end() for found in EQUALS.finditer(rule)):
        for end in (start + end for found in re.finditer(r"\)|$", rule[start:]) for end in found.span()):
            try:
                value = compile_source(rule[start:end])(Context(node, talk.session.scope))
            except (XPathRefused, XPathFault):
                continue
            yield to_string(value)
            break


def _from_patterns(of: Field) -> Iterator[str]:
    """Texts that the patterns of a constraint describe."""
    rule = of.constraint.source if of.constraint is not None else ""
    for _quote, pattern in PATTERN.findall(rule):
        try:
            texts = strategies.from_regex(pattern, fullmatch=True).filter(str.isascii)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                found = [texts.example() for _ in range(5)]
        except (re.error, HypothesisException):
            continue
        yield from found
