"""A session of an older version loads and goes on; `keeping` says how sessions are kept."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from pamoja.engines.flows.contacts import read_contact
from pamoja.engines.flows.loop import ResumeError
from pamoja.engines.flows.missing import Missing
from pamoja.engines.flows.reading import Json
from pamoja.engines.flows.resumes import read_resume
from pamoja.engines.flows.session import Session
from pamoja.engines.flows.session_json import write_session
from pamoja.engines.flows.tests.keeping import KEPT, SCENES, kept
from pamoja.engines.flows.tests.samples import Office
from pamoja.engines.flows.tests.sessions import said

ROOT = Path(__file__).parents[5]
FILES = sorted(path for path in KEPT.glob("*/*.json") if path.stem != "assets")
NEXT = [(path, at) for path in FILES for at in range(len(json.loads(path.read_text(encoding="utf-8"))["next"]))]


def loaded(path: Path) -> tuple[Office, Session, Json]:
    """A kept session in a workspace of its own version."""
    data = json.loads(path.read_text(encoding="utf-8"))
    office = Office(assets=json.loads(path.with_name("assets.json").read_text(encoding="utf-8")))
    missing = Missing()
    contact = read_contact(office.assets, data["contact"], missing)
    session = office.engine.read(office.assets, data["session"], office.env, contact, office.call, missing)
    assert missing.references == []
    return office, session, data


def name(value: object) -> str:
    return f"{value.parent.name}/{value.stem}" if isinstance(value, Path) else str(value)


@pytest.mark.parametrize(("path", "at"), NEXT, ids=name)
def test_a_kept_session_goes_on_as_it_must(path: Path, at: int) -> None:
    office, session, data = loaded(path)
    expected = data["next"][at]
    events = office.engine.resume(session, read_resume(expected["resume"])).events
    assert [event["msg"]["text"] for event in events if "msg" in event] == expected["texts"]
    assert [event["type"] for event in events] == expected["events"]
    assert session.status == expected["status"]


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_kept_session_can_be_stored_again(path: Path) -> None:
    office, session, _ = loaded(path)
    stored = write_session(session)
    again = office.engine.read(office.assets, json.loads(json.dumps(stored)), office.env, session.contact, session.call)
    assert write_session(again) == stored


@pytest.mark.parametrize("path", sorted(KEPT.glob("*/ended.json")), ids=name)
def test_a_kept_session_that_is_over_stays_so(path: Path) -> None:
    office, session, _ = loaded(path)
    assert session.status == "completed"
    with pytest.raises(ResumeError):
        office.engine.resume(session, read_resume(said("hello")))


def test_every_version_has_kept_sessions() -> None:
    told = re.findall(r"^## (\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    current = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    for version in {*told, current}:
        files = {path.stem for path in (KEPT / version).glob("*.json")}
        assert files, f"python -m pamoja.engines.flows.tests.keeping {version}"
        assert {"assets", "waiting", "in_a_subflow", "ended"} <= files


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_what_would_be_kept_now_waits_or_is_over(scene) -> None:
    assert kept(scene)["session"]["status"] == ("waiting" if scene.next else "completed")
