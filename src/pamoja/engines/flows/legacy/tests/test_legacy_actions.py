"""Legacy actions and what they become."""

from typing import Any

import pytest

from pamoja.engines.flows.legacy.tests.definitions import action_of, with_action


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"type": "lang", "lang": "swa"}, {"type": "set_contact_language", "language": "swa"}),
        ({"type": "play", "url": "@flow.song"}, {"type": "play_audio", "audio_url": "@results.song"}),
        (
            {"type": "save", "field": "tel_e164", "value": "@step"},
            {"type": "add_contact_urn", "scheme": "tel", "path": "@input"},
        ),
        ({"type": "save", "field": "name", "value": "@step"}, {"type": "set_contact_name", "name": "@input"}),
        (
            {"type": "save", "field": "ward", "label": "Ward", "value": "@flow.ward"},
            {"type": "set_contact_field", "field": {"key": "ward", "name": "Ward"}, "value": "@results.ward"},
        ),
        ({"type": "del_group", "groups": []}, {"type": "remove_contact_groups", "all_groups": True}),
        (
            {"type": "add_group", "groups": ["@flow.group"]},
            {"type": "add_contact_groups", "groups": [{"name_match": "@results.group"}]},
        ),
        (
            {
                "type": "trigger-flow",
                "flow": {"uuid": "f", "name": "F"},
                "variables": [{"id": "@new_contact"}, {"id": "@flow.friend"}],
            },
            {
                "type": "start_session",
                "flow": {"uuid": "f", "name": "F"},
                "legacy_vars": ["@results.friend"],
                "create_contact": True,
            },
        ),
    ],
)
def test_actions(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert action_of(**old) == new


def test_a_message_keeps_its_languages_apart() -> None:
    flow = with_action(
        type="reply",
        msg={"eng": "Hi @contact.age", "fra": "Salut", "base": "lost"},
        media={"eng": "image/jpeg:/a.jpg", "fra": "audio:@flow.sound"},
        quick_replies=[{"eng": "Yes", "fra": "Oui"}, {"eng": "No"}],
        send_all=True,
    )
    assert flow["nodes"][0]["actions"][0] == {
        "uuid": "a",
        "type": "send_msg",
        "text": "Hi @fields.age",
        "attachments": ["image/jpeg:https://media.org/a.jpg"],
        "quick_replies": ["Yes", "No"],
        "all_urns": True,
    }
    translated = {"text": ["Salut"], "attachments": ["audio:@results.sound"], "quick_replies": ["Oui", ""]}
    assert flow["localization"] == {"fra": {"a": translated}}
