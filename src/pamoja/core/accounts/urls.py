"""Pages of accounts."""

from django.urls import path

from pamoja.core.accounts.views import credentials, invitations, members, own, roles, teams

urlpatterns = [
    path("accounts/profile/", own.profile, name="profile"),
    path("accounts/oidc/<str:provider_id>/login/", own.hand_over, name="openid_connect_login"),
    path("manage/members/", members.members, name="members"),
    path("manage/members/<int:grant_id>/", members.member, name="member"),
    path("manage/members/<int:grant_id>/end/", members.end_member, name="end_member"),
    path("manage/invitations/", invitations.invitations, name="invitations"),
    path("manage/invitations/new/", invitations.new_invitation, name="new_invitation"),
    path("manage/invitations/<uuid:public_id>/withdraw/", invitations.withdraw_invitation, name="withdraw_invitation"),
    path("manage/teams/", teams.teams, name="teams"),
    path("manage/teams/<int:team_id>/", teams.team, name="team"),
    path("manage/teams/<int:team_id>/delete/", teams.delete_team, name="delete_team"),
    path("manage/roles/", roles.roles, name="roles"),
    path("manage/roles/new/", roles.new_role, name="new_role"),
    path("manage/roles/<slug:slug>/", roles.role, name="role"),
    path("manage/roles/<slug:slug>/delete/", roles.delete_role, name="delete_role"),
    path("manage/credentials/", credentials.credentials, name="credentials"),
    path("manage/credentials/new/", credentials.new_credential, name="new_credential"),
    path("manage/credentials/<uuid:public_id>/revoke/", credentials.revoke_credential, name="revoke_credential"),
    path("invitation/", invitations.accept_invitation, name="accept_invitation"),
    path("invitation/<str:secret>/", invitations.open_invitation, name="open_invitation"),
]
