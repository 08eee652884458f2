"""Events are plain JSON: a UUID, a type, a time, and what is special about the type."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from pamoja.engines.flows import events
from pamoja.engines.flows.reading import FlowReadError
from pamoja.engines.flows.times import read_time, time_text

GIVEN = {"uuid": "0197b335-6ded-79a4-95a6-3af85b57f108", "created_on": "2020-01-01T00:00:00Z"}
WEST = timezone(timedelta(hours=-5))


class CountingWorld:
    """A world whose answers tell in which order they were asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def now(self) -> datetime:
        self.asked.append("now")
        return datetime(2025, 5, 4, 12, 30, 45, tzinfo=UTC)

    def uuid4(self) -> str:
        return "8d8b9d08-0a8f-4b3c-9a1e-1f4b0a7b1c11"

    def uuid7(self) -> str:
        self.asked.append("uuid7")
        return "01969b47-0583-76f8-924e-9de1a11831b3"

    def random(self) -> float:
        return 0.5

    def intn(self, below: int) -> int:
        return below - 1


def test_an_event_asks_for_its_uuid_and_then_for_the_time() -> None:
    world = CountingWorld()
    made = events.contacts.contact_name_changed(world, "Amina")
    assert made == {
        "uuid": "01969b47-0583-76f8-924e-9de1a11831b3",
        "type": "contact_name_changed",
        "created_on": "2025-05-04T12:30:45Z",
        "name": "Amina",
    }
    assert world.asked == ["uuid7", "now"]


def test_an_uuid_that_was_given_away_before_is_kept() -> None:
    world = CountingWorld()
    made = events.services.airtime_created(world, "0197b335-6ded-79a4-95a6-3af85b57f108", {"currency": "RWF"}, [])
    assert made["uuid"] == "0197b335-6ded-79a4-95a6-3af85b57f108"
    assert world.asked == ["now"]


def test_all_types_of_events_are_registered_under_their_names() -> None:
    assert len(events.MAKERS) == 47
    assert all(maker.__name__ == kind and maker.__doc__ for kind, maker in events.MAKERS.items())


def test_what_is_empty_is_left_out_where_it_is_optional() -> None:
    made = events.runs.run_started(CountingWorld(), {"uuid": "a", "name": "B"}, "r", "", False)
    assert "parent_uuid" not in made and "terminal" not in made
    json.dumps(made)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({"type": "chat_started"}, "field 'uuid' is required, field 'created_on' is required"),
        (GIVEN | {"uuid": "x", "type": "failure"}, "field 'uuid' must be a valid UUID"),
        (GIVEN | {"type": "msg_received"}, "field 'msg' is required"),
        (GIVEN | {"type": "msg_received", "msg": {"urn": "xyz:1"}}, "field 'msg.urn' is not a valid URN"),
        (GIVEN | {"type": "dial_ended", "dial": {"status": "x"}}, "field 'dial.status' is not a valid dial status"),
        (
            {"uuid": "0197b335-6ded-79a4-95a6-3af85b57f108", "type": "dance", "created_on": "2020-01-01T00:00:00Z"},
            "unknown type: 'dance'",
        ),
        ("msg_received", "field 'type' is required"),
    ],
)
def test_an_event_from_outside_is_checked(data: object, problem: str) -> None:
    with pytest.raises(FlowReadError) as caught:
        events.read_event(data)
    assert str(caught.value) == problem


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (datetime(2025, 5, 4, 12, 30, 45, tzinfo=UTC), "2025-05-04T12:30:45Z"),
        (datetime(2025, 5, 4, 12, 30, 45, 500000, tzinfo=UTC), "2025-05-04T12:30:45.5Z"),
        (
            datetime(2025, 5, 4, 12, 30, 45, 123456, tzinfo=timezone(timedelta(hours=-5))),
            "2025-05-04T12:30:45.123456-05:00",
        ),
        (datetime(2025, 5, 4, 12, 30, 45, 120, tzinfo=timezone(timedelta(hours=2))), "2025-05-04T12:30:45.00012+02:00"),
    ],
)
def test_moments_are_written_without_superfluous_zeros_and_read_again(moment: datetime, written: str) -> None:
    assert time_text(moment) == written
    assert read_time(written) == moment


def test_a_moment_without_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="without offset"):
        read_time("2025-05-04T12:30:45")
