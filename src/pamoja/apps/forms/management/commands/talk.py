"""Try a form as a conversation in the terminal; nothing is kept."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from random import random
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pamoja.engines.conversation import MEDIA, Attachment, Medium, Said, Talk, Turn, begin, what_cannot_be_asked
from pamoja.engines.xforms import Form, World, XFormRefused, load
from pamoja.formats import xlsform

LISTS = frozenset({".csv", ".xml", ".geojson"})
PHOTO = "photo "


class Command(BaseCommand):
    """`./run manage talk FORM.xlsx --language fr --medium sms`."""

    help = "Try a form (.xlsx, .xls, .csv or .xml) as a conversation in the terminal. Nothing is kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The form, and how it is asked."""
        parser.add_argument("form", type=Path, help="an XLSForm or an XForm; lists are read from the folder it is in")
        parser.add_argument("--language", default="", help="a code or a name; without one the form asks")
        parser.add_argument("--medium", choices=sorted(MEDIA), default="sms")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Ask, read lines from the terminal, and print the record at the end."""
        form, medium = _form(options["form"]), MEDIA[options["medium"]]
        world = World(
            now=timezone.localtime, random=random, uuid=lambda: str(uuid4()), properties={"deviceid": medium.name}
        )
        for each in what_cannot_be_asked(form, medium, world):
            self.stderr.write(f"({medium.name} cannot ask {each.path}: {each.reason})")
        talk = begin(form, world, medium, options["language"])
        turn = talk.turn()
        self._print(turn, medium)
        for line in sys.stdin:
            turn = talk.say(_said(line.rstrip("\n")))
            self._print(turn, medium)
            if turn.outcome:
                break
        if turn.outcome == "finished":
            self.stdout.write(_record(talk))

    def _print(self, turn: Turn, medium: Medium) -> None:
        for message in turn.messages:
            for part, cost in zip(message.parts(medium), message.costs(medium), strict=True):
                self.stdout.write(part)
                if medium.most_segments:
                    self.stdout.write(f"    [{cost.segments} SMS, {cost.encoding}, {cost.length}]")
        self.stdout.write("")


def _said(line: str) -> Said:
    """A line; `photo NAME` stands for a photo that is sent."""
    if line.startswith(PHOTO):
        return Said(attachments=(Attachment(line.removeprefix(PHOTO), "image/jpeg"),))
    return Said(line)


def _record(talk: Talk) -> str:
    talk.session.finish()
    return talk.session.serialise().decode()


def _form(path: Path) -> Form:
    """The form of a file. Raises CommandError for what is none."""
    try:
        content = path.read_bytes()
        beside = {each.name: each.read_bytes() for each in path.parent.iterdir() if each.suffix in LISTS}
        if path.suffix.lower() == ".xml":
            return load(content, beside)
        repaired = xlsform.repair(content, path.name)
        made = xlsform.convert(repaired.content, repaired.filename)
        itemsets = {"itemsets.csv": made.itemsets.encode()} if made.itemsets else {}
        return load(made.xml.encode(), {**beside, **itemsets})
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}") from error
    except (xlsform.XlsFormRefused, XFormRefused) as refused:
        raise CommandError(f"{path} is no form that can be read: {refused}") from refused
