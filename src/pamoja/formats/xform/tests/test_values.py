import pytest

from pamoja.formats.xform.values import CONVERTERS, as_float


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("int", " 30 ", 30),
        ("int", "-7", -7),
        ("int", "30.0", 30),
        ("int", "9223372036854775807", 9223372036854775807),
        ("decimal", "12.50", "12.50"),
        ("decimal", "1.0E7", "1.0E7"),
        ("decimal", "-.5", "-.5"),
        ("boolean", "true", True),
        ("boolean", "0", False),
        ("date", "2024-02-29", "2024-02-29"),
        ("time", "09:05:00.000+03:00", "09:05:00.000+03:00"),
        ("time", "09:05:00.000+07", "09:05:00.000+07:00"),
        ("time", "23:59", "23:59"),
        ("dateTime", "2024-01-31T09:05:00.000Z", "2024-01-31T09:05:00.000Z"),
        ("dateTime", "2024-01-31T09:05:00.000-04", "2024-01-31T09:05:00.000-04:00"),
        ("dateTime", "2024-01-31T09:05:00.000+0545", "2024-01-31T09:05:00.000+05:45"),
        ("geopoint", "1.5 36.25", {"type": "Point", "coordinates": [36.25, 1.5]}),
        (
            "geopoint",
            "1.5 36.25 1700 4.5",
            {"type": "Point", "coordinates": [36.25, 1.5, 1700.0], "properties": {"accuracy": 4.5}},
        ),
        (
            "geotrace",
            "1 2 0 0; 3 4;",
            {
                "type": "LineString",
                "coordinates": [[2.0, 1.0, 0.0], [4.0, 3.0]],
                "properties": {"accuracies": [0.0, None]},
            },
        ),
        (
            "geoshape",
            "1 2; 3 4; 5 6; 1 2",
            {"type": "Polygon", "coordinates": [[[2.0, 1.0], [4.0, 3.0], [6.0, 5.0], [2.0, 1.0]]]},
        ),
        ("select", " a  b ", ["a", "b"]),
        ("rank", "b a", ["b", "a"]),
        ("binary", " photo 1.jpg\n", "photo 1.jpg"),
    ],
)
def test_a_fitting_text_becomes_its_value(kind, text, value):
    assert CONVERTERS[kind](text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("int", "1_000"),
        ("int", "٣"),
        ("int", "1.5"),
        ("int", "9223372036854775808"),
        ("int", "many"),
        ("decimal", "12,5"),
        ("decimal", "NaN"),
        ("decimal", "Infinity"),
        ("decimal", "1e999"),
        ("boolean", "yes"),
        ("date", "2023-02-29"),
        ("date", "20230228"),
        ("date", "2023-02-28T00:00"),
        ("time", "25:00"),
        ("time", "9:00"),
        ("dateTime", "2024-01-31"),
        ("dateTime", "2024-01-31T09:05:00+99:00"),
        ("geopoint", "1"),
        ("geopoint", "91 0"),
        ("geopoint", "0 181"),
        ("geopoint", "nan 0"),
        ("geopoint", "1_0 2"),
        ("geopoint", "٣ 2"),
        ("geopoint", "1 2 3 4 5"),
        ("geotrace", "1 2"),
        ("geoshape", "1 2; 3 4; 5 6"),
        ("geoshape", "1 2; 3 4; 5 6; 7 8"),
    ],
)
def test_a_text_that_does_not_fit_is_a_value_error(kind, text):
    with pytest.raises(ValueError, match=r".+"):
        CONVERTERS[kind](text)


def test_a_decimal_gives_its_number_on_demand():
    assert as_float("12.50") == 12.5
