"""Addresses of the ODK Central API that programs use, beside those of collecting apps."""

from django.urls import URLPattern, re_path

from pamoja.protocols.odk import (
    audits,
    collectors,
    config,
    datasets,
    entities,
    list_changes,
    preferences,
    projects,
    roles,
    sessions,
    users,
)
from pamoja.protocols.odk.endpoints import Endpoint
from pamoja.protocols.odk.rest import either_resource, open_resource, resource

KEY = r"^v1/(?:key/(?P<key>[^/]+)/)?"
PROJECT = KEY + r"projects/(?P<project>[^/]+)"
# A form id or version may hold a slash: servers hand addresses over with %2F decoded already.
FORM = PROJECT + r"/forms/(?P<form_id>.+?)"
DATASET = PROJECT + r"/datasets/(?P<name>[^/]+)"
ENTITY = DATASET + r"/entities/(?P<uuid>[^/]+)"
NUMBER = r"/(?P<number>[^/]+)"
ROLE = r"/(?P<role>[^/]+)"


def _at(pattern: str, endpoint: Endpoint) -> URLPattern:
    return re_path(pattern + "/?$", endpoint)  # programs may end an address with a slash


def _site() -> list[URLPattern]:
    return [
        _at(r"^v1/sessions", open_resource(POST=sessions.sign_in)),
        _at(KEY + r"sessions/restore", resource(GET=sessions.restore)),
        _at(KEY + r"sessions/current", resource(DELETE=sessions.sign_out)),
        _at(KEY + r"sessions/(?P<token>[^/]+)", resource(DELETE=sessions.end)),
        _at(KEY + r"users/?", resource(GET=users.list_users, POST=users.create_user)),
        _at(KEY + r"users/current", resource(GET=users.current)),
        _at(KEY + r"users/reset/initiate", either_resource(POST=users.start_reset)),
        _at(KEY + r"users/reset/verify", resource(POST=users.finish_reset)),
        _at(KEY + "users" + NUMBER, resource(GET=users.read, PATCH=users.change, DELETE=users.remove)),
        _at(KEY + "users" + NUMBER + "/password", resource(PUT=users.set_password)),
        _at(
            KEY + r"user-preferences/site/(?P<name>[^/]+)",
            resource(PUT=preferences.set_for_site, DELETE=preferences.unset_for_site),
        ),
        _at(
            KEY + r"user-preferences/project/(?P<project>[^/]+)/(?P<name>[^/]+)",
            resource(PUT=preferences.set_for_project, DELETE=preferences.unset_for_project),
        ),
        _at(KEY + r"audits", resource(GET=audits.list_audits)),
        _at(KEY + r"roles", resource(GET=roles.list_roles)),
        _at(KEY + "roles" + ROLE, resource(GET=roles.read_role)),
        *_assignments(KEY),
        _at(r"^v1/config/public", open_resource(GET=config.public)),
        _at(r"^v1/config/public/(?P<name>[^/]+)", open_resource(GET=config.read_public)),
        _at(KEY + r"analytics/preview", resource(GET=config.preview_analytics)),
        _at(KEY + r"backup", resource(POST=config.back_up)),
        _at(KEY + r"config/(?P<name>[^/]+)", resource(GET=config.read, POST=config.change, DELETE=config.unset)),
    ]


def _assignments(base: str) -> list[URLPattern]:
    give_and_take = resource(POST=roles.give, DELETE=roles.take)
    return [
        _at(base + "assignments", resource(GET=roles.list_all)),
        _at(base + "assignments" + ROLE, resource(GET=roles.list_role)),
        _at(base + "assignments" + ROLE + NUMBER, give_and_take),
    ]


def _projects() -> list[URLPattern]:
    one = resource(GET=projects.read, PUT=projects.put, PATCH=projects.change, DELETE=projects.remove)
    devices = resource(GET=collectors.list_devices, POST=collectors.create_device)
    device = resource(GET=collectors.read_device, PATCH=collectors.change_device, DELETE=collectors.remove_device)
    return [
        _at(KEY + r"projects", resource(GET=projects.list_projects, POST=projects.create)),
        _at(PROJECT, one),
        _at(PROJECT + r"/app-users", devices),
        _at(PROJECT + r"/app-users" + NUMBER, device),
        _at(
            PROJECT + r"/actor-properties",
            resource(GET=collectors.list_properties, POST=collectors.create_property),
        ),
        _at(PROJECT + r"/assignments/forms", resource(GET=roles.list_of_forms)),
        _at(PROJECT + r"/assignments/forms" + ROLE, resource(GET=roles.list_of_forms)),
        *_assignments(PROJECT + "/"),
    ]


def _forms() -> list[URLPattern]:
    link = resource(GET=collectors.read_link, PATCH=collectors.change_link, DELETE=collectors.remove_link)
    return [
        _at(FORM + r"/public-links", resource(GET=collectors.list_links, POST=collectors.create_link)),
        _at(FORM + r"/public-links" + NUMBER, link),
        _at(FORM + r"/draft/dataset-diff", resource(GET=list_changes.draft_changes)),
        _at(FORM + r"/dataset-diff", resource(GET=list_changes.published_changes)),
        *_assignments(FORM + "/"),
    ]


def _datasets() -> list[URLPattern]:
    one = resource(GET=datasets.read, PATCH=datasets.change, DELETE=datasets.remove)
    return [
        _at(PROJECT + r"/datasets", resource(GET=datasets.list_datasets, POST=datasets.create)),
        _at(DATASET, one),
        _at(DATASET + r"/properties", resource(POST=datasets.create_property)),
        _at(DATASET + r"/properties/(?P<property_name>[^/]+)", resource(DELETE=datasets.remove_property)),
        _at(DATASET + r"/entities\.csv", resource(GET=datasets.export)),
        _at(DATASET + r"/entities\.geojson", resource(GET=datasets.geojson)),
        _at(DATASET + r"/integrity", resource(GET=datasets.integrity)),
        _at(PROJECT + r"/trash/datasets" + NUMBER + r"/entities\.csv", resource(GET=datasets.export_deleted)),
    ]


def _entities() -> list[URLPattern]:
    return [
        _at(DATASET + r"/entities", resource(GET=entities.list_entities, POST=entities.create)),
        _at(DATASET + r"/entities/creators", resource(GET=entities.creators)),
        _at(DATASET + r"/entities/bulk-delete", resource(POST=entities.remove_many)),
        _at(DATASET + r"/entities/bulk-restore", resource(POST=entities.restore_many)),
        _at(ENTITY, resource(GET=entities.read, PATCH=entities.change, DELETE=entities.remove)),
        _at(ENTITY + r"/versions", resource(GET=entities.versions)),
        _at(ENTITY + r"/diffs", resource(GET=entities.diffs)),
        _at(ENTITY + r"/audits", resource(GET=entities.audits)),
        _at(ENTITY + r"/geojson", resource(GET=entities.geojson)),
        _at(ENTITY + r"/restore", resource(POST=entities.restore)),
    ]


urlpatterns = [*_site(), *_projects(), *_forms(), *_datasets(), *_entities()]
