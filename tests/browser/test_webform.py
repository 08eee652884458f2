"""The fill page: a form loads under its policy, is filled, sent, and survives a server that says no."""

import json
import os
import time
import warnings
from email.parser import BytesParser
from pathlib import Path

import pytest
from pyxform.xls2xform import convert

from tests.browser.local_site import FILL_PAGE, NONCE, Received, Site
from tests.browser.watched import Watched

pytestmark = pytest.mark.browser
STATIC = "/static/built"
HEAD = f"<link rel=stylesheet href={STATIC}/webform.css><script type=module src={STATIC}/webform.js></script>"
ROOT = Path(__file__).resolve().parents[2]
CONFORMANCE = Path(os.environ.get("PAMOJA_CONFORMANCE", ROOT / "../shared/conformance")).resolve()

SURVEY = """
| survey   |            |          |                  |                    |          |
|          | type       | name     | label::French (fr) | label::English (en) | required |
|          | text       | name     | Nom              | Name               | yes      |
|          | integer    | age      | Âge              | Age                |          |
|          | image      | photo    | Photo            | Photo              |          |
|          | select_one c | colour | Couleur          | Colour             |          |
|          | geopoint   | place    | Lieu             | Place              |          |
| choices  |            |          |                  |                    |          |
|          | list_name  | name     | label::French (fr) | label::English (en) |        |
|          | c          | red      | Rouge            | Red                |          |
| settings |            |          |                  |                    |          |
|          | form_title | form_id  |                  |                    |          |
|          | Visit      | visit    |                  |                    |          |
"""


def xform_of(source: str | Path) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        file_type = ".md" if isinstance(source, str) else None
        return convert(source, file_type=file_type).xform.encode()


def open_form(site: Site, eye: Watched, xform: bytes, attributes: str = "", html: str = "lang=en") -> float:
    """Open the fill page and wait for the questions; answers the seconds that it took."""
    site.files["/form.xml"] = ("text/xml", xform)
    urls = "data-form-xml-url=/form.xml data-attachments-url=/media/ data-submit-url=/submission data-csrf=token"
    body = f"<div id=webform {urls} data-style-nonce={NONCE} {attributes}></div>"
    started = time.monotonic()
    eye.page.goto(site.page("/fill", body, HEAD, FILL_PAGE, html))
    eye.page.wait_for_selector(".odk-form .question-container", timeout=20_000)
    return time.monotonic() - started


def parts_of(received: Received) -> dict[str, bytes]:
    """The parts of a multipart body by name."""
    message = BytesParser().parsebytes(
        b"Content-Type: %b\r\n\r\n" % received.headers["content-type"].encode() + received.body
    )
    return {
        str(part.get_param("name", header="content-disposition")): part.get_payload(decode=True)
        for part in message.get_payload()
    }  # type: ignore[union-attr,misc]


def test_answers_and_a_photo_are_sent_as_openrosa_clients_send_them(site: Site, eye: Watched) -> None:
    open_form(site, eye, xform_of(SURVEY))
    eye.page.get_by_label("Name").fill("Amina")
    eye.page.locator("input[type=file]").last.set_input_files(
        {"name": "me.png", "mimeType": "image/png", "buffer": (ROOT / "tests/robot/photo.png").read_bytes()}
    )
    eye.page.get_by_role("button", name="Send").click()
    eye.page.get_by_text("Your answers were received").wait_for()
    (received,) = site.received
    parts = parts_of(received)
    assert received.headers["x-csrftoken"] == "token"
    assert b"<name>Amina</name>" in parts["xml_submission_file"]
    assert len(parts) == 2, "the photo travels beside the answers"
    assert eye.problems() == []


def test_a_refusal_keeps_the_answers_and_lets_one_try_again(site: Site, eye: Watched) -> None:
    open_form(site, eye, xform_of(SURVEY))
    eye.page.get_by_label("Name").fill("Amina")
    site.post_status = 503
    eye.page.get_by_role("button", name="Send").click()
    eye.page.get_by_text("cannot take the answers just now").wait_for()
    assert eye.page.get_by_label("Name").input_value() == "Amina"
    site.post_status = 201
    eye.page.get_by_role("button", name="Try again").click()
    eye.page.get_by_text("Your answers were received").wait_for()
    assert [b"<name>Amina</name>" in one.body for one in site.received] == [True, True]
    eye.page.get_by_role("button", name="Fill in another").click()
    assert eye.page.get_by_label("Name").input_value() == ""


