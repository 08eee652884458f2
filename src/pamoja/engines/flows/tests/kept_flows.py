"""The flows of the sessions that are kept: each waits at a place where something else must be remembered."""

from pamoja.engines.flows.reading import Json
from pamoja.engines.flows.tests.samples import TOPIC
from pamoja.engines.flows.tests.sessions import flow, node, question, uuid


def say(text: str, kind: str = "send_msg") -> Json:
    """An action that says something."""
    return {"type": kind, "text": text}


def _result(name: str, value: str, category: str = "") -> Json:
    return {"type": "set_run_result", "name": name, "value": value, "category": category}


def _dialled() -> Json:
    """A router that waits for a call to end, and tells whether somebody answered."""
    answered, other = ({"uuid": uuid(at), "name": name, "exit_uuid": uuid(40000)} for at, name in DIAL_CATEGORIES)
    case = {"uuid": uuid(403), "type": "has_only_text", "arguments": ["answered"], "category_uuid": uuid(401)}
    given = {"cases": [case], "categories": [answered, other], "default_category_uuid": uuid(402)}
    wait = {"type": "dial", "phone": "+250788999888"}
    return {"type": "switch", "operand": "@resume.dial.status", "wait": wait, "result_name": "Dial", **given}


DIAL_CATEGORIES = ((401, "Answered"), (402, "Other"))
WEBHOOK = {
    "type": "call_webhook",
    "method": "POST",
    "url": "http://e.org/places",
    "body": '{"name": "Kigali", "parts": [1, 2]}',
    "result_name": "Web",
}
WEB_TEXT = "@webhook.json.name @webhook.status @results.web.category @legacy_extra.name @results.web.extra.parts.1"
INTERVIEW, PARENT, CHILD, DIAL, WEB, TICKET, CALLED, KEYWORD = (
    {"uuid": uuid(700 + at), "name": name}
    for at, name in enumerate(("Interview", "Parent", "Child", "Dial", "Web", "Ticket", "Called", "Keyword"))
)
FLOWS = [
    flow(
        *INTERVIEW.values(),
        [
            node(
                10,
                [
                    _result("District", "Kayonza", "East"),
                    {"type": "set_run_local", "local": "tries", "value": "1", "operation": "set"},
                    say("How old are you?"),
                ],
                11,
                question(10, "Age"),
            ),
            node(11, [say("@results.district.category, @results.age, @locals.tries")]),
        ],
    ),
    flow(
        *PARENT.values(),
        [
            node(20, [_result("Colour", "red"), {"type": "enter_flow", "flow": CHILD}], 21),
            node(21, [say("@child.results.food, @results.colour, @child.status")]),
        ],
    ),
    flow(
        *CHILD.values(),
        [
            node(30, [say("Which food?")], 31, question(30, "Food")),
            node(31, [say("@results.food with @parent.results.colour")]),
        ],
    ),
    flow(
        *DIAL.values(),
        [
            node(40, [], 41, _dialled()),
            node(41, [say("@results.dial.category, @resume.dial.duration", "say_msg")], 42, question(41, "Digits")),
            node(42, [say("@results.digits after @results.dial.category", "say_msg")]),
        ],
        type="voice",
    ),
    flow(*WEB.values(), [node(50, [WEBHOOK, say("Now?")], 51, question(50, "Answer")), node(51, [say(WEB_TEXT)])]),
    flow(
        *TICKET.values(),
        [
            node(60, [{"type": "open_ticket", "topic": TOPIC, "note": "Again"}], 61, question(60, "Answer")),
            node(61, [say("@trigger.ticket.topic.name: @results.answer, @ticket.topic.name")]),
        ],
    ),
    flow(
        *CALLED.values(),
        [
            node(70, [say("Go on?")], 71, question(70, "Answer")),
            node(71, [say("@results.answer, @parent.results.colour, @parent.contact.name, @trigger.params.source")]),
        ],
    ),
    flow(
        *KEYWORD.values(),
        [
            node(80, [say("Welcome")], 81),
            node(81, [say("Old input: @input.text, @(count(input.attachments))")], 82, question(81, "Answer")),
            node(82, [say("@trigger.keyword, @results.answer, @(count(input.attachments))")]),
        ],
    ),
]
