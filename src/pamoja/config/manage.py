"""Management commands: `python -m pamoja.config.manage COMMAND`, or `./run manage COMMAND`."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from environs import EnvError


def main() -> None:
    """Run one command; settings that cannot be are told in one sentence instead of a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pamoja.config.settings")
    try:
        _ = settings.INSTALLED_APPS
    except (ImproperlyConfigured, EnvError, OSError) as error:
        sys.exit(f"Pamoja does not start with these settings: {error}")
    execute_from_command_line(["./run manage", *sys.argv[1:]])


if __name__ == "__main__":
    main()
