"""Pages of a list in our API, with bounds: no caller asks for a table in one answer."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Schema
from ninja.pagination import LimitOffsetPagination

DEFAULT_LIMIT, MOST_AT_ONCE = 100, 1000
LAST_OFFSET = 10_000_000  # beyond it databases count in vain, and beyond 64 bits they fail


class Pages(LimitOffsetPagination):
    """`limit` rows after `offset`, and how many there are in all."""

    class Input(Schema):
        """Which page."""

        limit: int = Field(DEFAULT_LIMIT, ge=1, le=MOST_AT_ONCE)
        offset: int = Field(0, ge=0, le=LAST_OFFSET)

    def paginate_queryset(self, queryset: QuerySet[Any], pagination: Any, request: HttpRequest, **params: Any) -> Any:
        """The page."""
        page = queryset[pagination.offset : pagination.offset + pagination.limit]
        return {"items": page, "count": self._items_count(queryset)}
