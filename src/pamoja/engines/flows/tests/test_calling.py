from dataclasses import dataclass, field

import pytest

from pamoja.engines.flows.calling import call
from pamoja.engines.flows.webhooks import Request


@dataclass
class Visit:
    """Where errors are logged."""

    errors: list[str] = field(default_factory=list)

    def log_error(self, text):
        self.errors.append(text)


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("soon", 'Post "soon": unsupported protocol scheme ""'),
        ("Gender: Female", 'Post "gender: Female": unsupported protocol scheme "gender"'),
        ("http:///reports", 'Post "http:///reports": http: no Host in request URL'),
    ],
)
def test_what_cannot_be_sent_is_an_error_and_no_call(url, problem):
    visit = Visit()
    assert call(visit, None, Request("POST", url)) is None
    assert visit.errors == [problem]


def test_a_header_has_one_line():
    visit = Visit()
    call(visit, None, Request("GET", "http://example.org/", {"x-fields": "Age: 7\nGender: Female"}))
    assert visit.errors == ['Get "http://example.org/": net/http: invalid header field value for "X-Fields"']
