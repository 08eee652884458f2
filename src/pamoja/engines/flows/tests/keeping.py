"""Sessions that are kept for each release, so that every later one can be shown to load them and go on.

    python -m pamoja.engines.flows.tests.keeping VERSION        writes kept/VERSION/*.json

What is kept of a session is itself, its contact, and what may come next (`next`). What must come of that is written
here by hand, from what the flows mean. The folder of a version that is released is never made again.
"""

import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

from pamoja.engines.flows.contacts import write_contact
from pamoja.engines.flows.reading import Json
from pamoja.engines.flows.resumes import read_resume
from pamoja.engines.flows.session_json import write_session
from pamoja.engines.flows.tests.kept_flows import CALLED, DIAL, FLOWS, INTERVIEW, KEYWORD, PARENT, TICKET, WEB
from pamoja.engines.flows.tests.samples import GROUP, TOPIC, WORKSPACE, Office
from pamoja.engines.flows.tests.sessions import AMINA, event_resume, said, uuid

KEPT = Path(__file__).parent / "kept"
NOW = "2025-05-04T12:00:00Z"


OLD_TICKET = {"uuid": uuid(961), "status": "closed", "topic": TOPIC}
SUMMARY = {
    "uuid": uuid(971),
    "flow": PARENT,
    "contact": AMINA | {"uuid": uuid(972), "name": "Ben"},
    "status": "active",
    "results": {"colour": {"name": "Colour", "value": "blue", "node_uuid": uuid(20), "created_on": NOW}},
}
MESSAGE = {
    "uuid": uuid(981),
    "type": "msg_received",
    "created_on": NOW,
    "msg": {"urn": AMINA["urns"][0], "text": "join now", "attachments": ["image:http://e.org/a.jpg"]},
}
DIALLED = event_resume("dial", "dial_ended", dial={"status": "answered", "duration": 35})
SILENCE = event_resume("wait_timeout", "wait_timed_out")


def expected(resume: Json, status: str, texts: list[str], *events: str) -> Json:
    """What may come next, and what must come of it: the texts said and the types of all events."""
    return {"resume": resume, "status": status, "texts": texts, "events": list(events)}


ANSWERED = ("run_result_changed", "msg_created", "run_ended")


class Scene(NamedTuple):
    """A session to keep: its flow and trigger, what has come already, and what may come next."""

    name: str
    flow: Json
    next: list[Json]
    trigger: Json = {}
    before: tuple[Json, ...] = ()


SCENES = [
    Scene(
        "waiting",
        INTERVIEW,
        [
            expected(said("34"), "completed", ["East, 34, 1"], *ANSWERED),
            expected(SILENCE, "completed", ["East, , 1"], *ANSWERED),
            expected(event_resume("wait_expiration", "wait_expired"), "completed", [], "run_ended"),
        ],
    ),
    Scene(
        "in_a_subflow",
        PARENT,
        [
            expected(
                said("rice"),
                "completed",
                ["rice with red", "rice, red, completed"],
                *ANSWERED,
                "msg_created",
                "run_ended",
            )
        ],
    ),
    Scene(
        "dialling",
        DIAL,
        [expected(DIALLED, "waiting", ["Answered, 35"], "run_result_changed", "ivr_created", "msg_wait")],
    ),
    Scene(
        "after_a_dial",
        DIAL,
        [expected(said("5"), "completed", ["5 after Answered"], "run_result_changed", "ivr_created", "run_ended")],
        before=(DIALLED,),
    ),
    Scene(
        "after_a_webhook",
        WEB,
        [
            expected(
                said("yes"),
                "completed",
                ["Kigali 200 Success Kigali 2"],
                "run_result_changed",
                "warning",
                "msg_created",
                "run_ended",
            )
        ],
    ),
    Scene(
        "with_a_ticket",
        TICKET,
        [expected(said("no"), "completed", ["General: no, General"], *ANSWERED)],
        {
            "type": "ticket",
            "ticket": OLD_TICKET,
            "event": {"uuid": uuid(982), "type": "ticket_closed", "created_on": NOW, "ticket_uuid": uuid(961)},
        },
    ),
    Scene(
        "started_by_another",
        CALLED,
        [expected(said("yes"), "completed", ["yes, blue, Ben, survey"], *ANSWERED)],
        {
            "type": "flow_action",
            "run_summary": SUMMARY,
            "params": {"source": "survey"},
            "history": {"parent_uuid": uuid(973), "ancestors": 1, "ancestors_since_input": 0},
        },
    ),
    Scene(
        "after_a_keyword",
        KEYWORD,
        [expected(said("yes"), "completed", ["join, yes, 0"], *ANSWERED)],
        {"type": "msg", "event": MESSAGE, "keyword_match": {"type": "first_word", "keyword": "join"}},
    ),
    Scene("ended", INTERVIEW, [], before=(said("34"),)),
]
ASSETS = {kind: listed for kind, listed in WORKSPACE.items() if kind != "flows"} | {"flows": FLOWS}


def kept(scene: Scene) -> Json:
    """A session of this version at the place where it is kept."""
    office = Office(assets=ASSETS)
    contact = AMINA | {"groups": [GROUP], "fields": {"age": {"text": "33", "number": 33}}}
    session, _ = office.start(scene.flow, contact, **scene.trigger)
    for each in scene.before:
        office.engine.resume(session, read_resume(each))
    session.compact()
    told = {"contact": write_contact(session.contact), "call": session.call and session.call.to_json()}
    return told | {"session": write_session(session), "next": scene.next}


def keep(version: str) -> None:
    """Write the sessions of a version, with the assets that they all need."""
    folder = KEPT / version
    folder.mkdir(parents=True, exist_ok=True)
    files: dict[str, Any] = {"assets": ASSETS} | {scene.name: kept(scene) for scene in SCENES}
    for name, data in files.items():
        (folder / f"{name}.json").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    keep(sys.argv[1])
