"""Addresses of lists of entities."""

from django.urls import path

from pamoja.apps.forms.listing.views import conflicts, entities, lists, settings, waiting

app_name = "forms-lists"
ENTITY = "<int:list_id>/<uuid:public_id>/"
urlpatterns = [
    path("", lists.lists, name="lists"),
    path("<int:list_id>/", lists.table, name="table"),
    path("<int:list_id>/about/", lists.about, name="about"),
    path("<int:list_id>/settings/", settings.settings, name="settings"),
    path("<int:list_id>/deleted/", lists.deleted, name="deleted"),
    path("<int:list_id>/waiting/", waiting.waiting, name="waiting"),
    path("<int:list_id>/waiting/<int:held_id>/force/", waiting.force, name="force"),
    path("<int:list_id>/add/", entities.add, name="add"),
    path(ENTITY, entities.entity, name="entity"),
    path(f"{ENTITY}change/", entities.change, name="change"),
    path(f"{ENTITY}conflict/", conflicts.conflict, name="conflict"),
    path(f"{ENTITY}delete/", entities.delete, name="delete"),
    path(f"{ENTITY}restore/", entities.restore, name="restore"),
    path(f"{ENTITY}purge/", entities.purge, name="purge"),
]
