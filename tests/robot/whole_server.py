"""Our own server with every form of a folder, and the robot enumerator sent through all of them."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.served import free_port, web_server

ROOT = Path(__file__).resolve().parents[2]
PREPARE = Path(__file__).with_name("_prepare_server.py")
ROBOT = Path(__file__).with_name("enumerate.mjs")
NODE = shutil.which("node")
THREADS = 4

KEPT_XML = """SELECT form.xml_form_id, version.xml FROM forms_submissionversion version
    JOIN forms_submission record ON record.id = version.submission_id
    JOIN forms_form form ON form.id = record.form_id"""
KEPT_ANSWERS = """SELECT form.xml_form_id, answers FROM forms_answerrow row
    JOIN forms_form form ON form.id = row.form_id ORDER BY row.id"""


@dataclass
class Kept:
    """A record: the XML, and the values of each path of the form in the order in which they stand in it."""

    xml: bytes
    answers: dict[str, list[Any]] = field(default_factory=dict)


@dataclass
class Serving:
    """Where the server answers for its device, what came of each file, and where the records are kept."""

    base: str
    outcomes: dict[str, str]
    database: Path

    def kept(self) -> dict[str, Kept]:
        """What the database holds of each form's one record, by form id."""
        with closing(sqlite3.connect(self.database)) as connected:
            found = {form: Kept(bytes(xml)) for form, xml in connected.execute(KEPT_XML)}
            for form, answers in connected.execute(KEPT_ANSWERS):
                for path, value in json.loads(answers).items():
                    found[form].answers.setdefault(path, []).append(value)
        return found


@contextmanager
def serving(folder: Path) -> Iterator[Serving]:
    """The server on a folder of its own, with the forms of `folder`."""
    with tempfile.TemporaryDirectory() as data:
        port = free_port()
        env = {**os.environ, "PAMOJA_DATA_DIR": data, "PAMOJA_MODE": "demo", "PYTHONPATH": str(ROOT / "src")}
        env |= {"PAMOJA_BASE_URL": f"http://127.0.0.1:{port}", "DJANGO_SETTINGS_MODULE": "pamoja.config.settings"}
        env.pop("PAMOJA_DATABASE_URL", None)
        command = [sys.executable, str(PREPARE), str(folder)]
        prepared = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, text=True)
        ready = json.loads(prepared.stdout.splitlines()[-1])
        with web_server(port, THREADS, env, subprocess.DEVNULL):
            base = f"http://127.0.0.1:{port}/odk/v1/key/{ready['key']}/projects/{ready['project']}"
            yield Serving(base, ready["outcomes"], Path(data, "pamoja.sqlite3"))


def enumerate_all(base: str, *options: str) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """Fill and send every form; answers a line for each and the counts."""
    done = subprocess.run(
        [str(NODE), str(ROBOT), "--base", base, *options], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return lines[:-1], lines[-1]
