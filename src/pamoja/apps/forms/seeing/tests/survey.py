"""A small survey with every kind of answer, and records whose figures are counted by hand in the tests."""

FORM = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
  xmlns:orx="http://openrosa.org/xforms" xmlns:jr="http://openrosa.org/javarosa">
  <h:head><h:title>Water survey</h:title><model>
    <itext>
      <translation lang="English (en)" default="true()">
        <text id="name"><value>Name</value></text><text id="source"><value>Main source</value></text>
        <text id="well"><value>A well</value></text><text id="tap"><value>A tap</value></text>
        <text id="none"><value>None</value></text><text id="member"><value>Member</value></text>
      </translation>
      <translation lang="French (fr)">
        <text id="name"><value>Nom</value></text><text id="source"><value>Source principale</value></text>
        <text id="well"><value>Un puits</value></text><text id="tap"><value>Un robinet</value></text>
        <text id="none"><value>Aucune</value></text><text id="member"><value>Membre</value></text>
      </translation>
    </itext>
    <instance><data id="water" version="1">
      <name/><note/><hh><size/><source/><uses/><litres/></hh><visit/><point/><photo/>
      <member jr:template=""><who/><age/><photo/><dose jr:template=""><given/></dose></member>
      <orx:meta><orx:instanceID/><orx:instanceName/></orx:meta>
    </data></instance>
    <bind nodeset="/data/name" type="string"/><bind nodeset="/data/note" type="string" readonly="true()"/>
    <bind nodeset="/data/hh/size" type="int"/><bind nodeset="/data/hh/source" type="string"/>
    <bind nodeset="/data/hh/uses" type="string"/><bind nodeset="/data/hh/litres" type="decimal"/>
    <bind nodeset="/data/visit" type="date"/><bind nodeset="/data/point" type="geopoint"/>
    <bind nodeset="/data/photo" type="binary"/>
    <bind nodeset="/data/member/who" type="string"/><bind nodeset="/data/member/age" type="int"/>
    <bind nodeset="/data/member/photo" type="binary"/><bind nodeset="/data/member/dose/given" type="date"/>
  </model></h:head>
  <h:body>
    <input ref="/data/name"><label ref="jr:itext('name')"/></input>
    <input ref="/data/note"><label>Read this out</label></input>
    <group ref="/data/hh"><label>Household</label>
      <input ref="/data/hh/size"><label>Size</label></input>
      <select1 ref="/data/hh/source"><label ref="jr:itext('source')"/>
        <item><label ref="jr:itext('well')"/><value>well</value></item>
        <item><label ref="jr:itext('tap')"/><value>tap</value></item>
        <item><label ref="jr:itext('none')"/><value>none</value></item></select1>
      <select ref="/data/hh/uses"><label>Uses</label>
        <item><label>Drinking</label><value>drink</value></item>
        <item><label>Cooking</label><value>cook</value></item>
        <item><label>Washing</label><value>wash</value></item></select>
      <input ref="/data/hh/litres"><label>Litres a day</label></input>
    </group>
    <input ref="/data/visit"><label>Day of the visit</label></input>
    <input ref="/data/point"><label>Where</label></input>
    <upload ref="/data/photo" mediatype="image/*"><label>Photo</label></upload>
    <group ref="/data/member"><label ref="jr:itext('member')"/><repeat nodeset="/data/member">
      <input ref="/data/member/who"><label>Who</label></input>
      <input ref="/data/member/age"><label>Age</label></input>
      <upload ref="/data/member/photo" mediatype="image/*"><label>Portrait</label></upload>
      <group ref="/data/member/dose"><label>Dose</label><repeat nodeset="/data/member/dose">
        <input ref="/data/member/dose/given"><label>Given</label></input>
      </repeat></group>
    </repeat></group>
  </h:body></h:html>"""

RECORDS = {
    # Ann in the district of Dina, with two members; the first had two doses
    "uuid:ann": """<name>Ann</name><hh><size>4</size><source>well</source><uses>drink cook</uses>
      <litres>20.50</litres></hh><visit>2026-03-02</visit><point>-9.7 33.2 1200 5</point><photo>ann.png</photo>
      <member><who>A1</who><age>30</age><dose><given>2026-01-05</given></dose><dose><given>2026-02-05</given></dose>
      </member><member><who>A2</who><age>2</age></member>""",
    # Bo in another region, with one member
    "uuid:bo": """<name>Bo</name><hh><size>6</size><source>tap</source><uses>drink</uses><litres>55</litres></hh>
      <visit>2026-03-04</visit><point>-13.9 33.7 0 5</point><member><who>B1</who><age>41</age></member>""",
    # a name that a spreadsheet would run, a number that is none, no place, no members
    "uuid:cy": """<name>=1+2</name><hh><size>many</size><source>well</source><uses>wash drink</uses></hh>
      <visit>2026-03-11</visit><extra>left over</extra>""",
}


def record_xml(instance_id: str, answers: str = "", name: str = "", deprecated: str = "") -> bytes:
    """A submission with these answers, by default those of the record of that id."""
    named = f"<orx:instanceName>{name}</orx:instanceName>" if name else ""
    before = f"<orx:deprecatedID>{deprecated}</orx:deprecatedID>" if deprecated else ""
    return f"""<data xmlns:orx="http://openrosa.org/xforms" id="water" version="1">{answers or RECORDS[instance_id]}
      <orx:meta><orx:instanceID>{instance_id}</orx:instanceID>{before}{named}</orx:meta></data>""".encode()
