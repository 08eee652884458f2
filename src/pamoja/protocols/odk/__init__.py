"""The ODK Central API: OpenRosa for collecting apps. Clients take `/odk` as the server's address.

What each case is answered with is in `docs/reference/openrosa.md`.
"""
