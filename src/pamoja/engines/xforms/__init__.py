"""An engine for XForms: load a form, fill it in, judge what was filled in.

    form = load(xml, {"schools.csv": data})
    session = start(form, World(now=clock, random=chance, uuid=new_uuid))
    session.set("/household/member[2]/age", "12")
    session.validate()
    judge(form, submission_xml, [ended, received])

A Form is read once and used by any number of sessions and threads. Time, chance and identifiers come with World.
"""

from pamoja.engines.xforms.data import NoSuchNode
from pamoja.engines.xforms.fields import Form, Problem
from pamoja.engines.xforms.following import followed
from pamoja.engines.xforms.judging import judge
from pamoja.engines.xforms.loading import load
from pamoja.engines.xforms.offers import Choice
from pamoja.engines.xforms.session import NotAllowed, Session, restore, resume, start
from pamoja.engines.xforms.states import NodeState, Violation
from pamoja.engines.xforms.xml import XFormRefused
from pamoja.engines.xforms.xpath import World

__all__ = [
    "Choice",
    "Form",
    "NoSuchNode",
    "NodeState",
    "NotAllowed",
    "Problem",
    "Session",
    "Violation",
    "World",
    "XFormRefused",
    "followed",
    "judge",
    "load",
    "restore",
    "resume",
    "start",
]
