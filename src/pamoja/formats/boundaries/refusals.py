"""Why a whole file is refused; a single bad row is a problem of that row instead."""

from pamoja.engines.gazetteer.problems import gettext_noop

MAX_FILE_BYTES = 100 * 2**20
MAX_UNPACKED_BYTES = 400 * 2**20
# Deflate reaches about 1000 on zeros; shapefiles and CSV stay under 30.
MAX_UNPACK_RATIO = 200
MAX_MEMBERS = 200
MAX_ROWS = 200_000
MAX_COLUMNS = 500

REFUSALS: dict[str, str] = {
    "file-too-large": gettext_noop("The file holds more than {limit}."),
    "zip-unreadable": gettext_noop("The zip file cannot be opened: {reason}."),
    "zip-bomb": gettext_noop("The zip file would unpack to far more than its size; it was not opened."),
    "shapefile-missing": gettext_noop("The zip file holds no shapefile (.shp with .dbf of the same name)."),
    "shapefile-unreadable": gettext_noop("The layer {layer} cannot be read: {reason}."),
    "projection-unsupported": gettext_noop(
        "The layer {layer} is in the coordinate system “{name}”; export it in WGS 84 (EPSG:4326) first."
    ),
    "json-unreadable": gettext_noop("The file is not readable as GeoJSON: {reason}."),
    "text-unreadable": gettext_noop("The file is neither a zip, nor GeoJSON, nor UTF-8 text."),
    "columns-unknown": gettext_noop(
        "No column holds P-codes or names. Tag them with HXL, such as #adm2+code and #adm2+name+en."
    ),
    "facility-columns-unknown": gettext_noop(
        "No column holds the codes of facilities. Call it “code”, or tag it #loc+code."
    ),
    "sheet-unreadable": gettext_noop(
        "The file is neither GeoJSON nor a table (CSV, XLSX, XLS, ODS) of at most {rows} rows and {columns} columns."
    ),
    "rows-missing": gettext_noop("The file holds no rows."),
}


class BoundaryFileError(ValueError):
    """The file as a whole cannot be taken; `code` is one of REFUSALS and `params` fill its words."""

    def __init__(self, code: str, **params: str) -> None:
        self.code, self.params = code, params
        super().__init__(REFUSALS[code].format(**params))
