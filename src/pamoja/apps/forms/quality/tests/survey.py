"""A form about spending, and forty households of which a few are odd."""

FORM = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
  xmlns:orx="http://openrosa.org/xforms" xmlns:jr="http://openrosa.org/javarosa">
  <h:head><h:title>Spending</h:title><model>
    <instance><data id="spending" version="1">
      <start/><end/><enumerator_id/><village/><point/>
      <hh><spent/><earned/><source/><source_other/></hh><remark/>
      <member jr:template=""><age/></member>
      <orx:meta><orx:instanceID/><orx:audit/></orx:meta>
    </data></instance>
    <bind nodeset="/data/start" type="dateTime" jr:preload="timestamp" jr:preloadParams="start"/>
    <bind nodeset="/data/end" type="dateTime" jr:preload="timestamp" jr:preloadParams="end"/>
    <bind nodeset="/data/enumerator_id" type="string"/><bind nodeset="/data/village" type="string"/>
    <bind nodeset="/data/point" type="geopoint"/>
    <bind nodeset="/data/hh/spent" type="int"/><bind nodeset="/data/hh/earned" type="int"/>
    <bind nodeset="/data/hh/source" type="string"/>
    <bind nodeset="/data/hh/source_other" type="string" relevant="selected( /data/hh/source , 'other')"/>
    <bind nodeset="/data/remark" type="string"/><bind nodeset="/data/member/age" type="int"/>
    <bind nodeset="/data/meta/audit" type="binary"/>
  </model></h:head>
  <h:body>
    <input ref="/data/enumerator_id"><label>Enumerator</label></input>
    <input ref="/data/village"><label>Village</label></input>
    <input ref="/data/point"><label>Where</label></input>
    <group ref="/data/hh"><label>Household</label>
      <input ref="/data/hh/spent"><label>Spent last month</label></input>
      <input ref="/data/hh/earned"><label>Earned last month</label></input>
      <select1 ref="/data/hh/source"><label>Source of water</label>
        <item><label>Protected well</label><value>well</value></item>
        <item><label>River</label><value>river</value></item>
        <item><label>Other</label><value>other</value></item></select1>
      <input ref="/data/hh/source_other"><label>Which?</label></input>
    </group>
    <input ref="/data/remark"><label>Remark</label></input>
    <group ref="/data/member"><label>Member</label><repeat nodeset="/data/member">
      <input ref="/data/member/age"><label>Age</label></input>
    </repeat></group>
  </h:body></h:html>"""

SPENT, SOURCE, WRITTEN = "/hh/spent", "/hh/source", "/hh/source_other"
ORDINARY, ODD = 38, "uuid:odd"
HERE = "-9.7 33.2 0 5"  # in Dina's district


def record_xml(
    number: int | str,
    spent: int | str = 500,
    source: str = "well",
    written: str = "",
    where: str = "",
    more: str = "",
) -> bytes:
    """A record of a household, a hundred metres from the next; the odd one is `uuid:odd`."""
    where = where or f"-13.9 {33.7 + (number if isinstance(number, int) else 90) / 1000:.3f} 0 5"
    other = f"<source_other>{written}</source_other>" if written else ""
    return f"""<data xmlns:orx="http://openrosa.org/xforms" id="spending" version="1">
      <start>2026-03-02T08:00:00.000+02:00</start><end>2026-03-02T08:30:00.000+02:00</end>
      <enumerator_id>e{len(str(number)) % 2}</enumerator_id><village>V1</village><point>{where}</point>
      <hh><spent>{spent}</spent><earned>900</earned><source>{source}</source>{other}</hh>{more}
      <orx:meta><orx:instanceID>uuid:{number}</orx:instanceID></orx:meta></data>""".encode()


def edited_xml(spent: int) -> bytes:
    """The odd record, with another answer."""
    new = b"<orx:instanceID>uuid:odd2</orx:instanceID><orx:deprecatedID>uuid:odd</orx:deprecatedID>"
    xml = record_xml("odd", spent, "other", "a protected well", HERE)
    return xml.replace(b"<orx:instanceID>uuid:odd</orx:instanceID>", new)
