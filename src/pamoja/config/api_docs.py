"""The description of our API as a page for people, with an example of each call."""

import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pamoja.config.api import api

DEEPEST = 5
PLAIN = {"string": "…", "integer": 1, "number": 1.5, "boolean": True, "object": {}, "null": None}
FORMATS = {"uuid": "01993d3c-6f2a-7c3e-9d5a-3f0c5f6b2a10", "date": "2026-01-31", "date-time": "2026-01-31T08:00:00Z"}
NAMED = {"country": "MWI", "pcode": "MW1", "code": "MW1", "purpose": "sharing"}


@dataclass(frozen=True)
class Call:
    """One operation as the page shows it."""

    method: str
    path: str
    summary: str
    words: str
    parameters: list[dict[str, Any]]
    request: str
    answer: str


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Every operation by the part of the product that it belongs to."""
    schema = api.get_openapi_schema(path_prefix="/api/")
    parts: dict[str, list[Call]] = {}
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            call = _call(schema, path, method.upper(), operation)
            parts.setdefault(operation["tags"][0], []).append(call)
    return render(request, "api_reference.html", {"parts": parts})


def _call(schema: Any, path: str, method: str, operation: Any) -> Call:
    sent = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    answers = [found for status, found in operation["responses"].items() if status.startswith("2")]
    given = answers[0].get("content", {}).get("application/json", {}).get("schema") if answers else None
    parameters = operation.get("parameters", [])
    return Call(
        method,
        path,
        operation.get("summary", ""),
        operation.get("description", ""),
        parameters,
        _curl(schema, path, method, parameters, sent),
        _laid_out(example(schema, given)) if given else "",
    )


def _curl(schema: Any, path: str, method: str, parameters: list[dict[str, Any]], sent: Any) -> str:
    values = {one["name"]: NAMED.get(one["name"], example(schema, one["schema"])) for one in parameters}
    for name, value in values.items():
        path = path.replace("{" + name + "}", str(value))
    needed = [one["name"] for one in parameters if one["in"] == "query" and one.get("required")]
    query = "?" + "&".join(f"{name}={values[name]}" for name in needed) if needed else ""
    lines = [f"curl -X {method} '{settings.BASE_URL}{path}{query}'", "-H 'Authorization: Bearer SECRET'"]
    if sent:
        lines += [
            "-H 'Content-Type: application/json'",
            f"-d '{json.dumps(example(schema, sent), ensure_ascii=False)}'",
        ]
    return " \\\n  ".join(lines)


def example(schema: Any, of: Any, depth: int = 0) -> Any:
    """A value that fits a part of the description."""
    if "$ref" in of:
        return example(schema, schema["components"]["schemas"][of["$ref"].rsplit("/", 1)[1]], depth)
    if "anyOf" in of or "allOf" in of:
        return example(schema, (of.get("anyOf") or of["allOf"])[0], depth)
    if "properties" in of and depth < DEEPEST:
        return {name: example(schema, part, depth + 1) for name, part in of["properties"].items()}
    if of.get("type") == "array":
        return [example(schema, of["items"], depth + 1)] if of.get("items") and depth < DEEPEST else []
    return of.get("default") or FORMATS.get(of.get("format", "")) or PLAIN.get(of.get("type", ""), "…")


def _laid_out(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
