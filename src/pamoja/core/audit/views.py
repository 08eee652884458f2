"""The page on which owners read the audit."""

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from pamoja.core.accounts.gates import in_workspace
from pamoja.core.audit.listing import KIND, spec_of
from pamoja.core.audit.models import AuditEntry
from pamoja.core.audit.services import Act, record_many
from pamoja.core.lists import respond
from pamoja.core.permissions import Actor, require_at_all, visible


@require_safe
@in_workspace
def audit(request: HttpRequest) -> HttpResponseBase:
    """Who did what when; that it was read is an entry itself, with the filters but not the words searched for."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require_at_all(actor, "view", KIND)
    assert actor.workspace
    response = respond(request, spec_of(actor.workspace), visible(AuditEntry.objects.all(), actor), "audit/list.html")
    record_many(actor, [Act("read", KIND, detail={"by": sorted(name for name, value in request.GET.items() if value)})])
    return response
