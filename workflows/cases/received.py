"""How a report becomes a case."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from tenants import air, clock
from workflows.bodies.models import Body
from workflows.cases import notifications, outcomes, owners, receipts
from workflows.cases.models import Answer, Case, Contact, Kept
from workflows.cases.moves import append
from workflows.cases.outcomes import Step
from workflows.chains.chain import QUICK, Chain
from workflows.chains.models import ChainVersion
from workflows.masking.findings import NUMBERS
from workflows.masking.review import Answered, Handled, Reason, Refused, reviewed
from workflows.masking.stops import refuse_stops
from workflows.questions import answers as given
from workflows.questions.models import FormVersion
from workflows.questions.sentences import sentence
from workflows.questions.sheet import Sheet, Value

UNASKED = Answered(because=Reason.UNASKED)


class AnotherReport(Exception):
    """A form page's id has already been used for a report with other words."""


@dataclass(frozen=True)
class Sender:
    """What a reporter chose to say of themselves."""

    name: str = ""
    email: str = ""
    phone: str = ""
    organisation: str = ""

    @property
    def says_anything(self) -> bool:
        """Whether any field is filled in."""
        return any(asdict(self).values())


@dataclass(frozen=True)
class Report:
    """What somebody sends in: the answers to one version of a form, and contact details if they like."""

    page_id: str
    answers: Mapping[str, object]
    sender: Sender = Sender()
    answered: Answered = UNASKED


@dataclass(frozen=True)
class Received:
    """The case that a report became, and the code that its reporter follows it with."""

    case: Case
    code: str


def receive(
    report: Report,
    form_version: FormVersion,
    chain_version: ChainVersion,
    analysis_version: FormVersion | None = None,
) -> Received:
    """Takes a report in; the same report sent twice is one case with one code.

    Raises Refused with a sentence for each answer that must be changed and all that its writer has not yet
    answered, and AnotherReport where the page's id has been used for something else.
    """
    answers, handled = accepted(form_version.sheet, report)
    key = receipt_key()
    code = receipts.code_of(report.page_id, key)
    case = Case(
        form_version=form_version,
        chain_version=chain_version,
        analysis_version=analysis_version,
        receipt_lookup=receipts.lookup_of(code, key),
        sent_digest=digest_of(report, answers),
        parties=parties_in(form_version.sheet, answers),
    )
    try:
        with transaction.atomic():
            begin(case, answers, report.sender)
            keep(case, handled, report.answered.because)
    except IntegrityError:
        # Nothing of it is left. Two that are sent at the same moment wait for each other at the reference.
        already = Case.objects.filter(receipt_lookup=case.receipt_lookup).first()
        if already is None:
            raise
        if not hmac.compare_digest(already.sent_digest, case.sent_digest):
            raise AnotherReport from None
        return Received(already, code)
    return Received(case, code)


def begin(case: Case, answers: Mapping[str, Value], sender: Sender) -> None:
    """Lets the case begin where its report comes in, and tells those who have it now."""
    now, chain = clock.now(), case.chain_version.chain
    step = first_step(case.form_version.sheet, answers, chain)
    case.reference, case.received_at = next_reference(now.year), now
    case.first_body = case.body = Body.objects.get(key=chain.stage(step.to_stage).body)
    append(case, case.chain_version, step, None, now)
    Answer.objects.bulk_create(Answer(case=case, question=q, value=v) for q, v in answers.items())
    if sender.says_anything:
        Contact.objects.create(case=case, **asdict(sender))
    told = notifications.received(case)
    if not told or case.body != case.first_body:
        owners.mind(case, now)


def keep(case: Case, handled: Handled, because: str) -> None:
    """Notes what its writer kept although it may point to a person: which kind and why, not what it says."""
    Kept.objects.bulk_create(
        Kept(case=case, question=question, kind=kind, reason=because) for question, kind in handled
    )


def first_step(asked: Sheet, answers: Mapping[str, Value], chain: Chain) -> Step:
    """Where it comes in: where its reporter chose, past their own chef, else where the chain begins."""
    question = asked.feeding("receiver")
    chosen = answers.get(question.id, "") if question else ""
    stages = {stage.key for stage in chain.stages if stage.track == QUICK}
    return outcomes.start_at(chain, chosen if isinstance(chosen, str) and chosen in stages else chain.first)


def parties_in(asked: Sheet, answers: Mapping[str, Value]) -> list[str]:
    """The parties that the reporter named, until somebody has classified the case."""
    question = asked.feeding("parties")
    named = answers.get(question.id, []) if question else []
    return [named] if isinstance(named, str) else list(named)


def receipt_key() -> bytes:
    """The key of this tenant's receipts: a code from another tenant opens nothing here."""
    master = settings.RECEIPT_KEY.encode()
    return hmac.new(master, air.schema().encode(), hashlib.sha256).digest()


def accepted(asked: Sheet, report: Report) -> tuple[dict[str, Value], Handled]:
    """The answers as they are stored, and what in them is kept for a reason; Refused where they can't be."""
    answers, faults = given.check(asked, report.answers, clock.today())
    said = {fault.where: sentence(asked, fault) for fault in faults}
    if report.sender.email:
        try:
            validate_email(report.sender.email)
        except ValidationError:
            said["email"] = _(
                "Skriv hela e-postadressen, till exempel namn@kommunen.se, eller lämna fältet tomt."
            )
    # Not in the telephone field: one in sixteen mobile numbers could be a personnummer, too.
    sender = {"name": report.sender.name, "organisation": report.sender.organisation}
    said |= faults_of(report.sender)
    texts = given.texts_in(asked, answers)
    review = reviewed(texts, report.answered)
    said |= refuse_stops(NUMBERS, **sender) | review.said
    if not receipts.is_page_id(report.page_id):
        said["page_id"] = _("Sidan behöver öppnas på nytt. Det du skrivit finns kvar, tryck på Skicka igen.")
    if said or review.left:
        raise Refused(said, review.found)
    return answers, review.handled


def faults_of(sender: Sender) -> dict[str, str]:
    """A sentence for each contact field that its column can't hold."""
    longest = {name: getattr(Contact, name).field.max_length for name in asdict(sender)}
    said = {}
    for name, text in asdict(sender).items():
        if given.UNSTORABLE.search(text):
            said[name] = _("Fältet innehåller tecken som inte går att spara. Skriv om det.")
        elif len(text) > longest[name]:
            said[name] = _("Korta texten till högst %(longest)d tecken.") % {"longest": longest[name]}
    return said


def digest_of(report: Report, answers: Mapping[str, Value]) -> str:
    """A keyed hash of all that was sent, which tells the same report from another."""
    sent = json.dumps([answers, asdict(report.sender)], sort_keys=True, ensure_ascii=False)
    return hmac.new(receipt_key(), sent.encode(), hashlib.sha256).hexdigest()


def next_reference(year: int) -> str:
    """The next reference of the year, as `2026-0041`. Two reports never get the same."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_lastreference (year, number) VALUES (%s, 1) "
            "ON CONFLICT (year) DO UPDATE SET number = cases_lastreference.number + 1 RETURNING number",
            [year],
        )
        (number,) = cursor.fetchone()
    return f"{year}-{number:04d}"


def by_code(typed: str) -> Case | None:
    """The case that the code opens, however it was typed."""
    code = receipts.cleaned(typed)
    if code is None:
        return None
    lookup = receipts.lookup_of(code, receipt_key())
    # Its chain is known by the hash: what is in it was read before.
    cases = Case.objects.select_related("chain_version", "first_body").defer("chain_version__content")
    return cases.filter(receipt_lookup=lookup).first()
