"""Addresses below a form: its records as tables, one by one, as charts, on the map and as files."""

from django.urls import path

from pamoja.apps.forms.seeing import (
    chart_views,
    export_views,
    map_views,
    opening_views,
    record_views,
    review_views,
    table_views,
)

app_name = "forms-seeing"
urlpatterns = [
    path("", table_views.table, name="table"),
    path("tables/<str:table>/", table_views.table, name="repeat"),
    path("charts/", chart_views.charts, name="charts"),
    path("charts/chart.json", chart_views.chart, name="chart"),
    path("map/", map_views.record_map, name="map"),
    path("map/points.geojson", map_views.points, name="points"),
    path("files/", export_views.files, name="files"),
    path("encrypted/", opening_views.encrypted, name="encrypted"),
    path("files/<uuid:public_id>/", export_views.made, name="made"),
    path("<uuid:public_id>/", record_views.record, name="record"),
    path("<uuid:public_id>/versions/<int:number>.xml", record_views.version_xml, name="xml"),
    path("<uuid:public_id>/review/", review_views.review, name="review"),
    path("<uuid:public_id>/comment/", review_views.comment, name="comment"),
    path("<uuid:public_id>/place/", review_views.place, name="place"),
    path("<uuid:public_id>/place/by-point/", review_views.place_by_point, name="place_by_point"),
    path("<uuid:public_id>/correct/", record_views.correct, name="correct"),
    path("<uuid:public_id>/delete/", record_views.delete, name="delete"),
    path("<uuid:public_id>/restore/", record_views.restore, name="restore"),
]
