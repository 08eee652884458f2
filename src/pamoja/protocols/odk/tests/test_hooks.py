"""What Central's own tests ask of a server under test is there for them alone."""

import pytest
from django.conf import settings
from django.test import Client

from pamoja.core.accounts.models import User
from pamoja.core.testing.cast import Cast


@pytest.mark.parametrize("name", ["reset", "exhaust"])
def test_hooks_of_tests_lead_nowhere_in_every_settings_that_an_environment_can_make(cast: Cast, name: str) -> None:
    people = User.objects.count()
    assert settings.TEST_HOOKS is False
    assert Client().post(f"/__test/{name}").status_code == 404
    assert User.objects.count() == people
