"""Records judged by the rules of their own forms, as they stood when the answers were given.

A program may send what the form would never have let through: an old client, a script, an edit by hand. Nothing is
refused for it and nothing is changed; the record says which rules it breaks, and waits for a person.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache, partial

from django.db import transaction
from django.utils.dateparse import parse_datetime

from pamoja.apps.forms.models import FormFile, FormVersion, Submission, SubmissionVersion
from pamoja.core.events.services import Write
from pamoja.core.files.models import StoredFile
from pamoja.core.files.services import read_chunks
from pamoja.engines.xforms import Form, Violation, XFormRefused, followed, judge, load
from pamoja.formats.xform.model import ROOT_TABLE

KEPT = 64
MOST_LIST_BYTES = 20 * 1024 * 1024
LISTS = (".csv", ".xml", ".geojson")
LONGEST_FIELD_WORK = timedelta(days=90)
MOST_TOLD = 200
RULES = (b"constraint=", b"required=", b"relevant=", b"select", b"type=")
Files = tuple[tuple[str, int], ...]
log = logging.getLogger(__name__)


def judge_submission(submission: Submission) -> Write:
    """Find which rules the newest version breaks; returns what writes it down. Nothing is locked while it is found.

    An edit meanwhile is judged by its own event: what the answers before broke is then not written down.
    """
    newest = submission.newest()
    broken = [_told(each) for each in violations_of(submission, newest)]
    return partial(_keep, submission.pk, newest.number, broken)


def _keep(submission: int, number: int, broken: list[dict[str, str]]) -> None:
    """Nothing when the version that was judged is the newest no more."""
    judged = Submission.objects.filter(pk=submission, edits=number - 1)
    with transaction.atomic():
        judged.update(broken_rules=broken[:MOST_TOLD], broken_count=len(broken), judged=number)


def is_judged(submission: Submission, newest: SubmissionVersion) -> bool:
    """Whether what the record is said to break is of its newest version. A first one without rules is not judged."""
    return submission.judged == newest.number or (newest.number == 1 and not has_rules(newest.form_version))


def violations_of(submission: Submission, version: SubmissionVersion) -> tuple[Violation, ...]:
    """The rules that one version of a record certainly breaks; none when its form cannot be read by the engine."""
    return faults_in(submission, version, bytes(version.xml))


def faults_in(submission: Submission, version: SubmissionVersion, xml: bytes) -> tuple[Violation, ...]:
    """The rules that other answers would break, given when those of this version were, and to its form.

    Of an encrypted record nothing is known.
    """
    form = None if submission.sealed_file else engine_of(version.form_version)
    if form is None:
        return ()
    try:
        return judge(form, xml, _moments(submission, version))
    except XFormRefused as refused:
        log.info("record %s cannot be judged: %s", submission.public_id, refused.code)
        return ()


def followed_by(submission: Submission, version: SubmissionVersion, answers: Mapping[str, str]) -> dict[str, str]:
    """What a version's form calculates otherwise once these answers (texts by path) stand in it, by path.

    The clock stands at the end of the interview; what depends on a list of entities stays as it is.
    """
    form = engine_of(version.form_version)
    moment = max(_of_the_device(submission), default=submission.received_at)
    try:
        return followed(form, bytes(version.xml), answers, moment) if form else {}
    except XFormRefused as refused:
        log.info("record %s cannot be calculated: %s", submission.public_id, refused.code)
        return {}


def engine_of(version: FormVersion) -> Form | None:
    """The form as the engine reads it, with its lists; a list made of entities changes all the time and is left out."""
    return _engine(version.pk, version.md5, _lists(version))


def list_contents(version: FormVersion) -> dict[str, bytes]:
    """The lists that came with the version, by name."""
    return _contents(_lists(version))


def _lists(version: FormVersion) -> Files:
    rows = FormFile.objects.filter(version=version, file__isnull=False).order_by("name")
    named = rows.values_list("name", "file", "file__blob__size")
    return tuple((name, key) for name, key, size in named if name.endswith(LISTS) and size <= MOST_LIST_BYTES)


def _contents(files: Files) -> dict[str, bytes]:
    stored = StoredFile.objects.in_bulk([key for _name, key in files])
    return {name: b"".join(read_chunks(stored[key])) for name, key in files}


@lru_cache(maxsize=KEPT)
def _engine(pk: int, md5: str, files: Files) -> Form | None:
    xml = FormVersion.objects.values_list("xml", flat=True).get(pk=pk, md5=md5)
    try:
        return load(bytes(xml), _contents(files))
    except XFormRefused as refused:
        log.info("form version %s cannot be judged by: %s", pk, refused.code)
        return None


def has_rules(version: FormVersion) -> bool:
    """Whether a version asks for anything that an answer could break; every submission is asked about."""
    return _has_rules(version.pk, version.md5)


@lru_cache(maxsize=KEPT * 4)
def _has_rules(pk: int, md5: str) -> bool:
    xml = bytes(FormVersion.objects.values_list("xml", flat=True).get(pk=pk, md5=md5))
    return any(mark in xml for mark in RULES)


def _moments(submission: Submission, version: SubmissionVersion) -> list[datetime]:
    """Between when and when the answers were given: by the device's own clock, else any time of a field visit."""
    times = _of_the_device(submission)
    first = min([*times, version.received_at]) if times else version.received_at - LONGEST_FIELD_WORK
    return [first, version.received_at]


def _of_the_device(submission: Submission) -> list[datetime]:
    answers = submission.rows.filter(table=ROOT_TABLE).values_list("answers", flat=True).first() or {}
    told = [answers.get(name) for name in ("/start", "/end", "start", "end")]
    found = [parse_datetime(each) for each in told if isinstance(each, str)]
    return [each for each in found if each is not None and each.tzinfo is not None]


def _told(violation: Violation) -> dict[str, str]:
    return {"path": violation.path, "kind": violation.kind, "message": violation.message}
