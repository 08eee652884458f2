"""Addresses of the pages, and what their tables say."""

import re
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from pamoja.apps.forms.models import Form, Submission

MEMBERS, DOSES = "Submissions.member", "Submissions.member.dose"


def page(form: Form, name: str = "table", *args: Any, **query: Any) -> str:
    """The address of one of the form's pages with a query string."""
    return f"{reverse(f'forms-seeing:{name}', args=[form.pk, *args])}?{urlencode(query, doseq=True)}"


def record_page(submission: Submission, name: str = "record", *args: Any) -> str:
    """The address of a record's page."""
    return page(submission.form, name, submission.public_id, *args)


def cells(response: Any) -> list[list[str]]:
    """The first table of the page as text, row by row."""
    assert response.status_code == 200
    body = response.content.decode().partition("<tbody>")[2].partition("</tbody>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    found = [re.findall(r"<td(?! class=.list-choice)[^>]*>(.*?)</td>", row, re.DOTALL) for row in rows]
    return [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in row] for row in found]


def column(response: Any, number: int = 2) -> list[str]:
    """One column of that table; the third is the first question."""
    return [row[number] for row in cells(response)]


def body(response: Any) -> bytes:
    """The content, streamed or not."""
    return b"".join(response.streaming_content) if response.streaming else bytes(response.content)
