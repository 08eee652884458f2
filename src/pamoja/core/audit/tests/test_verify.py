"""Whoever can write to the database cannot change the past unseen."""

import base64
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from pamoja.core.audit.models import AuditEntry, AuditHead
from pamoja.core.audit.services import Act, chain_of, link_hash, record, record_many, record_read, seal_of
from pamoja.core.audit.verifying import verify
from pamoja.core.permissions import KINDS, Kind, system_actor
from pamoja.core.testing.cast import Cast
from pamoja.core.testing.models import NOTE, Note
from pamoja.core.workspaces.context import workspace_active

LENGTH = 6
MOVE = "UPDATE audit_auditentry SET sequence = %s WHERE chain = %s AND sequence = %s"


@pytest.fixture
def chain(cast: Cast) -> str:
    """Six entries of river, and some of lake and of the deployment that must stay sound."""
    for actor in (cast.actor("chol"), system_actor("night")):
        record_many(actor, [Act("note", "testing.note", str(n)) for n in range(3)])
    for number in range(LENGTH):
        record_many(cast.actor("ben"), [Act("note", "testing.note", f"n{number}", {"fields": ["title"], "n": number})])
    return chain_of(cast.river)


def _sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _faults() -> list[tuple[int, str]]:
    return [(fault.sequence, fault.what) for fault in verify()]


def test_what_was_written_is_sound(chain: str) -> None:
    assert _faults() == []
    assert AuditEntry.objects.filter(chain=chain).count() == LENGTH


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor", "user:somebody-else"),
        ("verb", "view"),
        ("kind", "people.person"),
        ("object_id", "n9"),
        ("detail", '{"fields": ["body"], "n": 2}'),
        ("at", "2026-01-01 00:00:00+00:00"),
        ("hash", "0" * 64),
        ("previous", "0" * 64),
        ("key", "other"),
    ],
)
def test_an_altered_entry_is_found(chain: str, column: str, value: str) -> None:
    _sql(f"UPDATE audit_auditentry SET {column} = %s WHERE chain = %s AND sequence = 3", value, chain)
    assert 3 in [sequence for sequence, _what in _faults()]


def test_the_hash_is_over_the_one_before(chain: str) -> None:
    """Else a link could be taken from another copy of the chain, its neighbours' hashes put right around it."""
    third = AuditEntry.objects.get(chain=chain, sequence=3)
    third.previous = "0" * 64
    assert link_hash(third) != third.hash


@pytest.mark.parametrize("sequence", [1, 3])
def test_a_removed_entry_is_found(chain: str, sequence: int) -> None:
    _sql("DELETE FROM audit_auditentry WHERE chain = %s AND sequence = %s", chain, sequence)
    assert _faults() == [(sequence, "removed")]


def test_a_removed_entry_whose_gap_was_closed_is_found(chain: str) -> None:
    _sql("DELETE FROM audit_auditentry WHERE chain = %s AND sequence = 3", chain)
    for sequence in range(4, LENGTH + 1):
        _sql(
            "UPDATE audit_auditentry SET sequence = %s WHERE chain = %s AND sequence = %s",
            sequence - 1,
            chain,
            sequence,
        )
    _sql("UPDATE audit_audithead SET sequence = %s WHERE chain = %s", LENGTH - 1, chain)
    found = _faults()
    assert (3, "altered") in found
    assert (LENGTH - 1, "head") in found


def test_an_inserted_entry_is_found(chain: str) -> None:
    copied = "workspace_id, chain, at, actor, verb, kind, object_id, detail, previous, hash, key"
    for sequence in range(LENGTH, 3, -1):
        _sql(
            "UPDATE audit_auditentry SET sequence = %s WHERE chain = %s AND sequence = %s",
            sequence + 1,
            chain,
            sequence,
        )
    _sql(
        f"INSERT INTO audit_auditentry (sequence, {copied}) "
        f"SELECT 4, {copied} FROM audit_auditentry WHERE chain = %s AND sequence = 2",
        chain,
    )
    assert (4, "altered") in _faults()


