"""A form with groups, a repeat within a group and a repeat within that, of every type that OData tells apart."""

from pamoja.formats.odata import Row
from pamoja.formats.xform import parse_xform
from pamoja.formats.xform.model import FormSchema

XML = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>V</h:title>
  <model><instance><data id="a visit!" version="1">
    <name/><hh><size/><weight/><uses/><deep><at/></deep></hh><here/><way/><field/><day/><seen/><ok/>
    <kids><kid.1><who/><toys><toy><what/></toy></toys></kid.1></kids><meta><instanceID/></meta>
  </data></instance>
  <bind nodeset="/data/name" type="string"/><bind nodeset="/data/hh/size" type="int"/>
  <bind nodeset="/data/hh/weight" type="decimal"/><bind nodeset="/data/hh/uses" type="string"/>
  <bind nodeset="/data/hh/deep/at" type="time"/>
  <bind nodeset="/data/here" type="geopoint"/><bind nodeset="/data/way" type="geotrace"/>
  <bind nodeset="/data/field" type="geoshape"/><bind nodeset="/data/day" type="date"/>
  <bind nodeset="/data/seen" type="dateTime"/><bind nodeset="/data/ok" type="boolean"/></model></h:head>
  <h:body><select ref="/data/hh/uses"><label>U</label><item><label>A</label><value>a</value></item></select>
    <repeat nodeset="/data/kids/kid.1"><input ref="who"/><repeat nodeset="/data/kids/kid.1/toys/toy"/></repeat>
  </h:body></h:html>"""


def schema() -> FormSchema:
    """The form."""
    return parse_xform(XML)


def record(answers: str, is_odd: bool = False) -> Row:
    """A record with these answers."""
    return Row("uuid:1", "uuid:1", answers=answers, is_odd=is_odd, system={"edits": 2, "status": None, "deviceId": "d"})
