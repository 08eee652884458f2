"""What django-ninja's description of the API leaves out: how one proves who one is, and the problems."""

from typing import Any

PROBLEM_STATUSES = {
    "400": "What was sent cannot be read",
    "401": "Nobody is signed in, or the bearer secret is wrong",
    "403": "The caller may not do this",
    "404": "There is no such thing, or the caller may not see it",
    "409": "Somebody else changed this in the meantime, or it is there already",
    "422": "Some of the input needs a correction; `errors` says where",
    "429": "Too many calls; `Retry-After` says how many seconds to wait",
}
PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "What went wrong (RFC 9457). Test on `code`: it never changes.",
    "required": ["type", "code", "status", "title", "detail"],
    "properties": {
        "type": {"type": "string", "description": "The address of an explanation"},
        "code": {"type": "string"},
        "status": {"type": "integer"},
        "title": {"type": "string"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["where", "detail"],
                "properties": {"where": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}
SCHEMES = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "The secret of an API token"},
    "session": {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": "Writes need X-CSRFToken too"},
}


def described(schema: Any) -> Any:
    """The description with security and problem answers added to every operation."""
    components = schema.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    components["securitySchemes"] = SCHEMES
    schema["security"] = [{"bearer": []}, {"session": []}]
    for operations in schema["paths"].values():
        for operation in operations.values():
            operation["responses"] = _texts(operation["responses"]) | _problems()
            operation.pop("security", None)
    return schema


def _texts(responses: dict[Any, Any]) -> dict[str, Any]:
    return {str(status): response for status, response in responses.items()}


def _problems() -> dict[str, Any]:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": words, "content": content} for status, words in PROBLEM_STATUSES.items()}
