"""A person is told, reads, and sees nobody else's."""

import pytest
from django.urls import reverse

from pamoja.core.notifications.models import Notification
from pamoja.core.notifications.services import mark_read, notify, unread_count
from pamoja.core.notifications.words import WORDS, register
from pamoja.core.testing.cast import Cast


def test_a_person_is_told_and_reads(cast: Cast) -> None:
    notify(cast.amina, "invitation-accepted", "/manage/members/", cast.river)
    browser = cast.client("amina")
    assert "Somebody accepted your invitation." in browser.get(reverse("notifications")).text
    told = Notification.objects.get()
    assert browser.post(reverse("open_notification", args=[told.pk])).headers["Location"] == "/manage/members/"
    assert unread_count(cast.amina) == 0


@pytest.mark.parametrize("name", ["ben", "chol", "omar"])
def test_nobody_reads_what_is_told_to_others(cast: Cast, name: str) -> None:
    told = notify(cast.amina, "invitation-accepted", "/manage/members/")
    browser = cast.client(name)
    assert "Somebody accepted" not in browser.get(reverse("notifications")).text
    assert browser.post(reverse("open_notification", args=[told.pk])).status_code == 404
    browser.post(reverse("read_notifications"))
    assert unread_count(cast.amina) == 1


def test_a_visitor_is_asked_to_sign_in(cast: Cast) -> None:
    assert cast.client("nobody").get(reverse("notifications")).status_code == 302


def test_all_are_read_at_once(cast: Cast) -> None:
    for _ in range(3):
        notify(cast.amina, "invitation-accepted", "/")
    assert mark_read(cast.amina) == 3


def test_a_link_to_another_site_is_not_followed(cast: Cast) -> None:
    told = notify(cast.amina, "invitation-accepted", "https://evil.example/")
    answer = cast.client("amina").post(reverse("open_notification", args=[told.pk]))
    assert answer.headers["Location"] == reverse("notifications")


def test_only_registered_codes_are_told(cast: Cast) -> None:
    with pytest.raises(ValueError, match="no notification"):
        notify(cast.amina, "unheard-of", "/")
    with pytest.raises(ValueError, match="twice"):
        register("invitation-accepted", "again")
    assert len(WORDS) >= 4
