"""Settings of ODK Collect as the text of a QR code.

JSON with `general`, `admin` and `project` members, compressed by zlib, in base64 (ODK Collect documentation,
"Importing and exporting settings", "Making your own QR code").
"""

import base64
import json
import zlib


def settings_code(server_url: str, project_name: str) -> str:
    """The text of a QR code that sets up a device: it takes all forms from `server_url` and sends at once."""
    settings = {
        "general": {
            "server_url": server_url,
            "form_update_mode": "match_exactly",
            "autosend": "wifi_and_cellular",
        },
        "admin": {},
        "project": {"name": project_name},
    }
    packed = zlib.compress(json.dumps(settings, ensure_ascii=False).encode())
    return base64.b64encode(packed).decode()
