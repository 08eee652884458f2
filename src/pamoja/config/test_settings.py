"""Settings of the test run: `PAMOJA_MODE=test`, and the app of test-only models."""

import os

os.environ["PAMOJA_MODE"] = "test"

from pamoja.config.settings import *  # noqa: F403
from pamoja.config.settings import INSTALLED_APPS

INSTALLED_APPS += ["pamoja.core.testing"]

if "PAMOJA_JOBS" not in os.environ:  # jobs run where they are started, unless a test wants a real queue
    TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
