"""The page about the API shows every operation, with an example that fits."""

import json

from django.test import Client

from pamoja.config.api import api
from pamoja.config.api_docs import example


def test_every_operation_is_shown_to_whoever_asks(db: None) -> None:
    page = Client().get("/api/docs")
    assert page.status_code == 200
    shown = page.content.decode()
    paths = api.get_openapi_schema(path_prefix="/api/")["paths"]
    assert len(paths) > 15
    for path, operations in paths.items():
        for method in operations:
            assert f"{method.upper()} {path}" in shown
    assert "{person}&#x27; " not in shown and "https://" not in shown.partition("<main")[2].partition("curl")[0]


def test_an_example_has_the_types_of_the_description() -> None:
    schema = api.get_openapi_schema(path_prefix="/api/")
    person = example(schema, {"$ref": "#/components/schemas/PersonOut"})
    assert person["version"] == 1 and person["birth_date"] == "2026-01-31"
    assert json.dumps(person)
