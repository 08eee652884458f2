"""Small forms for tests, written as their parts."""

from datetime import datetime
from itertools import count

from pamoja.engines.xforms import Form, Session, World, load, start

NOW = datetime.fromisoformat("2026-03-14T15:09:26.535+03:00")
SPACES = " ".join(
    (
        'xmlns="http://www.w3.org/2002/xforms"',
        'xmlns:h="http://www.w3.org/1999/xhtml"',
        'xmlns:jr="http://openrosa.org/javarosa"',
        'xmlns:odk="http://www.opendatakit.org/xforms"',
        'xmlns:orx="http://openrosa.org/xforms"',
        'xmlns:entities="http://www.opendatakit.org/xforms/entities"',
    )
)


def form_xml(data: str, model: str = "", body: str = "") -> bytes:
    head = f"<h:head><h:title>Test</h:title><model><instance>{data}</instance>{model}</model></h:head>"
    return f"<h:html {SPACES}>{head}<h:body>{body}</h:body></h:html>".encode()


def form(data: str, model: str = "", body: str = "", files: dict[str, bytes] | None = None) -> Form:
    return load(form_xml(data, model, body), files)


def world(**more: object) -> World:
    numbers = count(1)
    given = {"now": lambda: NOW, "random": lambda: 0.25, "uuid": lambda: f"id-{next(numbers)}", **more}
    return World(**given)  # type: ignore[arg-type]


def begun(data: str, model: str = "", body: str = "", files: dict[str, bytes] | None = None) -> Session:
    return start(form(data, model, body, files), world())


def values(session: Session, *paths: str) -> list[str]:
    return [session.data.find(path).string() for path in paths]
