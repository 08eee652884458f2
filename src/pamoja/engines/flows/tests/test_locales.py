"""The best of some locales, as Go's matcher chooses by CLDR; expectations were checked against it."""

import pytest

from pamoja.engines.flows.locales import best_locale


@pytest.mark.parametrize(
    ("available", "wanted", "best"),
    [
        (["eng-US", "spa", "fra"], ["eng-US", "eng"], "eng-US"),
        (["spa-ES", "spa-MX"], ["spa-EC"], "spa-MX"),
        (["por-PT", "por-BR"], ["por"], "por-BR"),
        (["por-BR", "por-PT"], ["por-AO"], "por-PT"),
        (["eng-US", "eng-GB"], ["eng-RW"], "eng-GB"),
        (["zho-CN", "zho-TW"], ["zho-HK"], "zho-TW"),
        (["ara-SA", "ara-EG"], ["ara"], "ara-EG"),
        (["fra", "eng"], ["kin-RW", "eng-RW"], "eng"),
        (["fra", "eng"], ["kin-RW"], "fra"),
        (["en_US", "es"], ["eng-US"], "en_US"),
        (["spa", "eng"], ["", ""], "spa"),
    ],
)
def test_the_nearest_locale_is_chosen(available: list[str], wanted: list[str], best: str) -> None:
    assert best_locale(available, wanted) == best
