"""The cells of a list, drawn in one go: a template for each would take most of a wide page's time."""

from datetime import date
from typing import Any

from django import template
from django.template import Context
from django.template.base import render_value_in_context
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from pamoja.core.lists.listing import Cell, Row

register = template.Library()
DASH = mark_safe('<span aria-hidden="true">—</span>')
PLAIN, NUMBER, MOMENT = "<td>%s</td>", '<td class="is-number">%s</td>', '<td class="is-moment">%s</td>'


@register.simple_tag(takes_context=True)
def cells(context: Context, row: Row) -> SafeString:
    """All cells of a row; a column's own template is given `row` (the record) and `value`, as in an include."""
    drawn = [_frame(cell) % _content(context, row, cell) for cell in row.cells]
    return mark_safe("".join(drawn))  # noqa: S308 - every cell was escaped when it was drawn


def _frame(cell: Cell) -> str:
    if cell.column.is_number:
        return NUMBER
    return MOMENT if isinstance(cell.value, date) else PLAIN


def _content(context: Context, row: Row, cell: Cell) -> str:
    column, value = cell.column, cell.value
    if column.template:
        return _included(context, column.template, row.record, value)
    if column.is_link and row.url:
        return format_html('<a class="row-link" href="{}">{}</a>', row.url, value or "—")
    if value is None or value == "":
        return DASH
    if isinstance(value, bool):
        value = _("Yes") if value else _("No")
    return conditional_escape(value) if isinstance(value, str) else render_value_in_context(value, context)


def _included(context: Context, name: str, record: Any, value: Any) -> str:
    assert context.template is not None  # set while a template is drawn
    with context.push(row=record, value=value):
        return context.template.engine.get_template(name).render(context)
