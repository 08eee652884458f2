"""Encrypting a project on its page: who may, what must be said, and what it does."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pamoja.apps.forms.models import Form, Project
from pamoja.apps.forms.tests.sealing import PASSPHRASE
from pamoja.core.testing.cast import Cast

WHO = [("amina", 200), ("ben", 403), ("dina", 403), ("chol", 404), ("omar", 403), ("nobody", 302)]
RIGHT = {"passphrase": PASSPHRASE, "again": PASSPHRASE, "hint": "the usual", "is_understood": "on"}


def address(form: Form) -> str:
    return reverse("forms:encrypt_project", args=[form.project_id])


def is_encrypted(form: Form) -> bool:
    return Project.objects.get(pk=form.project_id).key_id is not None


@pytest.mark.parametrize(("who", "status"), WHO)
def test_who_may_encrypt(river: Cast, form: Form, who: str, status: int) -> None:
    client = river.client(who)
    assert client.get(address(form)).status_code == status
    answer = client.post(address(form), RIGHT)
    assert answer.status_code == (302 if status == 200 else status)
    assert is_encrypted(form) is (status == 200)


@pytest.mark.parametrize(
    "wrong", [{"passphrase": "short", "again": "short"}, {"again": "another one"}, {"is_understood": ""}]
)
def test_nothing_is_encrypted_by_mistake(river: Cast, form: Form, wrong: dict[str, Any]) -> None:
    answer = river.client("amina").post(address(form), RIGHT | wrong)
    assert answer.status_code == 422 and not is_encrypted(form)
    assert PASSPHRASE not in answer.text


def test_the_page_is_gone_for_an_encrypted_project(river: Cast, form: Form) -> None:
    client = river.client("amina")
    assert address(form) in client.get(reverse("forms:list")).text
    client.post(address(form), RIGHT)
    assert client.get(address(form)).status_code == 409
    assert address(form) not in client.get(reverse("forms:list")).text


def test_encrypting_needs_the_token_of_the_page(river: Cast, form: Form) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(river.amina)
    assert strict.post(address(form), RIGHT).status_code == 403
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', strict.get(address(form)).text)
    assert token and strict.post(address(form), RIGHT | {"csrfmiddlewaretoken": token[1]}).status_code == 302
