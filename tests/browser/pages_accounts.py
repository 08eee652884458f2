"""The pages of accounts: signing in, one's own account, and the people of a workspace."""

from tests.browser.looked_at import LookedAt, page

SIGNING_IN = [
    page("account_login", who="nobody"),
    page("account_signup", who="nobody"),
    page("account_inactive", who="nobody"),
    page("account_email_verification_sent", who="nobody"),
    page("account_confirm_email", key="key"),
    page("account_reset_password", who="nobody"),
    page("account_reset_password_done", who="nobody"),
    LookedAt(
        "account_reset_password_from_key",
        "nobody",
        keys={"uidb36": "uidb36", "key": "reset_key"},
        is_moved=True,
    ),
    page("account_reset_password_from_key_done", who="nobody"),
    page("mfa_authenticate", who="half"),
    page("socialaccount_login_cancelled", who="nobody"),
    LookedAt("socialaccount_login_error", "nobody", status=401),
    LookedAt("open_invitation", "nobody", keys={"secret": "open_invitation"}, is_moved=True, what="of a new person"),
    LookedAt("open_invitation", "chol", keys={"secret": "chols_invitation"}, is_moved=True, what="of who is known"),
]

OWN = [
    page("profile"),
    page("account_email"),
    page("account_change_password"),
    page("account_logout"),
    page("account_reauthenticate"),
    page("mfa_reauthenticate", who="mia"),
    page("mfa_index"),
    page("mfa_index", "with a second factor", who="mia"),
    page("mfa_activate_totp"),
    page("mfa_deactivate_totp", who="mia"),
    page("mfa_view_recovery_codes", who="mia"),
    page("mfa_generate_recovery_codes", who="mia"),
    page("mfa_list_webauthn", who="pia"),
    page("mfa_add_webauthn"),
    page("mfa_edit_webauthn", who="pia", pk="passkey"),
    page("mfa_remove_webauthn", who="pia", pk="passkey"),
    page("usersessions_list"),
    page("socialaccount_connections"),
]

WORKSPACE = [
    page("members"),
    page("member", grant_id="grant"),
    page("invitations"),
    page("new_invitation"),
    page("teams"),
    page("team", team_id="team"),
    page("roles"),
    page("new_role"),
    page("role", slug="role"),
    page("credentials"),
    page("new_credential"),
]

ACCOUNTS: list[LookedAt] = [*SIGNING_IN, *OWN, *WORKSPACE]
