"""Conversations in the database: begun, gone on with, handed in once, forgotten."""

import io
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from pamoja.apps.forms.contracts import Inbound, InboundFile, Reply
from pamoja.apps.forms.models import AnswerRow, Conversation, ConversationFile, Form, Submission
from pamoja.apps.forms.services import publish_draft, replace_draft, set_form_state
from pamoja.apps.forms.services.judging import judge_submission
from pamoja.apps.forms.talking import keeping
from pamoja.apps.forms.talking.keeping import forget_old, open_conversation, say, start_conversation, stop_conversation
from pamoja.apps.forms.talking.tests.conftest import XML
from pamoja.core.clock import now
from pamoja.core.files.models import StoredFile
from pamoja.core.permissions import ANONYMOUS, Actor, system_actor
from pamoja.core.problems import Problem
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

ADDRESS = "tel:+265999000111"
SECRET = "Mrs Banda's well"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


class Phone:
    """Somebody at the other end, and the channel between."""

    def __init__(self, actor: Actor, form: Form, medium: str = "chat", address: str = ADDRESS) -> None:
        self.actor, self.count = actor, 0
        self.reply: Reply = start_conversation(actor, form, address, medium)

    @property
    def id(self) -> UUID:
        return self.reply.conversation

    def say(self, text: str = "", message_id: str = "", **extra: Any) -> str:
        self.count += 1
        self.reply = say(self.actor, self.id, Inbound(message_id or f"m{self.count}", text, **extra))
        return "\n".join(each.text for each in self.reply.messages)