def test_what_the_server_says_is_shown_with_what_to_do_and_the_answers_can_be_kept(
    site: Site, eye: Watched, tmp_path: Path
) -> None:
    open_form(site, eye, xform_of(SURVEY), "data-language=fr", "lang=fr")
    eye.page.get_by_label("Nom").fill("Amina")
    problem = {"title": "Le formulaire est fermé", "detail": "Il l’est depuis hier.", "status": 409}
    site.post_status, site.post_answer = 409, ("application/problem+json", json.dumps(problem).encode())
    eye.page.get_by_role("button", name="Envoyer").click()
    alert = eye.page.get_by_role("alert")
    alert.get_by_text("Le formulaire est fermé").wait_for()
    said = alert.inner_text()
    assert "Il l’est depuis hier." in said and "Rien n’est perdu" in said and "409" not in said
    assert "problem+json" in site.received[0].headers["accept"]
    with eye.page.expect_download() as download:
        eye.page.get_by_role("button", name="Garder une copie des réponses").click()
    assert download.value.suggested_filename == "answers.xml"
    download.value.save_as(tmp_path / "kept.xml")
    assert b"<name>Amina</name>" in (tmp_path / "kept.xml").read_bytes()
    eye.page.get_by_role("button", name="Revenir aux réponses").click()
    assert eye.page.get_by_label("Nom").input_value() == "Amina"
    site.post_status = 201
    eye.page.get_by_role("button", name="Envoyer").click()
    eye.page.get_by_text("Vos réponses ont été reçues").wait_for()


def test_an_answer_that_is_missing_is_asked_for_and_nothing_is_sent(site: Site, eye: Watched) -> None:
    open_form(site, eye, xform_of(SURVEY))
    eye.page.get_by_role("button", name="Send").click()
    eye.page.get_by_text("Questions that need your attention: 1").wait_for()
    assert site.received == []
    assert eye.problems() == []


def test_the_form_speaks_the_language_of_the_page(site: Site, eye: Watched) -> None:
    open_form(site, eye, xform_of(SURVEY), "data-language=fr", "lang=fr")
    assert eye.page.get_by_label("Nom").count() == 1
    assert eye.page.get_by_role("button", name="Envoyer").count() == 1
    assert eye.problems() == []


def test_what_was_sent_before_can_be_edited(site: Site, eye: Watched) -> None:
    instance = (
        '<data id="visit"><name>Ben</name><age>35</age><photo/><colour/><place/>'
        "<meta><instanceID>uuid:first</instanceID></meta></data>"
    )
    site.files["/instance.xml"] = ("text/xml", instance.encode())
    open_form(site, eye, xform_of(SURVEY), "data-edit-instance-url=/instance.xml data-edit-attachments-url=/media/")
    assert eye.page.get_by_label("Name").input_value() == "Ben"
    eye.page.get_by_role("button", name="Send").click()
    eye.page.get_by_text("Your answers were received").wait_for()
    sent = parts_of(site.received[0])["xml_submission_file"]
    assert b"deprecatedID>uuid:first<" in sent
    assert eye.problems() == []


def test_a_map_question_asks_nobody_for_tiles(site: Site, eye: Watched) -> None:
    survey = SURVEY.replace("| geopoint   | place    |", "| geoshape   | place    |")
    open_form(site, eye, xform_of(survey))
    eye.page.locator(".ol-viewport canvas, .ol-viewport").first.wait_for()
    eye.page.wait_for_timeout(500)
    assert eye.problems() == []


def test_a_form_that_is_absent_says_so(site: Site, eye: Watched) -> None:
    body = "<div id=webform data-form-xml-url=/no.xml data-submit-url=/submission></div>"
    eye.page.goto(site.page("/fill", body, HEAD, FILL_PAGE, "lang=fr"))
    eye.page.get_by_role("alert").get_by_text("n’a pas pu être chargé").wait_for()


@pytest.mark.slow
@pytest.mark.parametrize(("name", "seconds"), [("msna_2024_reach_household.xlsx", 15), ("odk_whova_form.xlsx", 20)])
def test_a_real_survey_loads(site: Site, eye: Watched, name: str, seconds: float) -> None:
    source = CONFORMANCE / "forms/xlsforms" / name
    if not source.exists():
        pytest.skip(f"{source} is not here")
    took = open_form(site, eye, xform_of(source))
    print(json.dumps({"form": name, "seconds": round(took, 2)}))  # noqa: T201
    assert took < seconds
    assert eye.problems() == []
