"""Every page of the product that is looked at by axe-core: who looks, and where. Add yours here."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.looked_at import LookedAt, after, page
from tests.browser.pages_accounts import ACCOUNTS


def send(name: str) -> Callable[[Page], None]:
    """Send the form that goes to an address with this end; its button may lie in a dialog that asks first."""

    def act(page: Page) -> None:
        page.locator(f"form[action$='{name}']").first.evaluate("form => form.requestSubmit()")

    return act


def without_token(page: Page) -> None:
    """Send a form whose secret has gone, as after a long night."""
    page.context.clear_cookies(name="csrftoken")
    page.locator("main form").first.evaluate("form => form.submit()")


def approve_all(page: Page) -> None:
    """See what approving every record would change."""
    page.locator("input[value=approved]").check()
    page.locator("button[value=preview]").click()


def take_out_all(page: Page) -> None:
    """See what taking an answer out of every record would change."""
    page.locator("select[name=questions]").select_option(index=2)
    page.locator("input[value=clear]").check()
    page.locator("textarea[name=reason]").fill("It was asked in the wrong way.")
    page.locator("button[value=preview]").click()


def keep_all(page: Page) -> None:
    """See what keeping every answer would write."""
    page.locator("input[value=no_action]").check()
    page.locator("main form[method=post] .btn-primary").click()


def fill_badly(page: Page) -> None:
    """Write words where a number is asked for."""
    page.locator("main input[inputmode=numeric]").first.fill("many")
    page.locator("button[value=next]").click()


def key_badly(page: Page) -> None:
    """Say that a sheet is done on which something stands that the form does not take."""
    page.locator(".keying-line input[inputmode=numeric]").first.fill("many")
    page.locator("button[value=finish]").click()


SHELL = [
    page("home", "welcome", who="nobody"),
    page("home"),
    page("home", "of an operator", who="omar"),
    page("notifications"),
    page("help"),
    LookedAt("help", what="searched", path="?q=import"),
    page("help_document", "of roles", section="how-to", name="people-and-roles"),
    page("help_document", "of permissions", section="reference", name="permissions"),
    page("help_document", "of security", section="explanation", name="security"),
    page("help_document", "to begin with", section="tutorial", name="first-data"),
    page("search"),
    LookedAt("search", what="found", path="?q=example"),
    LookedAt("search", what="found nothing", path="?q=zzzz"),
    page("api_reference"),
    LookedAt("new_invitation", what="with a token that has gone", act=without_token, status=403),
    LookedAt("", what="404", path="/no-such-page/", status=404),
    LookedAt("members", who="dina", what="403", status=403),
    LookedAt("", what="500", path="/broken/", status=500, is_in_all_languages=True),
    LookedAt("", what="409", path="/stale/", status=409),
    LookedAt("", what="429", path="/too-often/", status=429),
]

CORE = [
    page("webhooks"),
    page("webhooks", "of somebody else", who="chol"),
    page("new_webhook"),
    page("webhook", public_id="webhook"),
    after("webhook", "with a new secret", send("rotate/"), public_id="webhook"),
    page("audit"),
    page("outbox"),
    page("outbox", "of somebody else", who="chol"),
    page("jobs:progress", "at work", public_id="running_job"),
    page("jobs:progress", "failed", public_id="failed_job"),
    page("jobs:progress", "done", public_id="done_job"),
    page("conflicts:list"),
    page("conflicts:list", "of somebody else", who="chol"),
    page("agreements"),
    page("new_agreement"),
    page("agreement", "offered", public_id="offered"),
    page("agreement", "accepted", public_id="accepted"),
    page("shared_records", who="chol", public_id="accepted", kind="forms.form"),
]

PLACES = [
    page("places:list"),
    LookedAt("places:list", what="searched", path="?q=nkhata"),
    page("places:detail", "the country", iso3="iso3", pcode="iso3"),
    page("places:detail", "a region", iso3="iso3", pcode="region"),
    page("places:detail", "a district", iso3="iso3", pcode="district"),
    page("places:facility", public_id="facility"),
    page("places:add_country", who="omar"),
    page("places:imports", who="omar"),
    page("places:propose", who="omar"),
    page("places:propose_facilities", who="omar"),
    page("places:import", who="omar", public_id="place_import"),
    page("places:import", "of facilities", who="omar", public_id="facility_import"),
    page("places:change_facility", who="omar", public_id="facility"),
    page("places:detail", "of an operator", who="omar", iso3="iso3", pcode="district"),
    page("places:add", who="omar", iso3="iso3", pcode="region"),
    page("places:change", who="omar", iso3="iso3", pcode="district"),
    page("places:retire", who="omar", iso3="iso3", pcode="district"),
    page("places:add_facility", who="omar", iso3="iso3", pcode="district"),
]

PEOPLE = [
    page("people:list"),
    page("people:list", "of somebody else", who="chol"),
    page("people:new"),
    page("people:detail", public_id="person"),
    page("people:edit", public_id="person"),
    page("people:erase", public_id="person"),
    page("people:merge", public_id="person", other="twin"),
    page("people:doubles"),
    page("people:double", public_id="pair"),
    page("people:households"),
    page("people:household", public_id="household"),
    page("people:household_new"),
    page("people:import_new"),
    page("people:import", "its columns", public_id="fresh_sheet"),
    page("people:import", "checked", public_id="checked_sheet"),
]

FORMS = [
    page("forms:list"),
    page("forms:list", "of somebody else", who="chol"),
    page("forms:deleted"),
    page("forms:add_project"),
    page("forms:change_project", project_id="project"),
    page("forms:encrypt_project", project_id="project"),
    page("forms:upload"),
    page("forms:import", "to repair", public_id="repairable"),
    page("forms:import", "refused", public_id="refused"),
    page("forms:form", form_id="form"),
    page("forms:form", "a draft", form_id="draft"),
    page("forms:form", "of a worker", who="ben", form_id="form"),
    page("forms:publish", form_id="form"),
    page("forms:delete", form_id="form"),
    page("forms:fill", form_id="form"),
    page("forms:fill", "a household", form_id="household_form"),
    page("forms:fill_draft", form_id="draft"),
    page("forms:sent", form_id="form"),
    page("forms:sent_draft", form_id="draft"),
    page("forms-paper:print", form_id="form"),
    page("forms-talking:start", form_id="form"),
    page("forms-talking:start", "a household", form_id="household_form"),
    page("forms-talking:trial", form_id="form", public_id="trial"),
    page("forms-paper:batches", form_id="form"),
    page("forms-paper:batches", "empty", form_id="household_form"),
    page("forms-paper:batch", form_id="form", public_id="batch"),
    page("forms-paper:batch", "of a worker", who="ben", form_id="form", public_id="batch"),
    page("forms-paper:entry", form_id="form", public_id="entry"),
    LookedAt(
        "forms-paper:entry",
        what="to be marked",
        keys={"form_id": "form", "public_id": "entry"},
        act=key_badly,
        status=422,
    ),
    page("forms-paper:settle", form_id="form", public_id="differing"),
    page("forms-plain:start", form_id="form"),
    page("forms-plain:page", form_id="form", public_id="filling"),
    LookedAt(
        "forms-plain:page", what="a repeat", keys={"form_id": "form", "public_id": "filling"}, path="?at=/member%2B"
    ),
    LookedAt(
        "forms-plain:page",
        what="to be corrected",
        keys={"form_id": "form", "public_id": "filling"},
        path="?at=/hh/size",
        act=fill_badly,
        status=422,
    ),
    page("forms-plain:page", "a household", form_id="household_form", public_id="household_filling"),
    page("forms-plain:end", form_id="form", public_id="filling"),
    page("forms-plain:page", "a correction", form_id="form", public_id="correction"),
    page("forms-plain:end", "of a correction", form_id="form", public_id="correction"),
    LookedAt(
        "forms-plain:end", what="outdated", keys={"form_id": "form", "public_id": "outdated_correction"}, status=409
    ),
    page("forms:devices"),
    page("forms:add_device", project_id="project"),
    page("forms:device", public_id="device"),
    after("forms:device", "its code", send("renew/"), public_id="device"),
]

RECORDS = [
    page("forms-seeing:table", form_id="form"),
    page("forms-seeing:table", "many questions", form_id="household_form"),
    page("forms-seeing:table", "empty", form_id="draft"),
    page("forms-seeing:repeat", form_id="form", table="Submissions.member"),
    page("forms-seeing:encrypted", form_id="form"),
    page("forms-seeing:record", form_id="form", public_id="record"),
    page("forms-seeing:record", "deleted", form_id="form", public_id="deleted_record"),
    page("forms-reviewing:acts", form_id="form"),
    page("forms-reviewing:act", form_id="form", public_id="bulk_act"),
    page("forms-reviewing:review", form_id="household_form"),
    after("forms-reviewing:review", "shown", approve_all, form_id="household_form"),
    page("forms-reviewing:place", form_id="household_form"),
    page("forms-reviewing:answers", form_id="household_form"),
    after("forms-reviewing:answers", "shown", take_out_all, form_id="household_form"),
    page("forms-seeing:charts", form_id="form"),
    page("forms-seeing:charts", "empty", form_id="draft"),
    page("forms-seeing:map", form_id="form"),
    page("forms-seeing:map", "empty", form_id="draft"),
    page("forms-seeing:files", form_id="form"),
    page("forms-seeing:made", form_id="form", public_id="export"),
]

QUALITY = [
    page("forms-quality:board", form_id="household_form"),
    page("forms-quality:board", "not checked", form_id="draft"),
    page("forms-quality:flags", form_id="household_form"),
    page("forms-quality:flags", "of a worker", who="ben", form_id="household_form"),
    page("forms-quality:flag", "open", form_id="household_form", flag_id="open_flag"),
    page("forms-quality:flag", "decided", form_id="household_form", flag_id="decided_flag"),
    page("forms-quality:decide", form_id="household_form"),
    after("forms-quality:decide", "shown", keep_all, form_id="household_form"),
    page("forms-quality:log", form_id="household_form"),
    page("forms-quality:take_in", form_id="household_form"),
    page("forms-quality:settings", form_id="household_form"),
]

ENTITIES = [
    page("forms-lists:lists"),
    page("forms-lists:lists", "of somebody else", who="chol"),
    page("forms-lists:table", list_id="list"),
    page("forms-lists:about", list_id="list"),
    page("forms-lists:settings", list_id="list"),
    page("forms-lists:deleted", list_id="list"),
    page("forms-lists:waiting", list_id="list"),
    page("forms-lists:add", list_id="list"),
    page("forms-lists:entity", "in conflict", list_id="list", public_id="clashing_entity"),
    page("forms-lists:entity", "deleted", list_id="list", public_id="deleted_entity"),
    page("forms-lists:change", list_id="list", public_id="clashing_entity"),
    page("forms-lists:conflict", list_id="list", public_id="clashing_entity"),
    page("forms-lists:purge", list_id="list", public_id="deleted_entity"),
]

PROTECTION = [
    page("forms-protecting:classes", form_id="household_form"),
    page("forms-protecting:retention", form_id="household_form"),
    page("forms-exports:list"),
    page("forms-redacted:list"),
    page("forms-redacted:list", "of somebody else", who="chol"),
    page("forms-redacted:add", form_id="household_form"),
    page("forms-redacted:detail", public_id="redacted"),
    page("forms-redacted:change", public_id="redacted"),
    page("forms-redacted:preview", public_id="redacted"),
    page("forms-redacted:preview", "of nothing", public_id="redacted_to_nothing"),
]

PAGES: list[LookedAt] = [
    *SHELL,
    *ACCOUNTS,
    *CORE,
    *PLACES,
    *PEOPLE,
    *FORMS,
    *RECORDS,
    *QUALITY,
    *ENTITIES,
    *PROTECTION,
]