def test_an_entry_added_past_the_end_is_found(chain: str) -> None:
    copied = "workspace_id, chain, at, actor, verb, kind, object_id, detail, previous, hash, key"
    _sql(
        f"INSERT INTO audit_auditentry (sequence, {copied}) "
        f"SELECT {LENGTH + 1}, {copied} FROM audit_auditentry WHERE chain = %s AND sequence = 2",
        chain,
    )
    assert _faults() == [(LENGTH + 1, "inserted")]


def test_reordered_entries_are_found(chain: str) -> None:
    for old, new in ((2, 100), (3, 2), (100, 3)):
        _sql(MOVE, new, chain, old)
    assert _faults() == [(2, "altered"), (3, "altered"), (4, "unlinked")]


def test_a_cut_tail_is_found(chain: str) -> None:
    _sql("DELETE FROM audit_auditentry WHERE chain = %s AND sequence > 4", chain)
    assert _faults() == [(5, "cut")]


def test_a_cut_tail_with_the_head_set_back_is_found(chain: str) -> None:
    fourth = AuditEntry.objects.get(chain=chain, sequence=4)
    _sql("DELETE FROM audit_auditentry WHERE chain = %s AND sequence > 4", chain)
    _sql("UPDATE audit_audithead SET sequence = 4, hash = %s WHERE chain = %s", fourth.hash, chain)
    assert _faults() == [(4, "head")]


@pytest.mark.parametrize("statement", ["DELETE FROM audit_audithead", "UPDATE audit_audithead SET seal = ''"])
def test_a_head_that_was_removed_or_altered_is_found(chain: str, statement: str) -> None:
    _sql(f"{statement} WHERE chain = %s", chain)
    assert [what for _sequence, what in _faults()] == ["head"]


def test_a_chain_that_was_removed_whole_is_found_and_stays_so_when_work_goes_on(chain: str, cast: Cast) -> None:
    for table in ("entry", "head"):
        _sql(f"DELETE FROM audit_audit{table} WHERE chain = %s", chain)
    assert _faults() == [(0, "head")]
    for number in range(2):
        record_many(cast.actor("ben"), [Act("note", "testing.note", f"n{number}")])
    assert _faults() == [(1, "removed")]


def test_a_new_workspace_has_a_chain_that_is_sound(cast: Cast) -> None:
    assert set(AuditHead.objects.values_list("chain", flat=True)) == {chain_of(cast.river), chain_of(cast.lake)}
    assert _faults() == []
    record_many(cast.actor("ben"), [Act("note", "testing.note", "first")])
    assert (AuditEntry.objects.get().sequence, _faults()) == (1, [])


def test_a_head_that_was_ours_but_is_not_the_last_entrys_is_found(chain: str) -> None:
    """As when the last entry is taken from another copy of the database."""
    head = AuditHead.objects.get(chain=chain)
    head.hash = "0" * 64
    head.seal = seal_of(head)
    head.save()
    assert _faults() == [(LENGTH, "head")]


def test_an_entry_of_another_chain_does_not_pass_for_one_of_this(chain: str, cast: Cast) -> None:
    lake = chain_of(cast.lake)
    _sql("DELETE FROM audit_auditentry WHERE chain = %s AND sequence = 3", chain)
    _sql("UPDATE audit_auditentry SET chain = %s WHERE chain = %s AND sequence = 3", chain, lake)
    assert len(_faults()) >= 2


def test_an_entry_that_is_hidden_from_its_workspace_is_found(chain: str, cast: Cast) -> None:
    _sql("UPDATE audit_auditentry SET workspace_id = %s WHERE chain = %s AND sequence = 2", cast.lake.pk, chain)
    assert _faults() == [(2, "misfiled")]


