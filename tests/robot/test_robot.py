"""The robot enumerator: takes, checks, fills and sends forms as a device would, and says when something is wrong."""

import json
import shutil
import subprocess
import warnings
from email.parser import BytesParser
from email.policy import HTTP
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from pyxform.xls2xform import convert

from tests.robot.openrosa_server import Form, Server, serve

pytestmark = pytest.mark.client
ROOT = Path(__file__).resolve().parents[2]
NODE = shutil.which("node")

EVERY_TYPE = """
| survey   |                  |          |         |          |                |                      |
|          | type             | name     | label   | required | constraint     | relevant             |
|          | text             | name     | Name    | yes      |                |                      |
|          | text             | phone    | Phone   | yes      | regex(., '^[0-9]{10}$') |             |
|          | integer          | age      | Age     | yes      | . >= 37 and . <= 38 |                 |
|          | decimal          | weight   | Weight  |          | . > 0          |                      |
|          | date             | born     | Born    |          | . < today()    |                      |
|          | time             | at       | At      |          |                |                      |
|          | datetime         | when     | When    |          |                |                      |
|          | select_one c     | colour   | Colour  | yes      |                |                      |
|          | select_multiple c | colours | Colours |          |                |                      |
|          | rank c           | ranked   | Ranked  |          |                |                      |
|          | geopoint         | place    | Place   |          |                |                      |
|          | geotrace         | road     | Road    |          |                |                      |
|          | geoshape         | field    | Field   |          |                |                      |
|          | image            | photo    | Photo   |          |                |                      |
|          | audio            | voice    | Voice   |          |                |                      |
|          | file             | paper    | Paper   |          |                |                      |
|          | acknowledge      | agreed   | Agreed  | yes      |                |                      |
|          | select_one_from_file towns.csv | town | Town |  |                |                      |
|          | note             | hello    | Hello   |          |                |                      |
|          | begin repeat     | child    | Child   |          |                |                      |
|          | text             | child_name | Child |          |                | ${age} > 30          |
|          | end repeat       |          |         |          |                |                      |
| choices  |                  |          |         |          |                |                      |
|          | list_name        | name     | label   |          |                |                      |
|          | c                | red      | Red     |          |                |                      |
|          | c                | green    | Green   |          |                |                      |
"""
TOWNS = b"name,label\nkla,Kampala\nebb,Entebbe\n"


def to_form(form_id: str, source: str | Path, media: dict[str, bytes] | None = None) -> Form:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = convert(source, file_type=".md" if isinstance(source, str) else None, form_name="data")
    files = dict(media or {})
    if made.itemsets:
        files["itemsets.csv"] = made.itemsets.encode()
    return Form(form_id, made.xform.encode(), files)


def send_robot(server: Server, *more: str, timeout: float = 120) -> tuple[int, list[dict[str, Any]], dict[str, Any]]:
    """Run the robot; answers its exit code, its lines, and its counts."""
    if not NODE or not (ROOT / "node_modules/jsdom").is_dir():
        pytest.skip("Node.js or the packages of package-lock.json are not installed: npm ci")
    command = [NODE, "tests/robot/enumerate.mjs", "--base", server.base, *more]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=timeout, check=False)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert lines, done.stderr
    return done.returncode, lines[:-1], lines[-1]


def parts_of(body: bytes) -> dict[str, bytes]:
    boundary = body.split(b"\r\n", 1)[0].removeprefix(b"--").decode()
    head = f'Content-Type: multipart/form-data; boundary="{boundary}"\r\n\r\n'.encode()
    message = BytesParser(policy=HTTP).parsebytes(head + body)
    parts = {}
    for part in message.iter_parts():
        parts[part.get_param("name", header="content-disposition")] = part.get_payload(decode=True)
    return parts


def test_every_type_of_question_is_answered_within_its_constraint() -> None:
    with serve([to_form("every type ✅", EVERY_TYPE, {"towns.csv": TOWNS})]) as server:
        code, lines, counts = send_robot(server)
    assert (code, counts) == (0, {"forms": 1, "sent": 1, "failed": 0, "engine_refused": 0})
    (line,) = lines
    assert line["form"] == "every type ✅"
    assert (line["ok"], line["status"], line["violations"], line["error"]) == (True, 201, 0, None)
    assert line["answered"] == line["questions"] >= 19
    parts = parts_of(server.submissions[0])
    answers = {element.tag: element.text for element in ElementTree.fromstring(parts["xml_submission_file"])}
    assert answers["age"] in {"37", "38"}
    assert answers["town"] in {"kla", "ebb"}
    assert len(answers["phone"] or "") == 10
    assert set(parts) == {"xml_submission_file", answers["photo"], answers["voice"], answers["paper"]}
    assert parts[str(answers["photo"])].startswith(b"\x89PNG")


def test_the_same_seed_gives_the_same_answers_and_another_one_gives_others() -> None:
    survey = "| survey | | | |\n| | type | name | label |\n" + "".join(f"| | integer | q{n} | Q |\n" for n in range(12))
    with serve([to_form("numbers", survey)]) as server:
        for seed in ("7", "7", "8"):
            assert send_robot(server, "--seed", seed)[0] == 0
    first, again, other = (
        [element.text for element in ElementTree.fromstring(parts_of(body)["xml_submission_file"])][:12]
        for body in server.submissions
    )
    assert first == again
    assert first != other


def test_several_submissions_of_one_form_each_have_their_own_instance_id() -> None:
    with serve([to_form("visit", EVERY_TYPE, {"towns.csv": TOWNS})]) as server:
        code, lines, counts = send_robot(server, "--submissions", "3", "--form", "visit")
    assert (code, counts["sent"], len(lines)) == (0, 3, 3)
    ids = {parts_of(body)["xml_submission_file"].split(b"instanceID>")[1] for body in server.submissions}
    assert len(ids) == 3


def test_a_hash_that_does_not_match_is_a_failure() -> None:
    with serve([to_form("visit", EVERY_TYPE, {"towns.csv": TOWNS})]) as server:
        server.wrong_hash = True
        code, (line,), counts = send_robot(server)
    assert (code, counts["failed"], server.submissions) == (1, 1, [])
    assert "hash is md5:" in line["error"]


def test_a_submission_that_is_refused_is_a_failure() -> None:
    with serve([to_form("visit", EVERY_TYPE, {"towns.csv": TOWNS})]) as server:
        server.status = 409
        code, (line,), counts = send_robot(server)
    assert (code, line["ok"], line["status"], counts["failed"]) == (1, False, 409, 1)


def test_the_robot_shows_its_credentials() -> None:
    with serve([to_form("visit", EVERY_TYPE, {"towns.csv": TOWNS})]) as server:
        server.authorization = "Bearer right"
        assert send_robot(server, "--auth", "Bearer right")[0] == 0


def test_a_form_that_the_engine_cannot_read_is_counted_apart() -> None:
    good = to_form("good", EVERY_TYPE, {"towns.csv": TOWNS})
    with serve([Form("bad", b"<not-a-form/>"), good]) as server:
        code, lines, counts = send_robot(server)
    assert (code, counts) == (0, {"forms": 2, "sent": 1, "failed": 0, "engine_refused": 1})
    assert [line["status"] for line in lines] == ["engine_refused", 201]
    assert lines[0]["error"]
