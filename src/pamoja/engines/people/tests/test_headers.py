import pytest

from pamoja.engines.people.headers import suggest


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (["First Name", "Last name", "Date of birth", "SEX"], ["given", "family", "birth", "sex"]),
        (["Prénom(s)", "Nom", "Sexe", "Né le", "N° de téléphone"], ["given", "family", "sex", "birth", ""]),
        (["الاسم الأول", "اسم العائلة", "الجنس", "تاريخ الميلاد"], ["given", "family", "sex", "birth"]),
        (["full_name", "phone-number", "HH ID", "P-Code"], ["full", "phone", "household", "place"]),
        (["Telephon", "Adress", "favourite colour", ""], ["phone", "address", "", ""]),
        (["Name", "Names"], ["full", ""]),
    ],
)
def test_headers_are_understood_in_three_languages(headers: list[str], expected: list[str]) -> None:
    found = suggest(headers)
    assert [found.get(column, "") for column in range(len(headers))] == expected
