"""A batch of sheets: one being keyed, one whose entries differ, one handed in."""

from typing import Any

from pamoja.apps.forms.models import Form, PaperBatch
from pamoja.apps.forms.paper.keying import finish_entry, keep_entry, open_batch, take_sheet
from pamoja.apps.forms.paper.settling import hand_in
from pamoja.core.testing.cast import Cast

ANSWERS = {"/name": "Fay", "/member[1]/who": "Ed"}


def make_paper(cast: Cast, form: Form) -> dict[str, Any]:
    amina = cast.actor("amina")
    batch = open_batch(amina, form, "Nkhata Bay, week 3", 2)
    _key(cast, batch, "11", ANSWERS, ANSWERS)
    _key(cast, batch, "12", ANSWERS, {**ANSWERS, "/name": "May"})
    begun = take_sheet(amina, batch, "13")
    keep_entry(begun, ANSWERS, [])
    differing, done = batch.sheets.get(number="12"), batch.sheets.get(number="11")
    hand_in(amina, done)
    return {"batch": batch.public_id, "entry": begun.public_id, "differing": differing.public_id}


def _key(cast: Cast, batch: PaperBatch, number: str, first: dict[str, str], second: dict[str, str]) -> None:
    for who, answers in (("ben", first), ("dina", second)):
        entry = take_sheet(cast.actor(who), batch, number)
        keep_entry(entry, answers, [])
        finish_entry(cast.actor(who), entry)
