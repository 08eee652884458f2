"""Our audit in the words of the ODK Central API: each act by its action, and nothing of other workspaces."""

from typing import Any

import pytest

from pamoja.apps.forms.services import add_collector, add_link, assign_role, delete_form, remove_collector
from pamoja.apps.forms.tests.xml import submission_xml
from pamoja.core.accounts.services import add_member, remove_member
from pamoja.core.audit.models import AuditEntry
from pamoja.core.audit.services import Act, record_many
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active
from pamoja.formats.central import thing_id
from pamoja.protocols.odk.audit_facts import FACTS
from pamoja.protocols.odk.audit_words import GROUPS, WORDS, word_of, words_of
from pamoja.protocols.odk.tests.field import Field
from pamoja.protocols.odk.tests.program import Program, statuses

EXTENDED = {"X-Extended-Metadata": "true"}


def actions(rows: list[dict[str, Any]]) -> list[str]:
    return [row["action"] for row in rows]


def test_only_who_may_read_the_audit_reads_it(cast: Cast, field: Field) -> None:
    told = statuses(cast, "GET", "/audits")
    assert {who for who, status in told.items() if status == 200} == {"amina", "chol"}
    assert (told["ben"], told["token"], told["device"], told["nobody"]) == (403, 403, 403, 401)


def test_nobody_reads_of_another_workspace(cast: Cast, field: Field) -> None:
    with workspace_active(cast.lake):
        add_member(cast.actor("chol"), "eve@example.org")
    assert actions(Program(cast, "chol").get("/audits")) == ["user.create"]
    assert "user.create" not in actions(Program(cast, "amina").get("/audits"))


def test_reading_it_is_an_act_itself(cast: Cast) -> None:
    Program(cast, "amina").get("/audits?action=user&Amina=1")
    entry = AuditEntry.objects.filter(kind="audit.entry").latest("sequence")
    assert (entry.actor, entry.detail) == (cast.actor("amina").label, {"by": ["action"]})


def test_acts_are_told_by_their_actions(cast: Cast, field: Field) -> None:
    amina = cast.actor("amina")
    with workspace_active(cast.river):
        eve = add_member(amina, "eve@example.org")
        assign_role(amina, eve, "viewer", field.project)
        remove_member(amina, eve)
        link = add_link(amina, field.form, "Poster")
        remove_collector(amina, link)
        delete_form(amina, field.form)
    assert actions(Program(cast, "amina").get("/audits")) == [
        "form.delete",
        "public_link.delete",
        "public_link.assignment.create",
        "public_link.create",
        "user.delete",
        "user.assignment.delete",
        "user.assignment.create",
        "user.create",
        "field_key.assignment.create",
        "field_key.create",
        "form.update.publish",
        "form.create",
        "project.create",
    ]


def test_an_entry_says_who_did_what_to_what(cast: Cast, field: Field) -> None:
    assert field.post(submission_xml("uuid:one")).status_code == 201
    (sent,) = Program(cast, "amina").get("/audits?action=submission", **EXTENDED)
    assert sent["action"] == "submission.create"
    assert sent["actor"]["displayName"] == "Tablet 1"
    assert sent["actorId"] == sent["actor"]["id"]
    assert sent["actee"]["xmlFormId"] == field.form.xml_form_id
    assert sent["acteeId"] == thing_id(field.form.public_id)
    assert sent["details"]["instanceId"] == "uuid:one"
    assert sent["details"].keys() == {"instanceId", "submissionId", "submissionDefId"}


def test_a_role_is_told_by_its_number_and_where_it_was_given(cast: Cast, field: Field) -> None:
    with workspace_active(cast.river):
        assign_role(cast.actor("amina"), cast.ben, "viewer", field.project)
    (given,) = Program(cast, "amina").get("/audits?action=user.assignment.create", **EXTENDED)
    assert given["details"] == {"roleId": 7, "grantedActeeId": str(field.project.public_id)}
    assert (given["acteeId"], given["actee"]["displayName"]) == (thing_id(cast.ben.public_id), "Ben")
    assert "actor" not in Program(cast, "amina").get("/audits")[0]


def test_it_is_read_in_pages_and_between_moments(cast: Cast, field: Field) -> None:
    amina = Program(cast, "amina")
    every = amina.get("/audits")
    assert amina.get("/audits?limit=2&offset=1") == every[1:3]
    first = every[-1]["loggedAt"]
    assert amina.get(f"/audits?end={first}") == []
    assert every[-1] in amina.get(f"/audits?start={first}")
    assert amina.ask("GET", "/audits?start=soon").json()["code"] == 400.11
    assert amina.ask("GET", "/audits?limit=few").json()["code"] == 400.11
    for out_of_range in ("offset=-1", "limit=-1", f"limit={10**30}"):
        assert amina.ask("GET", f"/audits?{out_of_range}").json()["code"] == 400.22
    assert amina.get("/audits?action=no.such") == []


def test_a_long_audit_comes_in_pieces(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pamoja.protocols.odk.audits.AT_ONCE", 2)
    amina = cast.actor("amina")
    record_many(amina, [Act("delete", "accounts.user", str(cast.ben.public_id))] * 5)
    assert actions(Program(cast, "amina").get("/audits")) == ["user.delete"] * 5


def test_every_detail_of_the_table_can_be_told() -> None:
    assert {name for word in WORDS for name in word.details} == FACTS.keys()


def test_an_action_is_one_act_and_back(cast: Cast) -> None:
    for word in WORDS:
        entry = AuditEntry(kind=word.kind, verb=word.verb, detail={word.has: 1} if word.has else {})
        assert word_of(entry) == word


def test_groups_hold_actions_of_their_kind_alone() -> None:
    assert all(words_of(group) for group in GROUPS)
    assert {word.action for word in words_of("dataset")} >= {"dataset.create", "entity.bulk.delete"}
    quiet = {word.action for word in words_of("nonverbose")}
    assert {"form.create", "dataset.create", "entity.bulk.delete"} <= quiet
    assert not {"entity.create", "submission.create", "submission.backlog.hold"} & quiet


def test_a_device_that_was_removed_is_still_told(cast: Cast, field: Field) -> None:
    amina = cast.actor("amina")
    with workspace_active(cast.river):
        credential, _key = add_collector(amina, "Lost phone", (), field.project)
        remove_collector(amina, credential.collector)
    (gone,) = Program(cast, "amina").get("/audits?action=field_key.delete", **EXTENDED)
    assert gone["actee"]["displayName"] == "Lost phone" and gone["actee"]["deletedAt"]
