"""The log that Collect keeps: as a file, of several edits, and as times."""

import pytest

from pamoja.formats.audit_log import BadAuditLog, merged, parse_audit_log, timing_of

FIRST = b"""event,node,start,end,latitude,longitude,accuracy,old-value,new-value,user,change-reason
form start,,1000,,,,,,,amina,
question,/data/hh/age,2000,7000,-13.9,33.7,5.0,,31,amina,
group questions,/data/hh/member[2]/who,7000,9000,,,,,,amina,
question,/data/hh/age,9000,10000,,,,31,32,amina,
jump,,10000,12000,,,,,,amina,
form exit,,12000,,,,,,,amina,
"""


def test_events_are_read_with_their_positions_and_changes() -> None:
    events = parse_audit_log(FIRST)

    assert len(events) == 6
    age = events[1]
    assert (age.path, age.latitude, age.accuracy, age.new_value, age.user) == ("/hh/age", -13.9, 5.0, "31", "amina")
    assert events[2].path == "/hh/member/who"


def test_a_question_seen_twice_took_both_times() -> None:
    timing = timing_of(parse_audit_log(FIRST))

    assert timing.active_s == 10
    assert timing.seconds == {"/hh/age": 6, "/hh/member/who": 2}


def test_the_log_of_an_edit_adds_only_what_is_new() -> None:
    first = parse_audit_log(FIRST)
    edit = parse_audit_log(
        FIRST + b"form resume,,90000,,,,,,,ben,typing error\nquestion,/data/x,91000,92000,,,,,,ben,\n"
    )

    both = merged([edit, first])

    assert [each.event for each in both[6:]] == ["form resume", "question"]
    assert both[6].change_reason == "typing error"
    assert timing_of(both).active_s == 11


def test_a_log_without_the_optional_columns_and_with_odd_lines_is_read() -> None:
    events = parse_audit_log("﻿event,node,start,end\nquestion,/data/q,5,x\nquestion,/data/q,,6\n".encode())

    assert [(each.start_ms, each.end_ms) for each in events] == [(5, None)]
    assert timing_of(events).active_s == 0


@pytest.mark.parametrize(
    "data", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", b"event,node,start\n" + b"x" * (21 * 1024 * 1024)]
)
def test_what_is_no_log_is_refused(data: bytes) -> None:
    with pytest.raises(BadAuditLog):
        parse_audit_log(data)