def stored() -> bytes:
    """Everything that the tables of conversations hold."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT state, address, address_index, language FROM forms_conversation")
        return b" ".join(bytes(x) if isinstance(x, bytes | memoryview) else str(x).encode() for x in cursor.fetchone())


def test_what_is_answered_by_text_becomes_a_record_like_any_other(cast: Cast, form: Form) -> None:
    with workspace_active(cast.river):
        phone = Phone(cast.actor("ben"), form)
        assert "Name of the point" in phone.reply.messages[0].text
        assert "Litres" in phone.say(SECRET)
        assert "That is a lake." in phone.say("900")
        assert "Send a photo." in phone.say("٣٠")
        assert "Send your answers?" in phone.say(files=[InboundFile("a.png", "image/png", io.BytesIO(PNG))])
        assert "Thank you" in phone.say("1") and phone.reply.ended == "finished"
        record = Submission.objects.get()
        assert (record.submitted_by, record.device_id, record.is_test) == (cast.ben, "chat", False)
        assert (record.files_expected, record.files_present) == (1, 1)
        assert record.versions.get().user_agent == "conversation"
        answers = AnswerRow.objects.get(submission=record).answers
        assert (answers["/name"], answers["/litres"]) == (SECRET, 30)
        judge_submission(record)()
        record.refresh_from_db()
        assert record.broken_rules == []
        assert not ConversationFile.objects.exists() and not StoredFile.objects.filter(kind="forms.begun").exists()


def test_a_file_that_is_no_photo_answers_no_photo(cast: Cast, form: Form) -> None:
    with workspace_active(cast.river):
        phone = Phone(cast.actor("ben"), form)
        phone.say("Well")
        phone.say("5")
        text = InboundFile("a.jpg", "text/plain", io.BytesIO(b"only words"))
        assert "Nothing of that kind came along." in phone.say(files=[text])
        assert not ConversationFile.objects.exists()
        assert "Send your answers?" in phone.say(files=[InboundFile("a", "image/png", io.BytesIO(PNG))])


def test_what_a_person_says_lies_sealed_and_goes_with_the_end(cast: Cast, form: Form, caplog: Any) -> None:
    with workspace_active(cast.river), caplog.at_level("DEBUG"):
        phone = Phone(cast.actor("ben"), form)
        phone.say(SECRET)
        assert SECRET.encode() not in stored() and ADDRESS.encode() not in stored()
        assert Conversation.objects.get().address == ADDRESS
        phone.say("5")
        phone.say("skip")
        phone.say("1")
        kept = Conversation.objects.get()
        assert (kept.address, kept.address_index, sorted(kept.state)) == (None, None, ["heard", "last"])
        assert SECRET not in str(kept.state) and SECRET not in caplog.text and ADDRESS not in caplog.text


def test_a_message_that_comes_again_is_answered_as_before_and_not_taken_twice(cast: Cast, form: Form) -> None:
    with workspace_active(cast.river):
        phone = Phone(cast.actor("ben"), form)
        first = phone.say("5", "same")
        assert phone.say("5", "same") == first and phone.reply.is_repeated
        assert Conversation.objects.get().state["talk"]["at"] == "/litres"
        phone.say("7", "next")
        assert phone.say("5", "same") == "" and phone.reply.is_repeated, "an old one has nothing to say any more"
        phone.say("skip", "then")
        thanks = phone.say("1", "last")
        assert phone.say("1", "last") == thanks and phone.reply.ended == "finished"
        assert Submission.objects.count() == 1


def test_a_process_that_dies_before_the_end_of_a_message_has_taken_nothing(
    cast: Cast, form: Form, monkeypatch: Any
) -> None:
    with workspace_active(cast.river):
        phone = Phone(cast.actor("ben"), form)
        for text in ("Well", "5", "skip"):
            phone.say(text)

        def die(*_args: Any) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patched:
            patched.setattr(keeping, "remember", die)
            with pytest.raises(KeyboardInterrupt):
                phone.say("1", "send")
        assert not Submission.objects.exists()
        assert Conversation.objects.get().ended == ""
        assert "Thank you" in phone.say("1", "send")
        assert Submission.objects.count() == 1


def test_a_conversation_keeps_its_version_while_a_newer_one_is_published(cast: Cast, form: Form) -> None:
    system = system_actor("test", cast.river)
    with workspace_active(cast.river):
        phone = Phone(cast.actor("ben"), form)
        phone.say("Well")
        newer = XML.replace('version="1"', 'version="2"').replace("<label>Litres</label>", "<label>Buckets</label>")
        replace_draft(system, form, newer.encode())
        publish_draft(system, form)
        assert "Litres" in phone.say("help") + phone.say("repeat")
        for text in ("5", "skip", "1"):
            phone.say(text)
        assert Submission.objects.get().versions.get().form_version.version == "1"


def test_a_form_that_is_closed_meanwhile_takes_nothing_and_says_so(cast: Cast, form: Form) -> None:
    with workspace_active(cast.river):
        phone = Phone(cast.actor("ben"), form)
        phone.say("Well")
        set_form_state(system_actor("test", cast.river), form, Form.State.CLOSED)
        assert "No more answers are taken here." in phone.say("5") and phone.reply.ended == "closed"
        assert phone.say("5") == ""
        assert "talk" not in Conversation.objects.get().state
        with pytest.raises(Problem, match="form-closed"):
            Phone(cast.actor("ben"), form)


def test_stop_forgets_what_was_said(cast: Cast, form: Form) -> None:
    with workspace_active(cast.river):
        phone = Phone(cast.actor("ben"), form)
        phone.say(SECRET)
        assert "thrown away" in phone.say("stop")
        assert Conversation.objects.get().ended == "stopped" and "talk" not in Conversation.objects.get().state
        other = Phone(cast.actor("ben"), form)
        stop_conversation(cast.actor("ben"), other.id)
        assert other.say("5") == "" and other.reply.ended == "stopped"
        assert not Submission.objects.exists()


def test_one_address_is_asked_one_form_at_a_time_on_each_medium(cast: Cast, form: Form) -> None:
    ben = cast.actor("ben")
    with workspace_active(cast.river):
        phone = Phone(ben, form)
        with pytest.raises(Problem, match="conversation-open"):
            Phone(ben, form)
        Phone(ben, form, "sms")
        Phone(ben, form, address="tel:+1")
        assert open_conversation(ben, ADDRESS, "chat") == phone.id
        phone.say("stop")
        assert open_conversation(ben, ADDRESS, "chat") is None
        assert Phone(ben, form).id != phone.id


def test_what_is_left_alone_goes_with_its_files(cast: Cast, form: Form) -> None:
    with workspace_active(cast.river):
        phone = Phone(cast.actor("ben"), form)
        phone.say("Well")
        phone.say("5")
        phone.say(files=[InboundFile("a.png", "image/png", io.BytesIO(PNG))])
        assert ConversationFile.objects.count() == 1
        forget_old()
        assert Conversation.objects.count() == 1
        Conversation.objects.update(expires_at=now() - timedelta(minutes=1))
        forget_old()
        assert not Conversation.objects.exists() and not StoredFile.objects.filter(kind="forms.begun").exists()


def test_one_that_nobody_goes_on_with_is_in_nobodys_way(cast: Cast, form: Form) -> None:
    with workspace_active(cast.river):
        old = Phone(cast.actor("ben"), form)
        Conversation.objects.update(expires_at=now() - timedelta(minutes=1))
        assert open_conversation(cast.actor("ben"), ADDRESS, "chat") is None
        phone = Phone(cast.actor("ben"), form)
        assert phone.id != old.id and Conversation.objects.count() == 1


def test_a_message_that_comes_while_old_ones_are_forgotten_saves_its_conversation(
    cast: Cast, form: Form, monkeypatch: Any
) -> None:
    with workspace_active(cast.river):
        first, second = (Phone(cast.actor("ben"), form, address=f"tel:{number}") for number in range(2))
        Conversation.objects.update(expires_at=now() - timedelta(minutes=1))
        drop = keeping._drop_files

        def and_say(*args: Any) -> None:
            second.say("Well")
            drop(*args)

        with monkeypatch.context() as patched:
            patched.setattr(keeping, "_drop_files", lambda *args: (patched.undo(), and_say(*args)))
            forget_old()
        assert Conversation.objects.get().public_id == second.id
        with pytest.raises(Problem):
            first.say("Well")


def test_who_may_not_submit_neither_begins_nor_goes_on(cast: Cast, form: Form) -> None:
    with workspace_active(cast.river):
        phone = Phone(cast.actor("ben"), form)
        for stranger in (cast.actor("chol"), cast.actor("omar"), ANONYMOUS):
            with pytest.raises(Problem):
                start_conversation(stranger, form, "tel:+2", "sms")
            with pytest.raises(Problem):
                say(stranger, phone.id, Inbound("x", "5"))
            with pytest.raises(Problem):
                stop_conversation(stranger, phone.id)
        assert Conversation.objects.get().state["heard"] == []
        with pytest.raises(Problem):
            say(cast.actor("ben"), uuid4(), Inbound("x", "5"))
    with workspace_active(cast.lake), pytest.raises(Problem):
        say(cast.actor("chol"), phone.id, Inbound("x", "5"))
