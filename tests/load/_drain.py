"""Waits until a server's outbox has told every consumer; prints the seconds since a moment (of `time.time`)."""

import os
import sys
import time

import django

PAUSE_S = 0.1


def main(since: float) -> None:
    """Ask until nothing waits."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pamoja.config.settings")
    django.setup()
    from pamoja.core.events.models import Outbox
    from pamoja.core.events.services import CONSUMER_PREFIX

    waiting = Outbox.objects.filter(state=Outbox.State.WAITING, handler__startswith=CONSUMER_PREFIX)
    while waiting.exists():
        time.sleep(PAUSE_S)
    print(time.time() - since)


if __name__ == "__main__":
    main(float(sys.argv[1]))
