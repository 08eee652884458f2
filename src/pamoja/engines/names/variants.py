"""Families of names that history, not spelling, holds together: no rule of sound leads from one to the other.

Each line is one name as it is borne from Dakar to Kabul, with its biblical twin where registers mix both.
Written from general knowledge; add a line when a register shows one.
"""

from typing import Final

from pamoja.engines.names.script import to_latin
from pamoja.engines.names.tokens import tokens

FAMILIES: Final = """
mohamed muhammad mahamat mamadou mahamadou mohammadou mehmet mehmed momodou maxamed mohamad محمد
mahmoud mamoudou mahmud mahmood maxamuud محمود
ahmed amadou ahmadou axmed ahmat ahmad ahmet akhmed أحمد احمد
fatima fatuma fatouma fatimata fatoumata faduma fatimatou fatimetou fadima fadimata fatou fatma fadumo فاطمة فاطمه
aisha aicha aissata aissatou caasha aysha aiche aichatou ashatu aisa aysatou ayesha ayisha aishatu aishat عائشة عايشة
hawa awa xaawo eve hauwa حواء حوا
khadija hadiza kadidja khadidiatou kadiatou xadiijo khadidja hadja kadijatou kadiza خديجة
yusuf youssouf joseph yousef yosef yusif issoufou isufu youssoupha يوسف
ibrahim ibrahima brahim ebrahim abraham ebrima ibra ibraahim brehima إبراهيم ابراهيم
uthman ousmane osman usman cismaan ousseni othman عثمان
abubakar boubacar aboubacar bubacarr abubakr bakari بوبكر
sulaiman souleymane suleiman saleebaan solomon suleman salomon سليمان
musa moussa moses moise muuse موسى
isa issa jesus ciise eissa عيسى
maryam mariam mary marie mariama miriam maria maryan meryem mariamou maryama مريم
yaqub jacob yacouba yakubu yacob yacoub yaqoub يعقوب
daud daouda david dawit dawud davud dauda داود داوود
ismail ishmael smail ismaila ismaaciil إسماعيل اسماعيل
ishaq isaac isaak isxaaq إسحاق اسحاق
idris idrissa driss idriss edris إدريس ادريس
zakaria zacharie zachary zekarias زكريا
zainab zeinab zaynab zenab zineb zenabou seynabou sainabou zeinabou zainabou زينب
yahya john jean johannes yohannes giovanni ivan juan joao يحيى
ilyas elias elijah eliya إلياس الياس
ayub job ayoub أيوب ايوب
harun aaron haroun aron هارون
yunus jonas younous jonah يونس
hassan hasan lassana alassane assane xasan حسن
hussein hussain ousseynou alhousseini lassina xuseen حسين
ali aly aliou aliyu alioune ally cali علي على
umar oumarou oumar omar omari cumar عمر
abdullah abdoulaye abdoulay abdullahi abdulahi abdoullahi abdillahi abdallah abdalla cabdullaahi abdallh
ramadan ramazan ramadhan ramadhani ramadane رمضان
diallo jallow jalloh dialo
thierno cherno tierno
cheikh sheikh shaikh sheick cheick shekh شيخ
michael mikael mikhail michel mikail ميخائيل
paul pavel boulos bulus بولس
peter pierre petros boutros butrus petr بطرس
george giorgis georges yurgos jorge جورج
stephen etienne estifanos stefan stephane
philip philippe filipos
luke luc lukas lucas
mark marc marcos marqos marcus
matthew mathieu matewos matthieu mateus
james jacques
catherine ekaterina katarina
elizabeth elsabet elisabeth isabel
"""


def _spelt(name: str) -> set[str]:
    """As it is written and as a name is cut: "Abdoulaye" loses its linking vowel, "Abd Allah" does not."""
    return {to_latin(name), *(token.text for token in tokens(name))}


CANON: Final[dict[str, str]] = {
    text: line.split()[0] for line in FAMILIES.strip().splitlines() for name in line.split() for text in _spelt(name)
}


def family(text: str) -> str:
    """Return the first name of the family that a Latin token belongs to, or "" when it belongs to none."""
    return CANON.get(text, "")
