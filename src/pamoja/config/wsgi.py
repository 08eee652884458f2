"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from pamoja.core.http.unread import reading_to_the_end

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pamoja.config.settings")
application = reading_to_the_end(get_wsgi_application())
