"""Makes tenants by the dozen in the running installation's database."""

from tenants import air
from tests.conftest import make_place
from tests.workflows.cases.reports import send


def make(slug: str, number: int) -> None:
    """One tenant with one report, whose words name the tenant."""
    place = make_place(slug, f"Organisationen {slug}", NUMBERS[number])
    with air.inside(place.tenant):
        send(handelse=f"kanarie-{slug} hände", konsekvens=f"kanarie-{slug} blev följden")


# Organisation numbers with a correct check digit.
NUMBERS = (
    "222000-8003", "222000-8011", "222000-8029", "222000-8037", "222000-8045",
    "222000-8052", "222000-8060", "222000-8078", "222000-8086", "222000-8094",
)  # fmt: skip
