"""A process that takes messages of a conversation: `begin`, or `say ID MESSAGE_ID TEXT`, or `die ID MESSAGE_ID TEXT`.

`die` is killed (kill -9) when everything is written and nothing committed.
"""

import os
import signal
import sys
from typing import Any
from uuid import UUID

import django

XML = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
  xmlns:orx="http://openrosa.org/xforms"><h:head><h:title>Water</h:title><model>
    <instance><data id="water" version="1"><a/><b/><orx:meta><orx:instanceID/></orx:meta></data></instance>
  </model></h:head><h:body><input ref="/data/a"><label>A</label></input><input ref="/data/b"><label>B</label></input>
  </h:body></h:html>"""


def begin() -> str:
    """A workspace, a published form, a conversation; answers its id."""
    from pamoja.apps.forms.services import create_form, create_project, publish_draft
    from pamoja.apps.forms.talking.keeping import start_conversation
    from pamoja.core.permissions import system_actor
    from pamoja.core.workspaces.context import workspace_active
    from pamoja.core.workspaces.models import Workspace

    workspace = Workspace.objects.create(slug="talk", name="Talk", country="MWI")
    actor = system_actor("test", workspace)
    with workspace_active(workspace):
        form = create_form(actor, create_project(actor, "Survey"), XML.encode())
        publish_draft(actor, form)
        form.refresh_from_db()
        return str(start_conversation(actor, form, "tel:1", "chat").conversation)


def speak(conversation: str, message_id: str, text: str, dies: bool = False) -> str:
    """Take a message; answers what is said then."""
    from pamoja.apps.forms.contracts import Inbound
    from pamoja.apps.forms.talking import keeping
    from pamoja.core.permissions import system_actor
    from pamoja.core.workspaces.context import workspace_active
    from pamoja.core.workspaces.models import Workspace

    def die(*_args: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    if dies:
        keeping.remember = die
    workspace = Workspace.objects.get()
    with workspace_active(workspace):
        reply = keeping.say(system_actor("test", workspace), UUID(conversation), Inbound(message_id, text))
    return f"{reply.ended} {reply.messages[0].text if reply.messages else ''}"


if __name__ == "__main__":
    django.setup()
    do, *words = sys.argv[1:]
    print(begin() if do == "begin" else speak(*words, dies=do == "die"))  # noqa: T201 - the answer
