"""What a form calculates otherwise once an answer of a record that was sent is another."""

from pamoja.engines.xforms import followed
from pamoja.engines.xforms.tests.small_forms import NOW, form

DATA = """<data><size/><born/><twice/><four/><age/><sent/><code/><many/><looked/><said/>
<member jr:template=""><share/><name/></member><meta><instanceName/></meta></data>"""
MODEL = """<instance id="schools" src="jr://file-csv/schools.csv"/>
<bind nodeset="/data/size" type="int"/><bind nodeset="/data/born" type="date"/>
<bind nodeset="/data/twice" calculate="/data/size * 2"/><bind nodeset="/data/four" calculate="/data/twice * 2"/>
<bind nodeset="/data/age" calculate="int((today() - /data/born) div 365.25)"/>
<bind nodeset="/data/sent" type="dateTime" calculate="now()"/>
<bind nodeset="/data/code" calculate="concat(/data/size, uuid())"/>
<bind nodeset="/data/many" relevant="/data/size > 5" calculate="'yes'"/>
<bind nodeset="/data/looked" calculate="instance('schools')/root/item[id = /data/size]/name"/>
<bind nodeset="/data/said" calculate="/data/size + 1"/>
<bind nodeset="/data/member/share" calculate="100 div /data/size"/>
<bind nodeset="/data/meta/instanceName" calculate="concat('Size ', /data/size)"/>"""
BODY = """<input ref="/data/size"/><input ref="/data/born"/><input ref="/data/said"/>
<group ref="/data/member"><repeat nodeset="/data/member"><input ref="/data/member/name"/></repeat></group>"""
SENT = b"""<data><size>4</size><born>2000-01-01</born><twice>8</twice><four>16</four><age>25</age>
<sent>a device's</sent><code>4abc</code><looked>North</looked><said>9</said><member><share>25</share></member>
<member><share>25</share></member><meta><instanceName>Size 4</instanceName></meta></data>"""


def test_what_hangs_on_an_answer_follows_and_all_else_stays() -> None:
    """The clock, chance, a missing list and the answer itself; what a person put over a calculation gives way."""
    assert followed(form(DATA, MODEL, BODY), SENT, {"/size": "10"}, NOW) == {
        "/twice": "20",
        "/four": "40",
        "/many": "yes",
        "/said": "11",
        "/member[1]/share": "10",
        "/member[2]/share": "10",
        "/meta/instanceName": "Size 10",
    }


def test_the_clock_is_that_of_the_interview() -> None:
    assert followed(form(DATA, MODEL, BODY), SENT, {"/born": "2016-01-01"}, NOW) == {"/age": "10"}


def test_an_answer_that_is_set_itself_and_one_that_is_not_asked_are_left() -> None:
    assert followed(form(DATA, MODEL, BODY), SENT, {"/said": "3", "/gone": "1"}, NOW) == {}
