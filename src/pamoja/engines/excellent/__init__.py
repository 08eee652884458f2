"""Excellent, the expression language of flows: `@contact.name`, `@(upper(results.name) & "!")`.

`templates` evaluates, and is what most callers need:

    context = Context(env, XObject({"contact": XObject(read_contact)}), random)
    text, warnings, errors = compile_template("Hi @contact.name!").text(context)

A template goes through `scanner` (where expressions are), `lexer`, `parser` (the `tree`), `compiling` (functions to
call) and `evaluation`. `values`, `convert`, `numbers`, `texts` and `jsontext` are what there is to compute with;
`registry` is how a function is written. `references` finds and renames what templates refer to, `completion` serves an
editor.
"""
