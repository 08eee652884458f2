"""Each sentence of the definition, and what may not break it."""

from pamoja.engines.caseload import Case, Index, live_cases


def case(case_id: str, *indices: Index, owned: bool = False, closed: bool = False) -> Case:
    return Case(case_id, owned, closed, indices)


def extends(target: str) -> Index:
    return Index(target, "extension")


def test_an_open_case_of_ones_own_lives_and_a_closed_or_foreign_one_does_not() -> None:
    assert live_cases([case("own", owned=True), case("done", owned=True, closed=True), case("foreign")]) == {"own"}


def test_a_live_child_keeps_its_parents_alive_even_closed_ones() -> None:
    cases = [case("child", Index("mother"), owned=True), case("mother", Index("house")), case("house", closed=True)]
    assert live_cases(cases) == {"child", "mother", "house"}


def test_a_parent_does_not_keep_its_children() -> None:
    assert live_cases([case("mother", owned=True), case("child", Index("mother"))]) == {"mother"}


def test_a_host_keeps_its_open_extensions_and_theirs() -> None:
    cases = [case("host", owned=True), case("loan", extends("host")), case("note", extends("loan"))]
    assert live_cases(cases) == {"host", "loan", "note"}
    closed = [case("host", owned=True), case("loan", extends("host"), closed=True), case("note", extends("loan"))]
    assert live_cases(closed) == {"host"}


def test_an_extension_of_ones_own_ends_with_its_host() -> None:
    assert live_cases([case("host", closed=True), case("loan", extends("host"), owned=True)]) == frozenset()
    assert live_cases([case("host"), case("loan", extends("host"), owned=True)]) == {"host", "loan"}


def test_indices_in_a_circle_and_to_nowhere_do_no_harm() -> None:
    cases = [case("a", Index("b"), owned=True), case("b", Index("a")), case("c", extends("gone"), owned=True)]
    assert live_cases(cases) == {"a", "b", "c"}


def test_a_child_that_is_also_an_extension_is_a_child() -> None:
    both = (Index("host"), extends("host"))
    assert live_cases([case("host", closed=True), case("both", *both, owned=True)]) == {"host", "both"}
    assert live_cases([case("host", owned=True), case("both", *both)]) == {"host"}
