"""Pages of the shell."""

from django.urls import path

from pamoja.web import notifications, views
from pamoja.web.help import views as help_views
from pamoja.web.search import search_page

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", search_page, name="search"),
    path("help/", help_views.index, name="help"),
    path("help/<slug:section>/<slug:name>/", help_views.document, name="help_document"),
    path("notifications/", notifications.notifications, name="notifications"),
    path("notifications/read/", notifications.read_notifications, name="read_notifications"),
    path("notifications/<int:notification_id>/", notifications.open_notification, name="open_notification"),
    path("choose/language/", views.choose_language, name="choose_language"),
    path("choose/theme/", views.choose_theme, name="choose_theme"),
    path("choose/workspace/", views.choose_workspace, name="choose_workspace"),
]
