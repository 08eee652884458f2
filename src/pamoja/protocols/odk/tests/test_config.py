"""Settings, figures of use and backups are nobody's over the ODK Central API."""

import pytest

from pamoja.core.testing.cast import Cast
from pamoja.protocols.odk.tests.program import Program, statuses


@pytest.mark.parametrize(
    ("method", "path", "owners", "code"),
    [
        ("GET", "/config/analytics", 404, 404.1),
        ("POST", "/config/logo", 400, 400.8),
        ("DELETE", "/config/analytics", 400, 400.8),
        ("GET", "/analytics/preview", 501, 501.9),
        ("POST", "/backup", 501, 501.1),
    ],
)
def test_owners_are_told_that_there_is_none_and_others_that_they_may_not(
    cast: Cast, method: str, path: str, owners: int, code: float
) -> None:
    told = statuses(cast, method, path)
    assert {told[who] for who in ("amina", "chol")} == {owners}
    assert {told[who] for who in ("ben", "dina", "omar", "device", "token")} == {403}
    assert told["nobody"] == 401
    assert Program(cast, "amina").ask(method, path).json()["code"] == code


def test_everybody_may_ask_for_what_the_sign_in_page_shows(cast: Cast) -> None:
    nobody = Program(cast, "nobody")
    assert nobody.get("/config/public") == {}
    assert nobody.ask("GET", "/config/public/logo").status_code == 404
    assert nobody.ask("GET", "/config/public/analytics").status_code == 403
