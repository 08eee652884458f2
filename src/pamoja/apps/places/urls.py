"""Addresses of places. A place is found by country and P-code, so that a person can type it."""

from django.urls import path, register_converter

from pamoja.apps.places import import_views, operator_views, views


class Iso3Converter:
    """Three capital letters."""

    regex = "[A-Z]{3}"

    def to_python(self, value: str) -> str:
        """As it is."""
        return value

    def to_url(self, value: str) -> str:
        """As it is."""
        return value


register_converter(Iso3Converter, "iso3")
app_name = "places"
urlpatterns = [
    path("", views.place_list, name="list"),
    path("choices.json", views.choices, name="choices"),
    path("areas.geojson", views.areas, name="areas"),
    path("ground.geojson", views.ground, name="ground"),
    path("facilities.geojson", views.facility_points, name="facility_points"),
    path("export.csv", views.export_csv, name="export_csv"),
    path("export.geojson", views.export_geojson, name="export_geojson"),
    path("countries/add/", operator_views.add_country, name="add_country"),
    path("imports/", import_views.import_list, name="imports"),
    path("imports/add/", import_views.propose, name="propose"),
    path("imports/facilities/add/", import_views.propose_facilities, name="propose_facilities"),
    path("imports/<uuid:public_id>/", import_views.import_detail, name="import"),
    path("imports/<uuid:public_id>/apply/", import_views.apply, name="apply"),
    path("facilities/<uuid:public_id>/", operator_views.facility_detail, name="facility"),
    path("facilities/<uuid:public_id>/change/", operator_views.change_facility, name="change_facility"),
    path("<iso3:iso3>/<str:pcode>/", views.place_detail, name="detail"),
    path("<iso3:iso3>/<str:pcode>/children/", views.children, name="children"),
    path("<iso3:iso3>/<str:pcode>/add/", operator_views.add_place, name="add"),
    path("<iso3:iso3>/<str:pcode>/change/", operator_views.change_place, name="change"),
    path("<iso3:iso3>/<str:pcode>/end/", operator_views.retire_place, name="retire"),
    path("<iso3:iso3>/<str:pcode>/facilities.csv", views.export_facilities, name="export_facilities"),
    path("<iso3:iso3>/<str:pcode>/facilities/add/", operator_views.add_facility, name="add_facility"),
]
