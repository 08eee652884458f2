"""Small forms and submissions for tests."""

FORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
  xmlns:orx="http://openrosa.org/xforms" xmlns:jr="http://openrosa.org/javarosa">
  <h:head><h:title>{title}</h:title><model>
    <instance><data id="{form_id}" version="{version}">
      <name/><age/><point/><photo/>
      <member jr:template=""><who/><born/></member>
      <orx:meta><orx:instanceID/></orx:meta>
    </data></instance>
    <bind nodeset="/data/name" type="string"/><bind nodeset="/data/age" type="int"/>
    <bind nodeset="/data/point" type="geopoint"/><bind nodeset="/data/photo" type="binary"/>
    <bind nodeset="/data/member/who" type="string"/><bind nodeset="/data/member/born" type="date"/>
  </model></h:head>
  <h:body>
    <input ref="/data/name"><label>Name</label></input>
    <input ref="/data/age"><label>Age</label></input>
    <input ref="/data/point"><label>Where</label></input>
    <upload ref="/data/photo" mediatype="image/*"><label>Photo</label></upload>
    <group ref="/data/member"><label>Member</label><repeat nodeset="/data/member">
      <input ref="/data/member/who"><label>Who</label></input>
      <input ref="/data/member/born"><label>Born</label></input>
    </repeat></group>
  </h:body></h:html>"""

SUBMISSION = """<data xmlns:orx="http://openrosa.org/xforms" id="{form_id}" version="{version}">
<name>{name}</name><age>{age}</age><point>-13.9 33.7 0 5</point>{photo}
<member><who>A</who><born>2020-01-02</born></member><member><who>B</who></member>
<orx:meta><orx:instanceID>{instance_id}</orx:instanceID>{deprecated}</orx:meta></data>"""


def form_xml(form_id: str = "visit", version: str = "1", title: str = "Visit") -> bytes:
    """A form with text, number, point, photo and a repeat."""
    return FORM.format(form_id=form_id, version=version, title=title).encode()


def submission_xml(
    instance_id: str = "uuid:1",
    name: str = "Ada",
    age: str = "3",
    form_id: str = "visit",
    version: str = "1",
    photo: str = "",
    deprecated: str = "",
) -> bytes:
    """A submission to it with two members."""
    return SUBMISSION.format(
        instance_id=instance_id,
        name=name,
        age=age,
        form_id=form_id,
        version=version,
        photo=f"<photo>{photo}</photo>" if photo else "<photo/>",
        deprecated=f"<orx:deprecatedID>{deprecated}</orx:deprecatedID>" if deprecated else "",
    ).encode()
