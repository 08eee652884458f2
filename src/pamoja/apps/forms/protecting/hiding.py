"""Which answers of a form an actor may not read: the one place that decides, for every way out.

Whoever shows, writes or searches answers asks `hidden_from` and has the schema, the tables and the rows veiled: a
hidden question is a text question whose answer is always HIDDEN, given or not, in every record alike. What may repeat
a hidden answer is hidden with it: the record's own name, its log of how it was filled in, what it says of entities,
answers for which the form has no question, and what people wrote of a record (comments, reasons, issues), which who
wrote it reads all the same. XML as it was sent cannot be veiled and is refused.

A question on which nobody has decided is what its words propose, so that a new version of a form gives nothing away.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from hashlib import md5
from typing import Any, TypeVar

from pydantic_core import from_json, to_json

from pamoja.apps.forms.models import AnswerRow, Form, FormVersion, Submission, SubmissionFile
from pamoja.apps.forms.problems import ANSWERS_HIDDEN
from pamoja.apps.forms.protecting.classes import OPEN, VERBS, kept_proposals
from pamoja.apps.forms.schemas import kept_schema
from pamoja.core.files.models import StoredFile
from pamoja.core.permissions import Actor, may_wherever
from pamoja.core.problems import Problem
from pamoja.formats.xform import Field, FormSchema
from pamoja.formats.xform.model import ROOT_TABLE

HIDDEN = "hidden"
"""What stands in place of an answer in files and for programs; pages translate it."""
RECORD = "forms.submission"
KEPT = 256
POSITIONS = re.compile(r"\[\d+\]")
SEEN_META = frozenset({"instanceid", "deprecatedid"})
F = TypeVar("F", bound=Field)
Versions = tuple[tuple[int, str], ...]
Tables = Mapping[str, frozenset[str]]
"""Paths of questions by the table that holds their answers."""


@dataclass(frozen=True)
class Hidden:
    """What is hidden of one form from one actor; falsy when nothing is. `shown` and `paths` are of all its versions."""

    paths: Tables = field(default_factory=dict)
    shown: Tables = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.paths)

    @cached_property
    def _paths(self) -> frozenset[str]:
        return frozenset().union(*self.paths.values())

    @cached_property
    def _shown(self) -> frozenset[str]:
        return frozenset().union(*self.shown.values())

    @cached_property
    def tag(self) -> str:
        """Another one whenever something else is hidden: who kept an answer of the server asks for it anew."""
        return md5("\n".join(sorted(self._paths)).encode(), usedforsecurity=False).hexdigest() if self else ""

    def hides(self, path: str) -> bool:
        """Whether the answer at a path may not be read; one that no version asks for is hidden with the others."""
        return bool(self.paths) and POSITIONS.sub("", path) not in self._shown

    def hides_words(self, actor: Actor, writer: int | None) -> bool:
        """Whether what a user (by key) wrote of a record may not be read: it may repeat any answer."""
        return bool(self.paths) and (actor.user is None or actor.user.pk != writer)

    def schema(self, schema: FormSchema) -> FormSchema:
        """A version's schema with its hidden questions veiled."""
        return replace(schema, children=self.fields(schema.children)) if self.paths else schema

    def fields(self, fields: tuple[F, ...]) -> tuple[F, ...]:
        """The same for a part of a form."""
        return tuple(self._veiled(each) for each in fields) if self.paths else fields

    def _veiled(self, field: F) -> F:
        if field.kind != "field":
            return replace(field, children=self.fields(field.children))
        return veiled(field) if self.hides(field.path) else field

    def answers(self, table: str, answers: Mapping[str, Any]) -> dict[str, Any]:
        """A row's answers with HIDDEN for each hidden question of its table, whether it was answered or not."""
        kept = {path: value for path, value in answers.items() if not self.hides(path)}
        return {**kept, **dict.fromkeys(self.paths.get(table, ()), HIDDEN)}

    def json(self, table: str, answers: str) -> str:
        """The same for answers as the database keeps them."""
        return to_json(self.answers(table, from_json(answers))).decode() if self.paths else answers


NOTHING = Hidden()


def hidden_from(actor: Actor, form: Form) -> Hidden:
    """What this actor may not read of this form. One query where the form has classes and the actor lacks a verb."""
    if not form.classes:
        return NOTHING
    inside = {"forms.project": form.project_id, "forms.form": form.pk}
    refused = frozenset(kind for kind, verb in VERBS.items() if not may_wherever(actor, verb, RECORD, inside))
    if not refused:
        return NOTHING
    return _of_classes(form, refused)


def protected_in(form: Form) -> Hidden:
    """What is hidden from who has none of the verbs: the answers of every class that needs one."""
    return _of_classes(form, frozenset(VERBS)) if form.classes else NOTHING


def _of_classes(form: Form, refused: frozenset[str]) -> Hidden:
    versions = FormVersion.objects.filter(form=form).order_by("pk").values_list("pk", "md5")
    return _hidden(tuple(versions), tuple(sorted(form.classes.items())), refused)


