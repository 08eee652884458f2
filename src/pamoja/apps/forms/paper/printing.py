"""A form as a PDF to be printed."""

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import override

from pamoja.apps.forms.models import FormVersion
from pamoja.apps.forms.paper.reading import code_for, language_of, living_lists, printable
from pamoja.apps.forms.paper.setting import Look, set_sheet
from pamoja.apps.forms.problems import FORM_NOT_PRINTED
from pamoja.core.permissions import Actor
from pamoja.core.problems import Problem
from pamoja.core.ratelimit.limits import register_limit
from pamoja.core.ratelimit.services import take
from pamoja.engines.paper import outline

PRESS = Path(__file__).parent / "press" / "press.py"
FONTS = settings.ROOT / "data" / "fonts"
MOST_SECONDS = 60
"""The longest form of the field (469 questions, 44 pages) takes five, and 251 pages six of the processor's time."""
PRINTS = register_limit("prints", 10, 60)  # by who prints: each takes up to a gigabyte while it lasts
SCHEME = "pamoja-paper"


def print_form(actor: Actor, version: FormVersion, language: str = "", paper: str = "a4", rows: int = 5) -> bytes:
    """The PDF of a version of a form in one of its languages. Raises TOO_MANY, FORM_NOT_PRINTED, FORM_NOT_PLAIN."""
    take(PRINTS, actor.label)
    form = printable(actor, version)
    language = language_of(form, language)
    code = code_for(language)
    with override(code):
        sheet = set_sheet(outline(form, language, rows, living_lists(version)), Look(code, paper))
    return _pressed({"fonts": str(FONTS), "data": sheet, "code": page_code(form.form_id, form.version)})


def page_code(form_id: str, version: str) -> str:
    """What the code on each page says, the number of the page left out: which form this is, and nothing of anybody."""
    return f"{SCHEME}:?{urlencode({'form': form_id, 'version': version})}&page="


def _pressed(order: dict[str, object]) -> bytes:
    """Run the press as a program of its own, which sees no setting and no secret of ours."""
    try:
        done = subprocess.run(  # noqa: S603 - our own program with fixed arguments; the form is data on its input
            [sys.executable, "-I", str(PRESS)],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=MOST_SECONDS,
            env={},
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise Problem(FORM_NOT_PRINTED) from error
    return done.stdout
