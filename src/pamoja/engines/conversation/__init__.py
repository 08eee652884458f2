"""A form as a conversation by text: one question a message, over SMS, chat or the keys of a telephone.

talk = begin(form, World(now=clock, uuid=new_uuid), SMS, "fr")
talk.turn().messages
turn = talk.say(Said("2"))
kept = talk.keep()                      # JSON, for days
talk = again(form, kept, world)
if turn.outcome == "finished": talk.session.finish(); talk.session.serialise()
"""

from pamoja.engines.conversation.inspection import Hindrance, hindrances, what_cannot_be_asked
from pamoja.engines.conversation.media import CHAT, IVR, MEDIA, SMS, Medium
from pamoja.engines.conversation.said import Attachment, Message, Said, Turn
from pamoja.engines.conversation.talk import Talk, again, begin, language_of
from pamoja.engines.conversation.words import LANGUAGES, Words, words_for
from pamoja.engines.text.gsm7 import Cost, cost

__all__ = [
    "CHAT",
    "IVR",
    "LANGUAGES",
    "MEDIA",
    "SMS",
    "Attachment",
    "Cost",
    "Hindrance",
    "Medium",
    "Message",
    "Said",
    "Talk",
    "Turn",
    "Words",
    "again",
    "begin",
    "cost",
    "hindrances",
    "language_of",
    "what_cannot_be_asked",
    "words_for",
]
