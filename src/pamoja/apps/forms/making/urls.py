"""Addresses of the pages on which forms are made."""

from django.urls import path

from pamoja.apps.forms.making.views import devices, encrypting, filling, form, forms, uploads

app_name = "forms"
DRAFT = {"is_test": True}
urlpatterns = [
    path("", forms.form_list, name="list"),
    path("deleted/", forms.deleted, name="deleted"),
    path("projects/add/", forms.add_project, name="add_project"),
    path("projects/<int:project_id>/", forms.change_project, name="change_project"),
    path("projects/<int:project_id>/encrypt/", encrypting.encrypt, name="encrypt_project"),
    path("upload/", uploads.upload, name="upload"),
    path("imports/<uuid:public_id>/", uploads.import_detail, name="import"),
    path("imports/<uuid:public_id>/repair/", uploads.repair, name="repair"),
    path("<int:form_id>/", form.detail, name="form"),
    path("<int:form_id>/publish/", form.publish, name="publish"),
    path("<int:form_id>/state/", form.set_state, name="state"),
    path("<int:form_id>/files/<int:slot_id>/", form.set_file, name="set_file"),
    path("<int:form_id>/delete/", form.delete, name="delete"),
    path("<int:form_id>/restore/", forms.restore, name="restore"),
    path("devices/", devices.device_list, name="devices"),
    path("projects/<int:project_id>/devices/add/", devices.add, name="add_device"),
    path("devices/<uuid:public_id>/", devices.device, name="device"),
    path("devices/<uuid:public_id>/renew/", devices.renew, name="renew_device"),
    path("devices/<uuid:public_id>/revoke/", devices.revoke, name="revoke_device"),
    path("<int:form_id>/versions/<int:version_id>/form.xml", form.version_xml, name="version_xml"),
    path("<int:form_id>/fill/", filling.fill, name="fill"),
    path("<int:form_id>/fill/form.xml", filling.fill_xml, name="fill_xml"),
    path("<int:form_id>/fill/files/<str:name>", filling.fill_file, name="fill_file"),
    path("<int:form_id>/submit/", filling.submit, name="submit"),
    path("<int:form_id>/sent/", filling.sent, name="sent"),
    path("<int:form_id>/draft/fill/", filling.fill, DRAFT, name="fill_draft"),
    path("<int:form_id>/draft/fill/form.xml", filling.fill_xml, DRAFT, name="fill_xml_draft"),
    path("<int:form_id>/draft/fill/files/<str:name>", filling.fill_file, DRAFT, name="fill_file_draft"),
    path("<int:form_id>/draft/submit/", filling.submit, DRAFT, name="submit_draft"),
    path("<int:form_id>/draft/sent/", filling.sent, DRAFT, name="sent_draft"),
]