def test_the_chain_goes_on_under_a_new_key_and_says_when_an_old_one_is_gone(
    chain: str, cast: Cast, settings: LazySettings
) -> None:
    old, new = settings.MASTER_KEYS, "new:" + base64.b64encode(b"n" * 32).decode()
    settings.MASTER_KEYS = f"{new},{old}"
    record_many(cast.actor("ben"), [Act("note", "testing.note", "n9")])
    assert AuditEntry.objects.get(object_id="n9").key == "new"
    assert _faults() == []
    settings.MASTER_KEYS = new
    assert {what for _sequence, what in _faults()} == {"unreadable"}
    settings.MASTER_KEYS = "new:" + base64.b64encode(b"x" * 32).decode()
    assert (LENGTH + 1, "altered") in _faults()


def test_who_knows_the_database_but_not_the_key_cannot_write_a_link(chain: str, settings: LazySettings) -> None:
    entry = AuditEntry.objects.get(chain=chain, sequence=3)
    settings.MASTER_KEYS = f"{entry.key}:" + base64.b64encode(b"guessed" + b"0" * 25).decode()
    forged = link_hash(entry)
    assert forged != entry.hash


def test_the_command_tells_and_fails(chain: str) -> None:
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert "3 chains are as they were written" in out.getvalue()
    _sql("DELETE FROM audit_auditentry WHERE chain = %s AND sequence = 3", chain)
    told = StringIO()
    with pytest.raises(CommandError, match="1 faults"):
        call_command("verify_audit", stderr=told)
    assert f"{chain} 3: an entry is missing here" in told.getvalue()


def test_an_anchor_shows_that_the_whole_database_was_set_back(chain: str, cast: Cast, tmp_path: Path) -> None:
    file, out = tmp_path / "anchors", StringIO()
    earlier = list(AuditEntry.objects.filter(chain=chain)), AuditHead.objects.get(chain=chain)
    record_many(cast.actor("ben"), [Act("note", "testing.note", "n9")])
    call_command("verify_audit", "--anchor", str(file), stdout=out)
    call_command("verify_audit", "--anchor", str(file), stdout=out)
    assert len(file.read_text().splitlines()) == 2
    AuditEntry.objects.filter(chain=chain, sequence__gt=LENGTH).delete()
    earlier[1].save()
    assert _faults() == []
    with pytest.raises(CommandError, match="2 faults"):
        call_command("verify_audit", "--anchor", str(file), stdout=out, stderr=StringIO())


def test_a_forged_anchor_is_refused(chain: str, tmp_path: Path) -> None:
    file = tmp_path / "anchors"
    call_command("verify_audit", "--anchor", str(file), stdout=StringIO())
    file.write_text(file.read_text().replace('"heads": [[', '"heads": [["x", 0, ""], ['))
    with pytest.raises(CommandError, match="1 faults"):
        call_command("verify_audit", "--anchor", str(file), stdout=StringIO(), stderr=StringIO())


def test_reading_leaves_a_trace_for_protected_kinds_only(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with workspace_active(cast.river):
        note = Note.objects.create(title="A")
        record_read(cast.actor("ben"), note)
        assert not AuditEntry.objects.exists()
        protected = Kind(NOTE.name, Note, is_protected=True)
        monkeypatch.setattr("pamoja.core.audit.services.kind_of", lambda model: protected)
        record_read(cast.actor("ben"), note)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.object_id, entry.actor) == ("read", str(note.public_id), cast.actor("ben").label)
    assert KINDS[NOTE.name] is NOTE


def test_a_write_whose_trace_failed_does_not_stay_though_the_failure_was_passed_over(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a service that catches too much, or a batch that goes on after a row that failed."""

    def fail(_rows: object) -> None:
        raise RuntimeError("the disk is full")

    with workspace_active(cast.river):
        with transaction.atomic():
            note = Note.objects.create(title="A")
            with monkeypatch.context() as patch, suppress(RuntimeError):
                patch.setattr("pamoja.core.audit.services.insert_rows", fail)
                record(cast.actor("ben"), "create", note)
        assert not Note.objects.exists()


def test_details_are_sealed_as_the_database_gives_them_back(cast: Cast) -> None:
    with workspace_active(cast.river):
        note = Note.objects.create(title="A")
        record(cast.actor("ben"), "count", note, by={2: "b", 10: "a"}, share=0.1, id=note.public_id)
    assert _faults() == []
