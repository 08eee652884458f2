"""Keeping what checks found: what is found again stays, what is found no more goes unless somebody decided on it."""

import hashlib
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import QuerySet

from pamoja.apps.forms.models import Form, QualityFlag, Submission
from pamoja.core.bulk import insert_rows
from pamoja.engines.quality import Flag

AT_ONCE = 500
KEPT = ("value", "proposed", "facts", "collector", "place")


def keep_flags(form: Form, found: Iterable[Flag], before: QuerySet[QualityFlag]) -> int:
    """Make the flags of `before` those that were found; returns how many there are."""
    by_key = {key_of(each): each for each in found}
    known: dict[str, QualityFlag] = {each.key: each for each in before}
    records = _records(form, by_key.values())
    with transaction.atomic():
        gone = [flag.pk for key, flag in known.items() if key not in by_key and flag.decision_id is None]
        for start in range(0, len(gone), AT_ONCE):
            QualityFlag.objects.filter(pk__in=gone[start : start + AT_ONCE]).delete()
        _refresh(known, by_key)
        insert_rows([_row(form, key, flag, records) for key, flag in by_key.items() if key not in known])
    return len(by_key)


def key_of(flag: Flag) -> str:
    """What tells a flag from others of its form; an answer that changed is another flag, to be looked at anew."""
    about = (flag.check, flag.code, flag.subject, flag.record, flag.row, flag.question, str(flag.facts.get("name", "")))
    whose = (flag.value, "") if flag.subject == "record" else (flag.collector, flag.place)
    return hashlib.sha256("\x1f".join((*about, *whose)).encode()).hexdigest()


def _refresh(known: Mapping[str, QualityFlag], found: Mapping[str, Flag]) -> None:
    """Bounds and counts move as records come in."""
    changed = []
    for key in known.keys() & found.keys():
        row, flag = known[key], found[key]
        if any(getattr(row, name) != _plain(getattr(flag, name)) for name in KEPT):
            for name in KEPT:
                setattr(row, name, _plain(getattr(flag, name)))
            changed.append(row)
    QualityFlag.objects.bulk_update(changed, KEPT, batch_size=AT_ONCE)


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else value


def _records(form: Form, flags: Iterable[Flag]) -> dict[str, Submission]:
    ids = {each.record for each in flags if each.record}
    rows = Submission.objects.filter(form=form, is_test=False).only("pk", "workspace", "instance_id")
    wanted = rows.filter(instance_id__in=ids) if len(ids) <= AT_ONCE else rows
    return {each.instance_id: each for each in wanted.iterator() if each.instance_id in ids}


def _row(form: Form, key: str, flag: Flag, records: Mapping[str, Submission]) -> QualityFlag:
    return QualityFlag(
        form=form,
        submission=records[flag.record] if flag.record else None,
        key=key,
        check_name=flag.check,
        code=flag.code,
        subject=flag.subject,
        row=flag.row,
        question=flag.question,
        collector=flag.collector[:255],
        place=flag.place[:255],
        value=flag.value,
        proposed=flag.proposed[:255],
        facts=dict(flag.facts),
    )
