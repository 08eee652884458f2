"""What stands between ODK Central's own tests and our server."""
