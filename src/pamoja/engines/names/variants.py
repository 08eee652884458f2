"""Families of names that history, not spelling, holds together: no rule of sound leads from one to the other.

Each line is one name as it is borne from Dakar to Kabul, with its biblical twin where registers mix both.
A long family goes on in another line that begins with its first name. Written from general knowledge; add a line when a
register shows one.
"""

from typing import Final

from pamoja.engines.names.script import to_latin
from pamoja.engines.names.tokens import tokens

FAMILIES: Final = """
mohamed muhammad mahamat mamadou mahamadou mohammadou mehmet mehmed momodou maxamed mohamad محمد muhammadu mahamad
mohamed mohamadou
mahmoud mamoudou mahmud mahmood maxamuud محمود mahmut mamoud
ahmed amadou ahmadou axmed ahmat ahmad ahmet akhmed أحمد احمد ahmadu amadu ahamadou hamadou
fatima fatuma fatouma fatimata fatoumata faduma fatimatou fatimetou fadima fadimata fatou fatma fadumo فاطمة فاطمه
aisha aicha aissata aissatou caasha aysha aiche aichatou ashatu aisa aysatou ayesha ayisha aishatu aishat عائشة
aisha عايشة achta aichata caasho
hawa awa xaawo eve hauwa حواء حوا
khadija hadiza kadidja khadidiatou kadiatou xadiijo khadidja hadja kadijatou kadiza خديجة hatice khadijo hatidza
yusuf youssouf joseph yousef yosef yusif issoufou isufu youssoupha يوسف yusufu usufu issouf
ibrahim ibrahima brahim ebrahim abraham ebrima ibra ibraahim brehima إبراهيم ابراهيم ibraahin ibrahin
uthman ousmane osman usman cismaan ousseni othman عثمان athumani athuman osmani usmanu
abubakar boubacar aboubacar bubacarr abubakr bakari بوبكر bocar boukar abakar bubakar
sulaiman souleymane suleiman saleebaan solomon suleman salomon سليمان
musa moussa moses moise muuse موسى
isa issa jesus ciise eissa عيسى
maryam mariam mary marie mariama miriam maria maryan meryem mariamou maryama مريم
yaqub jacob yacouba yakubu yacob yacoub yaqoub يعقوب
daud daouda david dawit dawud davud dauda داود داوود
ismail ishmael smail ismaila ismaaciil إسماعيل اسماعيل
ishaq isaac isaak isxaaq إسحاق اسحاق issaka isiaka isaka
idris idrissa driss idriss edris إدريس ادريس
zakaria zacharie zachary zekarias زكريا sakariye zakariye zakariya
zainab zeinab zaynab zenab zineb zenabou seynabou sainabou zeinabou zainabou زينب djeneba jeneba djenaba
yahya john jean johannes yohannes giovanni ivan juan joao يحيى yaya yaxye yahaya
ilyas elias elijah eliya إلياس الياس
ayub job ayoub أيوب ايوب
harun aaron haroun aron هارون
yunus jonas younous jonah يونس
hassan hasan lassana alassane assane xasan حسن hasane hassane
hussein hussain ousseynou alhousseini lassina xuseen حسين hissene hissein housseini ousseini huseyin husseini
ali aly aliou aliyu alioune ally cali علي على
umar oumarou oumar omar omari cumar عمر
abdullah abdoulaye abdoulay abdullahi abdulahi abdoullahi abdillahi abdallah abdalla cabdullaahi abdallh
ramadan ramazan ramadhan ramadhani ramadane رمضان
amina aminata aminatou aamina emine aminatu أمينة امينة
amin lamine alamin emin ameen lamin أمين امين
adam adama adamou adan aadan adamu آدم ادم
halima xaliimo haleema halimatou halimatu khalima halime حليمة حليمه
hamza hamsa xamse hamze حمزة حمزه
kulthum kaltouma kalthoum kaltum oumkalthoum umkulthum كلثوم
sadia sacdiyo saadia sadiya سعدية
ruqayya rokia ruqiya ruqiyo rukia roukaya rokaya rokiatou رقية رقيه
zahra sahra sahro zara zohra zuhra zehra زهراء زهرة
layla leyla laylo leila laila leyli ليلى
safiya safiatou safiyo safia صفية
safa safaa صفاء
rania ranya رانيا
rana رنا
salman salmane salmaan سلمان
hamid hameed xamiid hamidou حميد
hamad حمد
kamil kameel camil كامل
kamal kamaal kemal cemal كمال
bashir bachir basheer bashiir بشير
bashar bachar بشار
warsame warsama
hiwot hiywet hiwet hiywot
daniel danil danyal دانيال
natalia natalya nataliya nathalie
natella natela
irina iryna irena
arina aryna
giselle gisele gisela
sofia sophia sofiya sophie
jamal gamal djamel djamal جمال
jamila djamila gamila جميلة
kamila kameela كاملة
mahdi mehdi مهدي
hamdi xamdi حمدي
sara sarah سارة
abebe አበበ
abeba አበባ
joan joanna johanna
samuel samweli samwel ሳሙኤል
semhal ሰምሃል
christian kristian
christine christina kristina kristine
haruna harouna harunna harou
maimuna maimouna maymuna maimunatu maymouna ميمونة
bilqis balkissa bilkisu balkis belkis bilkis بلقيس
nafisa nafissa nafissatou nafisatu naffi نفيسة
hafsa hafsatou habsatou hafsatu habsa hapsatou حفصة
rahmatu ramatou rahmatou ramata ramatoulaye
tijani tidiane tidjani tidiani tijaniyya تيجاني
said seydou saidou saidu seidou saiidu saciid سعيد
kader kadri kadiri qadir قادر
coumba kumba koumba
sekou seku shekou sekouba
jibril djibril djibrilla djibrine jibrin gabriel gibril jibrilla جبريل
bilal bilali bilaly بلال
lawal lawali lawan
mustafa moustapha moustafa mustapha mostafa مصطفى
sharif cherif chérif charif sherif شريف
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
