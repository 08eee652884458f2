from pamoja.formats.xform.versioning import with_version

FORM = b"""<h:html xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>People & Trees</h:title><model><instance>
<data id="f" version="1"><a/></data></instance></model></h:head></h:html>"""


def test_a_form_with_a_stray_ampersand_gets_a_version_and_keeps_the_rest():
    assert with_version(FORM, "2") == FORM.replace(b'version="1"', b'version="2"')
