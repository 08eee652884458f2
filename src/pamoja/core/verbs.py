"""The HTTP methods that a page answers, beside Django's `require_safe` and `require_POST`: always the outermost
decorator, so that a method is refused before anybody is asked to sign in."""

from django.views.decorators.http import require_http_methods

require_form = require_http_methods(["GET", "HEAD", "POST"])
require_form.__doc__ = "A page with a form: shown, or posted."
