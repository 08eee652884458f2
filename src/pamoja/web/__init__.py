"""The shell: navigation, components, home, help, static files."""