def require_nothing_hidden(actor: Actor, form: Form) -> None:
    """For what cannot be veiled: the XML of a record, an edit of its answers. Raises ANSWERS_HIDDEN."""
    if hidden_from(actor, form):
        raise Problem(ANSWERS_HIDDEN)


def may_read_file(actor: Actor, submission: Submission, stored: StoredFile) -> bool:
    """Whether a file of a record the actor sees is the answer to a question whose answers they see."""
    hidden = hidden_from(actor, submission.form)
    if not hidden:
        return True
    names = set(SubmissionFile.objects.filter(submission=submission, file=stored).values_list("name", flat=True))
    return bool(names & shown_files(hidden, [submission.pk]).get(submission.pk, set()))


def files_to_read(actor: Actor, submission: Submission) -> set[str] | None:
    """The names of a record's files that the actor may read; None for all of them.

    Of an earlier version those that the newest still names: who may not read all answers sees no others.
    """
    hidden = hidden_from(actor, submission.form)
    return shown_files(hidden, [submission.pk]).get(submission.pk, set()) if hidden else None


def shown_files(hidden: Hidden, submissions: list[int]) -> dict[int, set[str]]:
    """The names of files that the shown answers of some records name, and no hidden one. One query."""
    shown: dict[int, set[str]] = defaultdict(set)
    kept_back: dict[int, set[str]] = defaultdict(set)
    rows = AnswerRow.objects.filter(submission__in=submissions).values_list("submission_id", "answers")
    for key, answers in rows:
        for path, value in answers.items():
            if isinstance(value, str):
                (kept_back if hidden.hides(path) else shown)[key].add(value)
    return {key: names - kept_back[key] for key, names in shown.items()}


def veiled_changes(hidden: Hidden, changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Changes between two versions (`formats.xform.differences`) without the answers that are hidden."""
    return [_veiled_change(hidden, each) for each in changes]


def _veiled_change(hidden: Hidden, change: dict[str, Any]) -> dict[str, Any]:
    path = "".join(f"/{step if isinstance(step, str) else step[0]}" for step in change["path"])
    return {name: each if name == "path" else _veiled_tree(hidden, path, each) for name, each in change.items()}


def _veiled_tree(hidden: Hidden, path: str, value: Any) -> Any:
    """An answer; or a group or instance, a dict of them, or the instances of a repeat, a list."""
    if isinstance(value, dict):
        return {name: _veiled_tree(hidden, f"{path}/{name}", each) for name, each in value.items()}
    if isinstance(value, list):
        return [_veiled_tree(hidden, path, each) for each in value]
    return HIDDEN if hidden.hides(path) else value


def veiled(field: F) -> F:
    """A question of which only the words are shown."""
    control = "none" if field.control == "none" else "input"
    plain: dict[str, Any] = {"type": "string", "control": control, "choices": (), "itemset": None, "readonly": ""}
    if hasattr(field, "is_hidden"):
        plain["is_hidden"] = True
    return replace(field, **plain)


@lru_cache(maxsize=KEPT)
def _hidden(versions: Versions, classes: tuple[tuple[str, str], ...], refused: frozenset[str]) -> Hidden:
    decided = dict(classes)
    paths: dict[str, set[str]] = defaultdict(set)
    shown: dict[str, set[str]] = defaultdict(set)
    for key in versions:
        proposed = kept_proposals(*key)
        for table, path in _tables(kept_schema(*key)):
            kind = decided.get(path) or proposed.get(path, OPEN)
            (paths if kind in refused else shown)[table].add(path)
    if not paths:
        return NOTHING
    for table, found in shown.items():
        about = {path for path in found if _is_about(path)}
        paths[table] |= about
    return Hidden(_frozen(paths), _frozen(_less(shown, paths)))


def _less(shown: Mapping[str, set[str]], paths: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """What is hidden in one table is hidden wherever a version has it."""
    hidden = set().union(*paths.values())
    return {table: found - hidden for table, found in shown.items()}


def _frozen(tables: Mapping[str, set[str]]) -> Tables:
    return {table: frozenset(found) for table, found in tables.items()}


def _is_about(path: str) -> bool:
    """Whether it is about the record and may repeat its answers: all of `meta` but the ids."""
    *above, name = path.strip("/").split("/")
    return "meta" in above and name.lower() not in SEEN_META


def _tables(schema: FormSchema) -> list[tuple[str, str]]:
    """Every answer of a version with its table."""
    found: list[tuple[str, str]] = []

    def walk(fields: tuple[Field, ...], table: str) -> None:
        for each in fields:
            if each.kind == "field":
                found.append((table, each.path))
            else:
                walk(each.children, f"{ROOT_TABLE}.{'.'.join(each.parts)}" if each.kind == "repeat" else table)

    walk(schema.children, ROOT_TABLE)
    return found
