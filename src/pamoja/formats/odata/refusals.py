"""What an OData service refuses, by the numbers that clients of ODK Central test on."""

REFUSALS: dict[str, str] = {
    "400.18": "The OData filter expression you provided could not be parsed: {reason}",
    "400.23": "Could not find a property named '{property}'",
    "400.24": "The given OData select property '{property}' uses features not supported by this server.",
    "400.34": "Record associated with the provided $skiptoken not found.",
    "400.35": "Invalid $skiptoken",
    "404.1": "Could not find the resource you were looking for.",
    "406.1": "Requested format not acceptable; this resource allows: {allowed}.",
    "501.1": "The requested feature {feature} is not supported by this server.",
    "501.4": (
        'The given OData filter expression uses features not supported by this server: {type} at {at} ("{text}")'
    ),
    "501.5": "The given OData filter expression references fields not supported by this server: {text}",
    "501.6": (
        'The given OData expand expression is not supported by this server: "{text}".'
        ' Currently, only "$expand=*" is supported.'
    ),
    "501.11": "This server doesn't support $select query parameter with $expand.",
}
"""Message by code; words in braces are filled in."""


class ODataRefused(Exception):
    """A request that cannot be answered: `code` (its whole part is the HTTP status), the message and its parts."""

    def __init__(self, code: str, **details: str) -> None:
        self.code, self.details = code, details
        self.text = REFUSALS[code].format(**details)
        super().__init__(self.text)
