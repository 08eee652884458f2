"""Talk through every form of a folder of XForms and XLSForms, at random, to its end.

    python -m tests.conformance.conversations [--cases DIR] [--seed N] [--only TEXT] [--transcripts DIR]

Each form that our engine loads is held as a conversation by chat: sensible random answers to one question after the
other, written down and gone on with after every message as if days lay between. It must reach the end, and what it
hands in must be found without a fault by our judge. Named apart, and no failure of the conversation, are
forms with a question for which the robot finds no answer that the form takes (`stuck`: a check digit), a required one
whose list the form itself leaves empty (`empty_list`), and a rule about what the form works out itself from answers
that it takes one by one (`worked_out`). Of these, other answers are tried first.
"""

import argparse
import json
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from random import Random
from zlib import crc32

from pamoja.engines.conversation import CHAT, LANGUAGES, Said, Talk, Turn, again, begin
from pamoja.engines.xforms import Form, Session, Violation, World, XFormRefused, judge, load
from pamoja.formats import xlsform
from tests.robot.talker import Walk, transcript, walk

from ._runner import cases_folder_of, conformance_root, finish, main

SUITE = "forms"
SHEETS = frozenset({".xls", ".xlsx", ".xlsm"})
BESIDE = frozenset({".csv", ".xml", ".geojson"})
MOST_BYTES = 5_000_000
MOST_SEEDS = 4
APART = ("stuck", "empty_list", "worked_out")
WORKED_OUT = "(worked out)"
NOW = datetime(2026, 6, 14, 11, 0, tzinfo=UTC)


def run(argv: Sequence[str] | None = None) -> int:
    """Replay the suite and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=Path, default=conformance_root() / SUITE, help="folder with the forms")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="part of the names to replay")
    parser.add_argument("--transcripts", type=Path, help="folder to write what was said to, a file for each form")
    options = parser.parse_args(argv)
    folder = cases_folder_of(options.cases)
    if folder is None:
        return 0
    counts: Counter[str] = Counter()
    print(f"seed {options.seed}")
    for name, path in forms(folder, options.only):
        seed = options.seed ^ crc32(path.name.encode())
        status, words, walked = _outcome(path, seed)
        counts[status] += 1
        counts["messages"] += len(walked.said)
        if options.transcripts and walked.both:
            _write(options.transcripts, name, walked)
        if status != "clean":
            print(f"{name}: {status} {words[:300]} (seed {seed})")
    print(", ".join(f"{number} {status}" for status, number in sorted(counts.items())))
    return finish(counts["clean"], counts["failed"] + counts["faulty"])


def _write(folder: Path, name: str, walked: Walk) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{name.replace('/', '_')}.txt"
    kept.write_text("\n".join(transcript(walked, CHAT)) + "\n", encoding="utf-8")


def forms(folder: Path, only: str = "") -> Iterator[tuple[str, Path]]:
    """Files that may be forms, with their names in the folder."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        is_xform = path.suffix == ".xml" and b"<h:html" in path.read_bytes()[:5000].replace(b"<html", b"<h:html")
        if only in name and (is_xform or path.suffix.lower() in SHEETS):
            yield name, path


def _outcome(path: Path, seed: int) -> tuple[str, str, Walk]:
    """A walk may come to a list that its answers have emptied, though an answer is required: then another is tried."""
    try:
        form = form_of(path)
        if form is None:
            return "not_loaded", "", Walk()
        outcome = ("", "", Walk())
        for each in range(seed, seed + MOST_SEEDS):
            outcome = _walked(form, each)
            if outcome[0] not in APART:
                break
        return outcome
    except Exception as error:  # the conversation must never raise: whatever it raises is a failed case
        return "failed", f"{type(error).__name__}: {error}", Walk()


def _walked(form: Form, seed: int) -> tuple[str, str, Walk]:
    walked, broken = talk_through(form, seed)
    if walked.stuck:
        return "stuck", f"{walked.stuck}: {walked.both[-1][0]}", walked
    excuses = [words.phrases["no_list"] for words in LANGUAGES.values()]
    said_so = any(excuse in text for text, by in walked.both if by == "form" for excuse in excuses)
    asked = [each for each in broken if not each.endswith(WORKED_OUT)]
    is_excused = said_so and all(" required " in each for each in asked)
    status = "clean" if not broken else "worked_out" if not asked else "empty_list" if is_excused else "faulty"
    return status, " ".join(broken), walked


def form_of(path: Path) -> Form | None:
    """The form as the engine loads it; None for what does not convert or load."""
    files = {each.name: each.read_bytes() for each in path.parent.iterdir() if _is_beside(each)}
    try:
        xml, itemsets = xml_of(path)
        return load(xml, {**files, **itemsets})
    except (xlsform.XlsFormRefused, XFormRefused):
        return None


def xml_of(path: Path) -> tuple[bytes, dict[str, bytes]]:
    """The XForm, and the list of choices beside it; a workbook is repaired and converted."""
    if path.suffix == ".xml":
        return path.read_bytes(), {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        repaired = xlsform.repair(path.read_bytes(), path.name)
        made = xlsform.convert(repaired.content, repaired.filename)
    return made.xml.encode(), {"itemsets.csv": made.itemsets.encode()} if made.itemsets else {}


def world(seed: int) -> World:
    numbers = count(1)
    known = {"deviceid": "chat", "username": "robot", "email": "r@example.org", "phonenumber": "0712345678"}
    return World(now=lambda: NOW, random=Random(seed).random, uuid=lambda: f"{seed}-{next(numbers)}", properties=known)


class Interrupted(Talk):
    """A conversation that is written down and read again before every message."""

    def say(self, said: Said) -> Turn:
        if self.outcome:
            return super().say(said)
        kept = json.loads(json.dumps(self.keep()))
        other = again(self.session.form, kept, self.session.world)
        turn = other.say(said)
        self.__dict__.update(other.__dict__)
        return turn


def talk_through(form: Form, seed: int) -> tuple[Walk, list[str]]:
    """How it went, and what the judge finds in the record."""
    languages = form.texts.languages
    talk = begin(form, world(seed), CHAT, languages[seed % len(languages)] if languages else "")
    talk.__class__ = Interrupted
    walked = walk(talk, seed, NOW.date())
    if walked.ended != "finished":
        return walked, []
    talk.session.finish()
    broken = judge(form, talk.session.serialise(), [NOW, NOW])
    return walked, [_told(each, talk.session) for each in broken]


def _told(broken: Violation, session: Session) -> str:
    is_asked = session.data.find(broken.path).field.control != "none"
    return f"{broken.path} {broken.kind} {broken.value!r}{'' if is_asked else WORKED_OUT}"


def _is_beside(path: Path) -> bool:
    return path.suffix.lower() in BESIDE and path.stat().st_size < MOST_BYTES


if __name__ == "__main__":
    main(run)
