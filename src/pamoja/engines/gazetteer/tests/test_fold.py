"""Names without their kind of unit."""

from pamoja.engines.gazetteer.fold import bare


def test_the_kind_of_unit_is_left_out_unless_it_is_the_whole_name() -> None:
    assert bare("Chittagong Division") == bare("chittagong")
    assert bare("Nkhata Bay District") == bare("Nkhatabay")
    assert bare("Region") == "region"
    assert bare("Blantyre City") != bare("Blantyre")
