"""Pages of the register."""

from django.urls import path

from pamoja.apps.people.views import details, doubles, households, importing, merging, persons

app_name = "people"
urlpatterns = [
    path("", persons.person_list, name="list"),
    path("new/", persons.person_new, name="new"),
    path("imports/", importing.import_new, name="import_new"),
    path("imports/<uuid:public_id>/", importing.import_detail, name="import"),
    path("imports/<uuid:public_id>/map/", importing.import_map, name="import_map"),
    path("imports/<uuid:public_id>/leave-out/", importing.import_leave_out, name="import_leave_out"),
    path("imports/<uuid:public_id>/apply/", importing.import_apply, name="import_apply"),
    path("imports/<uuid:public_id>/refused/", importing.import_refused, name="import_refused"),
    path("doubles/", doubles.double_list, name="doubles"),
    path("doubles/search/", doubles.double_search, name="double_search"),
    path("doubles/<uuid:public_id>/", doubles.double_detail, name="double"),
    path("doubles/<uuid:public_id>/decide/", doubles.double_decide, name="double_decide"),
    path("households/", households.household_list, name="households"),
    path("households/new/", households.household_new, name="household_new"),
    path("households/<uuid:public_id>/", households.household_detail, name="household"),
    path("households/<uuid:public_id>/members/", households.member_add, name="member_add"),
    path("households/<uuid:public_id>/members/<uuid:part>/end/", households.member_end, name="member_end"),
    path(
        "households/<uuid:public_id>/members/<uuid:part>/collects/",
        households.member_collects,
        name="member_collects",
    ),
    path("<uuid:public_id>/", persons.person_detail, name="detail"),
    path("<uuid:public_id>/edit/", persons.person_edit, name="edit"),
    path("<uuid:public_id>/erase/", persons.person_erase, name="erase"),
    path("<uuid:public_id>/export/", persons.person_export, name="export"),
    path("<uuid:public_id>/photo/", details.photo_set, name="photo_set"),
    path("<uuid:public_id>/identifiers/", details.identifier_add, name="identifier_add"),
    path("<uuid:public_id>/identifiers/<uuid:part>/remove/", details.identifier_remove, name="identifier_remove"),
    path("<uuid:public_id>/contacts/", details.contact_add, name="contact_add"),
    path("<uuid:public_id>/contacts/<uuid:part>/remove/", details.contact_remove, name="contact_remove"),
    path("<uuid:public_id>/consents/", details.consent_add, name="consent_add"),
    path("<uuid:public_id>/consents/<uuid:part>/withdraw/", details.consent_withdraw, name="consent_withdraw"),
    path("<uuid:public_id>/merge/<uuid:other>/", merging.merge, name="merge"),
    path("<uuid:public_id>/unmerge/<uuid:part>/", merging.unmerge, name="unmerge"),
]
