"""What templates refer to, and how a reference is renamed in them."""

from pamoja.engines.excellent.references import context_references, expressions_of, refactor, rename_reference

TOP_LEVELS = ("foo", "webhook")


def test_every_step_of_a_path_is_a_reference() -> None:
    found = [
        "/".join(path) for path in context_references('@foo.Bar @nobody @(a["B"][c].d + foo[1].e) @(1/)', TOP_LEVELS)
    ]
    assert found == ["foo", "foo/bar", "a", "a/b", "c", "c/d", "foo", "foo/e"]


def test_of_an_endless_path_the_beginning_is_told() -> None:
    found = list(context_references("@foo" + ".x" * 20_000, TOP_LEVELS))
    assert [len(path) for path in found] == list(range(1, 101))


def test_only_a_top_level_or_a_bracket_begins_an_expression() -> None:
    for template, found in [("", 0), ("a@b.c", 0), ("@(", 0), ("@Foo.x", 1), ("@b @(1)", 1), ("@@foo @foo@(2)", 2)]:
        assert len(list(expressions_of(template, ("foo",)))) == found


def test_a_reference_is_renamed_and_all_else_stays() -> None:
    renamed = refactor(
        "@@ @webhook @( WebHook[0]+1 ) @( 1 +  2) a@b.c @(1/ )", TOP_LEVELS, rename_reference("webhook", "webhook.json")
    )
    assert renamed.template == "@@ @webhook.json @(webhook.json[0] + 1) @( 1 +  2) a@b.c @(1/ )"
    assert [str(error) for error in renamed.errors] == ["error evaluating @(1/ ): syntax error at "]


def test_all_kinds_of_nodes_are_rebuilt() -> None:
    change = rename_reference("foo", "bar")
    made = refactor('@((x) => f(-foo, (foo)["a"], foo.b)(1) & foo)', TOP_LEVELS, change)
    assert made.template == '@((x) => f(-bar, (bar)["a"], bar.b)(1) & bar)'


def test_long_sums_are_renamed_too() -> None:
    made = refactor(f"@({'foo+' * 3000}1)", TOP_LEVELS, rename_reference("foo", "bar"))
    assert made.template == f"@({'bar + ' * 3000}1)"
