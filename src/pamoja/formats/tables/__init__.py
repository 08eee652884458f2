"""Tables as files: CSV, XLSX, Parquet and GeoJSON from a head and rows, written in bounded memory.

A writer is given where to write (a binary file, which need not be seekable for CSV, GeoJSON and zip) and iterators of
rows; a cell is None, bool, int, float, str, date or datetime. Text that a spreadsheet would run is made harmless in
CSV and XLSX; Parquet and GeoJSON are read by programs and keep it as it is.
"""

from pamoja.formats.tables.archives import write_zip
from pamoja.formats.tables.geo import write_geojson
from pamoja.formats.tables.head import Column, Table, TooManyColumns, TooManyRows
from pamoja.formats.tables.parquet import write_parquet
from pamoja.formats.tables.sheets import SHEET_COLUMNS, SHEET_ROWS, write_xlsx
from pamoja.formats.tables.text import write_csv

__all__ = [
    "SHEET_COLUMNS",
    "SHEET_ROWS",
    "Column",
    "Table",
    "TooManyColumns",
    "TooManyRows",
    "write_csv",
    "write_geojson",
    "write_parquet",
    "write_xlsx",
    "write_zip",
]
