"""The registry of pages: each address once, with who may open it. It feeds the tests of access, of looks and
of accessibility, and the pictures of `make shots`; a test holds it against the addresses that exist.
"""

from dataclasses import dataclass
from typing import Literal

Side = Literal["shared", "tenant"]
# Who an address is there for, from anybody to few; all others are sent to sign in, or told it does not exist.
Who = Literal["anybody", "signed-in", "member", "reader", "administrator", "form-owner"]
# A page is looked at; an action is a POST that leads to a page; a machine asks for the rest.
Kind = Literal["page", "action", "machine"]

BOTH: tuple[Side, ...] = ("shared", "tenant")
TENANT: tuple[Side, ...] = ("tenant",)
SHARED: tuple[Side, ...] = ("shared",)


@dataclass(frozen=True)
class Page:
    """One address: its name in the URL configuration, where it exists, who for, and an example of its path.

    `{case}` and the like stand for what a test puts there.
    """

    name: str
    path: str
    sides: tuple[Side, ...]
    who: Who = "anybody"
    kind: Kind = "page"


PAGES = (
    Page("front", "/", BOTH),
    Page("where", "/var-rapporterar-jag", SHARED),
    Page("accessibility", "/tillganglighet", BOTH),
    Page("personal_data", "/personuppgifter", BOTH),
    Page("contact", "/kontakt", BOTH),
    Page("theme", "/tema.{theme}.css", BOTH, kind="machine"),
    Page("set_language", "/sprak", BOTH, kind="action"),
    Page("sign_in", "/logga-in", BOTH),
    Page("sign_out", "/logga-ut", BOTH, kind="action"),
    Page("organisations", "/mina-organisationer", BOTH, "signed-in"),
    Page("forgotten", "/losenord", BOTH),
    Page("forgotten_sent", "/losenord/skickat", BOTH),
    Page("new_password", "/losenord/nytt/MQ/set-password", BOTH),
    Page("members", "/medlemmar", TENANT, "administrator"),
    Page("invitation", "/inbjudan/{invitation}", TENANT),
    Page("bodies", "/organ", TENANT, "administrator"),
    Page("end_seat", "/organ/platser/{seat}/avsluta", TENANT, "administrator", kind="action"),
    Page("name_body", "/organ/namn", TENANT, "administrator", kind="action"),
    Page("plan_sitting", "/organ/sammantraden", TENANT, "administrator", kind="action"),
    Page(
        "call_off_sitting",
        "/organ/sammantraden/{sitting}/stall-in",
        TENANT,
        "administrator",
        kind="action",
    ),
    Page("report", "/rapportera", TENANT),
    Page("report_on", "/rapportera/rapport", TENANT),
    Page("blank_form", "/rapportera/rapport/blankett.pdf", TENANT, kind="machine"),
    Page("receipt", "/kvitto", TENANT),
    Page("letter", "/kvitto/meddelande", TENANT),
    Page("feedback", "/kvitto/hjalpte-det", TENANT),
    Page("close_receipt", "/kvitto/stang", TENANT, kind="action"),
    Page("start", "/start", TENANT, "member"),
    Page("lead_times", "/ledtider", TENANT, "reader"),
    Page("cases", "/arenden", TENANT, "reader"),
    Page("brief", "/arenden/underlag", TENANT, "reader"),
    Page("case", "/arenden/{case}", TENANT, "reader"),
    Page("outcome", "/arenden/{case}/utfall/svara-och-stang", TENANT, "reader"),
    Page("conversation", "/arenden/{case}/samtal", TENANT, "reader"),
    Page("triage", "/arenden/{case}/bedomning", TENANT, "reader"),
    Page("masking", "/arenden/{case}/avidentifiera", TENANT, "reader"),
    Page("analysis", "/arenden/{case}/analys", TENANT, "reader"),
    Page("pointed", "/arenden/{case}/utpekade", TENANT, "reader"),
    Page(
        "withdraw_pointed", "/arenden/{case}/utpekade/{pointed}/ta-tillbaka", TENANT, "reader", kind="action"
    ),
    Page("acknowledge", "/arenden/{case}/kvittera", TENANT, "reader", kind="action"),
    Page("references", "/arenden/{case}/hanvisningar", TENANT, "reader"),
    Page("similar", "/arenden/{case}/liknande", TENANT, "reader"),
    Page("join", "/arenden/{case}/liknande/{other}", TENANT, "reader", kind="action"),
    Page("case_contact", "/arenden/{case}/kontakt", TENANT, "reader"),
    Page("case_measures", "/arenden/{case}/atgarder", TENANT, "reader"),
    Page("case_statements", "/arenden/{case}/yttranden", TENANT, "reader"),
    Page("measures", "/atgarder", TENANT, "reader"),
    Page("measure", "/atgarder/{measure}", TENANT, "reader"),
    Page("statement", "/yttranden/{statement}", TENANT, "reader"),
    Page("nation", "/statistik", BOTH),
    Page("county", "/statistik/lan/17", BOTH),
    Page("releases", "/statistik/publiceringar", BOTH),
    Page("published", "/statistik/publicerat.json", BOTH, kind="machine"),
    Page("released_table", "/statistik/{release}/V1", BOTH),
    Page("table_file", "/statistik/{release}/V1.csv", BOTH, kind="machine"),
    Page("own_numbers", "/statistik/egna", TENANT, "reader"),
    Page("previews", "/publicering", TENANT, "reader"),
    Page("preview", "/publicering/{preview}", TENANT, "reader"),
    Page("hold_back", "/publicering/{preview}/V1/hall-inne", TENANT, "reader", kind="action"),
    Page("forms", "/blanketter", TENANT, "form-owner"),
    Page("new_form", "/blanketter/ny", TENANT, "form-owner"),
    Page("form", "/blanketter/{form}", TENANT, "form-owner"),
    Page("form_file", "/blanketter/{form}/fil", TENANT, "form-owner", kind="machine"),
    Page("print_form", "/blanketter/{form}/utskrift.pdf", TENANT, "form-owner", kind="machine"),
    Page("form_preview", "/blanketter/{form}/forhandsgranska", TENANT, "form-owner"),
    Page("discard_form", "/blanketter/{form}/slang", TENANT, "form-owner"),
    Page("publish_form", "/blanketter/{form}/publicera", TENANT, "form-owner"),
    Page("form_versions", "/blanketter/{form}/versioner", TENANT, "form-owner"),
    Page("form_version", "/blanketter/{form}/versioner/{version}", TENANT, "form-owner"),
    Page("question", "/blanketter/{form}/fragor/{question}", TENANT, "form-owner"),
    Page("remove_question", "/blanketter/{form}/fragor/{question}/ta-bort", TENANT, "form-owner"),
    Page("waivers", "/medgivanden", TENANT, "administrator"),
    Page("end_waiver", "/medgivanden/{waiver}/avsluta", TENANT, "administrator", kind="action"),
    Page("keys", "/nycklar", TENANT, "member"),
    Page("api_docs", "/api/v1/docs", TENANT),
    # What follows asks for a key of its own, and is told so in JSON: tests/api says who reads what.
    Page("api_schema", "/api/v1/schema", TENANT, kind="machine"),
    Page("api_form", "/api/v1/form", TENANT, kind="machine"),
    Page("api_reports", "/api/v1/reports", TENANT, kind="machine"),
    Page("api_receipt", "/api/v1/receipt", TENANT, kind="machine"),
    Page("api_receipt_letters", "/api/v1/receipt/letters", TENANT, kind="machine"),
    Page("api_receipt_feedback", "/api/v1/receipt/feedback", TENANT, kind="machine"),
    Page("api_me", "/api/v1/me", TENANT, kind="machine"),
    Page("api_cases", "/api/v1/cases", TENANT, kind="machine"),
    Page("api_case", "/api/v1/cases/{case}", TENANT, kind="machine"),
    Page("api_moves", "/api/v1/cases/{case}/moves", TENANT, kind="machine"),
    Page("api_letters", "/api/v1/cases/{case}/letters", TENANT, kind="machine"),
    Page("api_case_measures", "/api/v1/cases/{case}/measures", TENANT, kind="machine"),
    Page("api_case_statements", "/api/v1/cases/{case}/statements", TENANT, kind="machine"),
    Page("api_measures", "/api/v1/measures", TENANT, kind="machine"),
    Page("api_measure", "/api/v1/measures/{measure}", TENANT, kind="machine"),
    Page("api_statement", "/api/v1/statements/{statement}", TENANT, kind="machine"),
    Page("api_pointed", "/api/v1/cases/{case}/pointed", TENANT, kind="machine"),
    Page("api_withdraw", "/api/v1/cases/{case}/pointed/{pointed}/withdraw", TENANT, kind="machine"),
    Page("api_acknowledge", "/api/v1/cases/{case}/acknowledge", TENANT, kind="machine"),
    Page("api_references", "/api/v1/cases/{case}/references", TENANT, kind="machine"),
    Page("demo", "/demo", BOTH),
    Page("demo_time", "/demo/tid", SHARED),
    Page("demo_mail", "/demo/mail", SHARED),
    Page("demo_accounts", "/demo/accounts.json", SHARED, kind="machine"),
    Page("live", "/health/live", SHARED, kind="machine"),
    Page("ready", "/health/ready", SHARED, kind="machine"),
    # There for the proxy alone, which asks under a local host name.
    Page("host", "/health/host", SHARED, kind="machine"),
)


def on(side: Side) -> tuple[Page, ...]:
    """The addresses of one side."""
    return tuple(page for page in PAGES if side in page.sides)
