"""Whether our table of numbered errors says word for word what an ODK Central checkout says.

`errors.json` has details to fill in, by code; an error that it does not name takes none.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pamoja.formats.central import MESSAGES, UNDEFINED, message_of

HERE = Path(__file__).parent
OURS = {"413.1", "429.1"}
"""What Central has no number for: more than the server takes at once, and who must wait."""


def node_of(checkout: Path) -> str | None:
    """Node of the checkout, else that of the machine."""
    path = os.pathsep.join([str(checkout / "node_modules/.bin"), os.environ["PATH"]])
    return shutil.which("node", path=path)


def differences(checkout: Path) -> list[str]:
    """A line for each error that one side lacks or says in other words. Needs `node_of(checkout)`."""
    samples = json.loads((HERE / "errors.json").read_text(encoding="utf-8"))
    command = [str(node_of(checkout)), str(HERE / "errors.cjs")]
    told = subprocess.run(command, cwd=checkout, input=json.dumps(samples), capture_output=True, text=True, check=True)
    theirs: dict[str, list[str]] = json.loads(told.stdout)
    return [*_lacking(set(theirs)), *_worded_otherwise(theirs, samples)]


def _lacking(theirs: set[str]) -> Iterator[str]:
    ours = MESSAGES.keys() - OURS
    yield from (f"{code}: missing here" for code in sorted(theirs - ours))
    yield from (f"{code}: unknown to Central" for code in sorted(ours - theirs))


def _worded_otherwise(theirs: dict[str, list[str]], samples: dict[str, list[Any]]) -> Iterator[str]:
    for code, messages in theirs.items():
        for message, details in zip(messages, samples.get(code, [{}]), strict=True):
            said = message_of(code, _filled_in(code, details)) if code in MESSAGES else message
            if said != message:
                yield f"{code}: {said!r}, and not {message!r}"


def _filled_in(code: str, details: Any) -> dict[str, Any]:
    """Details as we take them: one takes a bare word, and one tells a value that was not sent from an empty one."""
    given = details if isinstance(details, dict) else {"frame": details}
    return {"value": UNDEFINED} | given if code == "400.6" else given
