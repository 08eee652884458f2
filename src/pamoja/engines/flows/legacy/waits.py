"""Legacy rulesets that wait for the contact."""

from pamoja.engines.flows.legacy.categories import TIMEOUT, Routes
from pamoja.engines.flows.legacy.reading import JsonObject, object_of, objects_of, text_of, whole_of
from pamoja.engines.flows.legacy.rulesets import Split, ruleset, switch
from pamoja.engines.flows.legacy.work import Work, filled

# What the contact is asked for; a wait for a message asks for nothing of a kind.
HINTS = {
    "wait_audio": {"type": "audio"},
    "wait_gps": {"type": "location"},
    "wait_photo": {"type": "image"},
    "wait_recording": {"type": "audio"},
    "wait_video": {"type": "video"},
}


@ruleset("wait_message", *HINTS)
def wait_for_message(source: JsonObject, routes: Routes, work: Work) -> Split:
    """Wait for an answer, and split by it."""
    return _waiting(source, routes, "@input", HINTS.get(text_of(source, "ruleset_type"), {}))


@ruleset("wait_digit")
def wait_for_digit(source: JsonObject, routes: Routes, work: Work) -> Split:
    """Wait for one key of the phone."""
    return _waiting(source, routes, "@input.text", {"type": "digits", "count": 1})


@ruleset("wait_digits")
def wait_for_digits(source: JsonObject, routes: Routes, work: Work) -> Split:
    """Wait for keys of the phone, up to the one that ends them."""
    return _waiting(source, routes, "@input.text", {"type": "digits", "terminated_by": text_of(source, "finished_key")})


def _waiting(source: JsonObject, routes: Routes, operand: str, hint: JsonObject) -> Split:
    wait = {"type": "msg", **filled(timeout=_timeout(source, routes), hint=hint)}
    return Split(switch(routes, operand, text_of(source, "label"), wait), "wait_for_response")


def _timeout(source: JsonObject, routes: Routes) -> JsonObject:
    tests = [object_of(rule, "test") for rule in objects_of(source, "rules")]
    minutes = next((whole_of(test, "minutes") for test in tests if test.get("type") == TIMEOUT), 0)
    return {"seconds": minutes * 60, "category_uuid": routes.timeout} if minutes > 0 and routes.timeout else {}
