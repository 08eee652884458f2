"""Which contacts an actor may see, and how one finds them."""

from django.db.models import QuerySet

from pamoja.apps.messaging.contacts.queries import fitting
from pamoja.apps.messaging.models import Contact, ContactField, ContactGroup
from pamoja.core.permissions import Actor, visible
from pamoja.engines.contactql.properties import Catalogue
from pamoja.engines.contactql.query import ContactQuery, parse_query
from pamoja.engines.environment import Environment
from pamoja.engines.flows.assets.kinds import Field, Group


def contacts(actor: Actor, verb: str = "view") -> QuerySet[Contact]:
    """Contacts on whom the actor may do `verb`, newest first."""
    return visible(Contact.objects.order_by("-pk"), actor, verb)


def contacts_fitting(actor: Actor, environment: Environment, query: ContactQuery) -> QuerySet[Contact]:
    """The contacts of a query whom the actor may see, whatever their status, newest first."""
    return visible(fitting(environment, query).order_by("-pk"), actor)


def read_query(environment: Environment, text: str) -> ContactQuery:
    """Read a query in ContactQL of the active workspace. Raises QueryError, which says what cannot be asked."""
    return parse_query(environment, text, _catalogue())


def _catalogue() -> Catalogue:
    fields = [Field(each.key, each.name, each.type, str(each.public_id)) for each in ContactField.objects.all()]
    groups = [Group(str(each.public_id), each.name) for each in ContactGroup.objects.all()]
    return Catalogue(fields, groups)
