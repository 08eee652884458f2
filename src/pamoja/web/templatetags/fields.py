"""Drawing a bound form field in the house style: `<c-field>` is the way in."""

from django import forms, template
from django.forms.boundfield import BoundField, BoundWidget
from django.utils.safestring import SafeString

register = template.Library()

CHECKS = (forms.CheckboxInput,)
GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


@register.filter
def field_shape(field: BoundField) -> str:
    """How a field is laid out: "check" (box, then label), "group" (legend, then boxes), "lines" or "line"."""
    widget = field.field.widget
    if isinstance(widget, GROUPS):
        return "group"
    if widget.use_fieldset:
        return "lines"
    return "check" if isinstance(widget, CHECKS) else "line"


@register.filter
def styled_option(option: BoundWidget) -> SafeString:
    """One box of a group with the class of the style sheet."""
    option.data["attrs"]["class"] = "form-check-input"
    return option.tag()


@register.filter
def styled(field: BoundField) -> SafeString:
    """The field's control with the classes of the style sheet."""
    widget = field.field.widget
    if isinstance(widget, (*CHECKS, *GROUPS)):
        style = "form-check-input"
    else:
        style = "form-select" if isinstance(widget, forms.Select) else "form-control"
    return field.as_widget(attrs={"class": f"{widget.attrs.get('class', '')} {style}".strip()})
