"""Every list page: search, filters, sorting, columns, paging and exports, declared once and drawn by `<c-table>`."""

from pamoja.core.lists.listing import Listing
from pamoja.core.lists.spec import Column, Filter, ListSpec
from pamoja.core.lists.views import respond

__all__ = ["Column", "Filter", "ListSpec", "Listing", "respond"]
