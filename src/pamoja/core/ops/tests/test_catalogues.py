"""Catalogues hold exactly the messages of the sources, extracted without gettext's programs."""

import gettext
import io
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from pamoja.core.ops import catalogues

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
NAME = _("First name")
# Translators: shown on a button
SAVE = _("Save")
def count(n): return ngettext("%(n)s child", "%(n)s children", n) + pgettext("month", "May")
"""
TEMPLATE = """{% load i18n %}
<h1 title="{% translate "Where it hurts" %}">  {% translate 'It''s' %}
    {% blocktranslate trimmed count total=rows|length %}
      One row
    {% plural %}
      {{ total }} rows
    {% endblocktranslate %}
  {% translate "May" context "month" %}</h1>
<p>not ( a message, _("nor this</p>
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    templates = tmp_path / "src" / "app" / "templates"
    templates.mkdir(parents=True)
    (tmp_path / "src" / "app" / "a.py").write_text(PYTHON)
    (templates / "a.html").write_text(TEMPLATE.replace("'It''s'", '"It is"'))
    (tmp_path / "src" / "app" / "tests").mkdir()
    (tmp_path / "src" / "app" / "tests" / "b.py").write_text('_("only in a test")')
    return tmp_path


def test_all_forms_of_messages_are_found(root: Path) -> None:
    found = catalogues.template_catalog(root)
    texts = {(message.context, message.id) for message in found if message.id}
    assert texts == {
        (None, "First name"),
        (None, "Save"),
        (None, ("%(n)s child", "%(n)s children")),
        ("month", "May"),
        (None, "Where it hurts"),
        (None, "It is"),
        (None, ("One row", "%(total)s rows")),
    }
    assert found["Save"].auto_comments == ["Translators: shown on a button"]


def test_a_catalogue_is_fresh_until_the_sources_change(root: Path) -> None:
    catalogues.update(root, ["fr", "ar"])
    assert [(each.locale, each.is_fresh, each.untranslated) for each in catalogues.judge(root)] == [
        ("ar", True, 7),
        ("fr", True, 7),
    ]
    (root / "src" / "app" / "a.py").write_text('from x import _\nNEW = _("Family name")')
    arabic = catalogues.judge(root)[0]
    assert arabic.missing == ["Family name"]
    assert arabic.superfluous == ["%(n)s child", "First name", "Save"]


def test_an_update_keeps_translations(root: Path) -> None:
    catalogues.update(root, ["fr"])
    path = catalogues.catalogue_files(root)["fr"]
    text = path.read_text().replace('msgid "Save"\nmsgstr ""', 'msgid "Save"\nmsgstr "Enregistrer"')
    path.write_text(text)
    (root / "src" / "app" / "b.py").write_text('from x import _\nNEW = _("Family name")')
    catalogues.update(root, ["fr"])
    with path.open("rb") as fileobj:
        catalog = read_po(fileobj, locale="fr")
    assert catalog["Save"].string == "Enregistrer"
    assert catalogues.judge(root)[0].untranslated == 7


def test_a_percent_sign_is_no_placeholder_and_a_second_update_changes_nothing(root: Path) -> None:
    (root / "src" / "app" / "b.py").write_text('from x import _\nA = _("{share}% of it")\nB = _("%(share)s of {it}")')
    catalogues.update(root, ["fr"])
    path = catalogues.catalogue_files(root)["fr"]
    text = path.read_text()
    assert '#, python-brace-format\nmsgid "{share}% of it"' in text
    assert 'python-format\nmsgid "%(share)s of {it}"' in text
    catalogues.update(root, ["fr"])
    assert path.read_text() == text


@pytest.mark.parametrize(("number", "form"), [(0, 0), (1, 1), (2, 2), (3, 3), (11, 4), (100, 5), (102, 5), (103, 3)])
def test_arabic_has_its_six_forms_in_the_order_of_djangos_own_catalogues(root: Path, number: int, form: int) -> None:
    catalogues.update(root, ["ar"])
    with catalogues.catalogue_files(root)["ar"].open("rb") as fileobj:
        catalog = read_po(fileobj, locale="ar")
    catalog[("One row", "%(total)s rows")].string = tuple("012345")
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    assert gettext.GNUTranslations(compiled).ngettext("One row", "%(total)s rows", number) == str(form)
