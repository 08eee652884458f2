import pytest

from pamoja.engines.text.snake import snakify


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Your Age", "your_age"),
        ("  Child's -- name ", "child_s_name"),
        ("2 Factor", "2_factor"),
        ("اسم الطفل", "اسم_الطفل"),
        ("ÉCOLE", "école"),
        ("a_b", "a_b"),
        ("?!", "_"),
        (" Âge & sex (m/f) ", "âge_sex_m_f_"),
        ("", ""),
    ],
)
def test_snakify(name: str, key: str) -> None:
    assert snakify(name) == key
