"""A report to send in tests: one of the examples that the first family's presentation tells."""

from workflows.cases.receipts import new_page_id
from workflows.cases.received import Received, Report, Sender, receive
from workflows.intake.models import Entrance

ANSWERS: dict[str, object] = {
    "handelse": "Sjukskrivningen godkändes inte, och sedan drogs aktivitetsstödet in.",
    "konsekvens": "Personen har ingen ersättning alls, och hälsan försämras.",
    "parter": ["fk", "af"],
    "var": "annan",
    "aterkommer": "ofta",
}


def send(page_id: str = "", sender: Sender = Sender(), **answers: object) -> Received:  # noqa: B008
    """Sends a report to the tenant in the air, as the report page does."""
    entrance = Entrance.objects.select_related("form__version", "chain__version").get()
    report = Report(page_id or new_page_id(), {**ANSWERS, **answers}, sender)
    return receive(report, entrance.form.version, entrance.chain.version)
