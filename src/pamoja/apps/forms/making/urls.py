"""Addresses of the pages on which forms are made."""

from django.urls import path

from pamoja.apps.forms.making.views import form, forms, uploads

app_name = "forms"
urlpatterns = [
    path("", forms.form_list, name="list"),
    path("deleted/", forms.deleted, name="deleted"),
    path("projects/add/", forms.add_project, name="add_project"),
    path("projects/<int:project_id>/", forms.change_project, name="change_project"),
    path("upload/", uploads.upload, name="upload"),
    path("imports/<uuid:public_id>/", uploads.import_detail, name="import"),
    path("imports/<uuid:public_id>/repair/", uploads.repair, name="repair"),
    path("<int:form_id>/", form.detail, name="form"),
    path("<int:form_id>/publish/", form.publish, name="publish"),
    path("<int:form_id>/state/", form.set_state, name="state"),
    path("<int:form_id>/files/<int:slot_id>/", form.set_file, name="set_file"),
    path("<int:form_id>/delete/", form.delete, name="delete"),
    path("<int:form_id>/restore/", forms.restore, name="restore"),
    path("<int:form_id>/versions/<int:version_id>/form.xml", form.version_xml, name="version_xml"),
]
