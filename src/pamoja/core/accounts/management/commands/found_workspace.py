"""`manage found_workspace river --name "River programme" --country MWI --owner amina@example.org`."""

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from pamoja.core.accounts.models import User
from pamoja.core.accounts.services import found_workspace
from pamoja.core.workspaces.models import Workspace
from pamoja.engines.people.countries import ALPHA2


class Command(BaseCommand):
    """See the module."""

    help = "Make a workspace and its first owner; a new account's password is asked for, or read from the input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The workspace and its owner."""
        parser.add_argument("slug", help="short name: letters, digits, hyphens")
        parser.add_argument("--name", required=True)
        parser.add_argument("--country", required=True, choices=sorted(ALPHA2), metavar="ISO3", help="such as MWI")
        parser.add_argument("--language", default="en", choices=[code for code, _name in settings.LANGUAGES])
        parser.add_argument("--owner", required=True, metavar="EMAIL")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make both, or neither."""
        workspace = Workspace(**{name: options[name] for name in ("slug", "name", "country", "language")})
        is_known = User.objects.filter(email=options["owner"].strip().lower()).exists()
        try:
            owner = found_workspace(workspace, options["owner"], None if is_known else _password())
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{workspace.name}: {owner.email} signs in at {settings.BASE_URL} and owns it.")


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("Password of the owner: ")
    if getpass.getpass("Once more: ") != password:
        raise CommandError("The two are not the same. Nothing was made.")
    return password
