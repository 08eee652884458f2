"""Forms for measurements, and records of them: written as the writer of submissions writes, with invented answers."""

import random
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pamoja.apps.forms.models import Form
    from pamoja.core.permissions import Actor

MIXED = ("int", "string", "select1", "int", "select1", "date", "string", "decimal", "select1", "select")
TEXTS = ("string",)  # the form by which the peer's figures were taken: texts that hold a number each, no groups
CHOICES = ("water", "food", "shelter", "cash", "health")
WORDS = ["the", "well", "near", "the", "school", "was", "repaired", "in", "march", "and", "holds"]
ANSWERED = 0.9  # relevance hides the rest
AT_ONCE = 500
DRAWN = 2000
"""Sets of answers that are drawn, and then come again: to draw 132,229 of them takes longer than to write them."""


def publish(actor: "Actor", form_id: str, questions: int, types: tuple[str, ...], has_repeat: bool = False) -> "Form":
    """A published form of so many questions of these types in turn; of mixed types they stand in groups of fifty."""
    from pamoja.apps.forms.services import create_form, create_project, publish_draft

    form = create_form(actor, create_project(actor, form_id), _xml(form_id, questions, types, has_repeat))
    publish_draft(actor, form)
    form.refresh_from_db()
    return form


def fill(actor: "Actor", form: "Form", records: int, members: int, chance: random.Random, first: int = 0) -> None:
    """So many records from a number on, a second apart, each with so many instances of the repeat."""
    from django.db import transaction

    from pamoja.core.clock import now

    began = now() - timedelta(seconds=first + records)
    leaves = [each for each in _leaves(form) if not each.path.startswith(("/member", "/meta"))]
    drawn = [_answers(leaves, chance) for _ in range(min(records, DRAWN))]
    last = first + records
    for start in range(first, last, AT_ONCE):
        with transaction.atomic():
            _write(form, range(start, min(last, start + AT_ONCE)), members, drawn, began)


def _leaves(form: "Form") -> list[Any]:
    from pamoja.apps.forms.schemas import schema_of

    assert form.published
    return [each for each in schema_of(form.published).fields if each.kind == "field"]


def _write(form: "Form", numbers: range, members: int, drawn: list[dict[str, Any]], began: Any) -> None:
    from pamoja.apps.forms.models import AnswerRow, Submission, SubmissionVersion
    from pamoja.core.bulk import insert_rows
    from pamoja.formats.xform.shred import row_id_of

    ids = [f"uuid:{form.xml_form_id}-{number}" for number in numbers]
    came = [began + timedelta(seconds=number) for number in numbers]
    made = [Submission(form=form, instance_id=i, received_at=at) for i, at in zip(ids, came, strict=True)]
    insert_rows(made)
    shared = {"form_version": form.published, "xml": b"<data/>", "sent_by": "bench"}
    insert_rows([SubmissionVersion(submission=each, instance_id=each.instance_id, **shared) for each in made])
    rows = []
    for number, each in zip(numbers, made, strict=True):
        about = {"submission": each, "form": form}
        answers = drawn[number % len(drawn)]
        rows.append(AnswerRow(**about, table="Submissions", row_id=each.instance_id, answers=answers))
        for ordinal in range(members):
            row_id = row_id_of(each.instance_id, f"%%member#{ordinal}")
            above = {"table": "Submissions.member", "parent_id": each.instance_id, "position": str(ordinal)}
            rows.append(
                AnswerRow(**about, **above, row_id=row_id, answers={"/member/who": f"Ada {ordinal}", "/member/age": 9})
            )
    insert_rows(rows)


def _answers(leaves: list[Any], chance: random.Random) -> dict[str, Any]:
    if all(each.type == "string" and each.control == "input" for each in leaves):
        return {each.path: str(chance.randrange(1000)) for each in leaves}
    return {each.path: _answer(each, chance) for each in leaves if chance.random() < ANSWERED}


def _answer(field: Any, chance: random.Random) -> Any:
    if field.control == "select":
        return chance.sample(CHOICES, 2)
    if field.control == "select1":
        return chance.choice(CHOICES)
    made = {
        "int": lambda: chance.randrange(100),
        "decimal": lambda: f"{chance.random() * 100:.2f}",
        "date": lambda: f"2026-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}",
    }
    return made.get(field.type, lambda: " ".join(chance.sample(WORDS, 4)))()


def _xml(form_id: str, questions: int, types: tuple[str, ...], has_repeat: bool) -> bytes:
    groups: dict[int, list[int]] = {}
    for number in range(questions):
        groups.setdefault(number // 50, []).append(number)
    if types == TEXTS:
        nodes = "".join(f"<q{n}/>" for n in range(questions))
        asked = [(f"/data/q{n}", "string") for n in range(questions)]
    else:
        nodes = "".join(f"<g{g}>{''.join(f'<q{n}/>' for n in inside)}</g{g}>" for g, inside in groups.items())
        asked = [(f"/data/g{g}/q{n}", types[n % len(types)]) for g, inside in groups.items() for n in inside]
    binds = "".join(f'<bind nodeset="{ref}" type="{kind}"/>' for ref, kind in asked if not kind.startswith("select"))
    body = "".join(_control(ref, kind) for ref, kind in asked)
    if has_repeat:
        nodes += "<member><who/><age/></member>"
        binds += '<bind nodeset="/data/member/age" type="int"/>'
        body += '<repeat nodeset="/data/member"><input ref="/data/member/who"/></repeat>'
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head>'
        f'<h:title>{form_id}</h:title><model><instance><data id="{form_id}" version="1">{nodes}'
        f"<meta><instanceID/></meta></data></instance>{binds}</model></h:head><h:body>{body}</h:body></h:html>"
    ).encode()


def _control(ref: str, kind: str) -> str:
    if not kind.startswith("select"):
        return f'<input ref="{ref}"/>'
    items = "".join(f"<item><label>{each}</label><value>{each}</value></item>" for each in CHOICES)
    return f'<{kind} ref="{ref}">{items}</{kind}>'
