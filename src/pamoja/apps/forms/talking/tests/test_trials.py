"""A form tried as a conversation on pages without a script."""

import io
import re
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from pamoja.apps.forms.models import Conversation, Form, Submission
from pamoja.apps.forms.services import replace_draft, set_form_state
from pamoja.apps.forms.talking.tests.conftest import XML
from pamoja.core.permissions import system_actor
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active


def start_url(form: Form) -> str:
    return reverse("forms-talking:start", args=[form.pk])


class Trier:
    """Somebody with a browser that runs no scripts."""

    def __init__(self, client: Client, form: Form, medium: str = "sms", version: str = "published") -> None:
        self.client = client
        self.page = client.post(start_url(form), {"medium": medium, "version": version}, follow=True)
        self.address = self.page.request["PATH_INFO"]

    def say(self, text: str, **extra: Any) -> str:
        """Send the line; the words of the page, read from above."""
        found = re.search(r'name="message_id" value="(\w+)"', self.page.text)
        assert found
        data = {"message_id": found[1], "text": text, **extra}
        self.page = self.client.post(self.address, data, follow=True)
        return self.page.text

    def again(self) -> str:
        """Reload the page."""
        self.page = self.client.get(self.address)
        return self.page.text


def test_a_trial_by_sms_shows_what_it_costs_and_makes_no_record(cast: Cast, form: Form) -> None:
    page = cast.client("dina").get(start_url(form))
    assert "A photo" in page.text and "a photo, recording or file is asked for" in page.text
    trier = Trier(cast.client("dina"), form)
    assert "Name of the point" in trier.page.text and "This is a trial: nobody is written to" in trier.page.text
    assert "So far the form has sent 1 SMS." in trier.page.text
    assert "Litres" in trier.say("Well")
    assert "That is a lake." in trier.say("900")
    assert "No photos or files can be sent here" in trier.say("30")
    assert "1. Send them" in trier.page.text and 'name="text" value="1"' in trier.page.text
    assert "Your answers are sent" in trier.say("1") and "Try again" in trier.page.text
    assert "Litres: 30" in trier.again()
    with workspace_active(cast.river):
        assert not Submission.objects.exists()


def test_a_trial_of_the_draft_ends_as_a_test_record(cast: Cast, form: Form) -> None:
    with workspace_active(cast.river):
        draft = XML.replace('version="1"', 'version="2"').replace("<label>Litres</label>", "<label>Buckets</label>")
        replace_draft(system_actor("test", cast.river), form, draft.encode())
    trier = Trier(cast.client("amina"), form, version="draft")
    assert "what you send is a test record" in trier.page.text
    assert "Buckets" in trier.say("Well")
    trier.say("skip")
    trier.say("1")
    with workspace_active(cast.river):
        assert Submission.objects.get().is_test
    assert cast.client("dina").post(start_url(form), {"medium": "sms", "version": "draft"}).status_code == 422


def test_a_trial_of_a_draft_ends_with_it(cast: Cast, form: Form) -> None:
    system = system_actor("test", cast.river)
    draft = XML.replace('version="1"', 'version="2"')
    with workspace_active(cast.river):
        replace_draft(system, form, draft.encode())
    trier = Trier(cast.client("amina"), form, version="draft")
    trier.say("Well")
    with workspace_active(cast.river):
        form.refresh_from_db()
        replace_draft(system, form, draft.replace('version="2"', 'version="3"').encode())
    assert "No more answers are taken here." in trier.say("5") and "Try again" in trier.page.text
    with workspace_active(cast.river):
        assert not Submission.objects.exists()


def test_a_page_that_is_sent_twice_is_taken_once(cast: Cast, form: Form) -> None:
    trier = Trier(cast.client("ben"), form)
    before = trier.page
    trier.say("7")
    trier.page = before
    trier.say("7")
    assert "Litres" in trier.again()
    with workspace_active(cast.river):
        assert Conversation.objects.get().state["talk"]["passed"] == ["/name"]


def test_a_chat_takes_a_photo(cast: Cast, form: Form) -> None:
    trier = Trier(cast.client("ben"), form, "chat")
    trier.say("Well")
    trier.say("5")
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
        "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
    )
    assert "Send your answers?" in trier.say("", file=io.BytesIO(png))


def test_a_trial_is_its_persons_own(cast: Cast, form: Form) -> None:
    trier = Trier(cast.client("ben"), form)
    forget = f"{trier.address}forget/"
    for who in ("amina", "dina", "chol"):
        client = cast.client(who)
        assert client.get(trier.address).status_code == 404
        assert client.post(trier.address, {"message_id": "x", "text": "7"}).status_code == 404
        assert client.post(forget).status_code == 404
    assert trier.client.post(forget).status_code == 302
    with workspace_active(cast.river):
        assert not Conversation.objects.exists()


WHO = [("amina", 200), ("ben", 200), ("dina", 200), ("chol", 404), ("omar", 403), ("nobody", 302)]


@pytest.mark.parametrize(("who", "status"), WHO)
def test_who_may_try(cast: Cast, form: Form, who: str, status: int) -> None:
    client = cast.client(who)
    assert client.get(start_url(form)).status_code == status
    client.post(start_url(form), {"medium": "sms", "version": "published"})
    with workspace_active(cast.river):
        assert Conversation.objects.count() == (1 if status == 200 else 0)


def test_the_page_of_the_form_leads_there_while_it_is_open(cast: Cast, form: Form) -> None:
    address = reverse("forms:form", args=[form.pk])
    assert start_url(form) in cast.client("dina").get(address).text
    with workspace_active(cast.river):
        set_form_state(system_actor("test", cast.river), form, Form.State.CLOSED)
    assert start_url(form) not in cast.client("dina").get(address).text
    assert cast.client("dina").get(start_url(form)).status_code == 409


def test_the_command_talks_in_the_terminal(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "water.xml"
    path.write_text(XML)
    out, err = io.StringIO(), io.StringIO()
    monkeypatch.setattr("sys.stdin", io.StringIO("Well\n12\n1\n"))
    call_command("talk", str(path), medium="sms", stdout=out, stderr=err)
    assert "sms cannot ask /photo: media" in err.getvalue()
    assert "Litres\n    [1 SMS, gsm7, 6]" in out.getvalue()
    assert "<litres>12</litres>" in out.getvalue()
    path.write_text("no form")
    with pytest.raises(CommandError, match="no form that can be read"):
        call_command("talk", str(path))
