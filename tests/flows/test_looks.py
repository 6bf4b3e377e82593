"""Every page in every state, in three organisations' colours: what a person would stumble over.

With SHOTS=1 each is photographed into var/shots, at the width of a phone and of a desk.
"""

import os

import pytest
from playwright.sync_api import BrowserContext

from demo.people import ORGANISATIONS
from infra.claims import CHECKOUT
from tests import pages
from tests.flows.conftest import FIRST, FLOW, Person, Site
from tests.flows.views import ADMINISTRATOR, LEADER, VIEWS, View
from tests.looks import colour_faults_in, faults_of

pytestmark = FLOW

SHOTS = CHECKOUT / "var" / "shots"
ACCENTS = [organisation.wanted.accent for organisation in ORGANISATIONS[1:3]]
BY_ID = [pytest.param(view, id=view.id) for view in VIEWS]


def test_no_page_of_the_registry_is_left_unseen() -> None:
    seen = {view.page for view in VIEWS}
    assert {page.name for page in pages.PAGES if page.kind == "page"} <= seen


def somebody(view: View, person: Person) -> BrowserContext:
    """Whoever the view wants."""
    return person({"nobody": "", "leader": LEADER, "administrator": ADMINISTRATOR}[view.role])


@pytest.mark.parametrize("view", BY_ID)
def test_the_page_has_no_fault(view: View, site: Site, person: Person) -> None:
    page = somebody(view, person).new_page()
    view.arrive(page, site, "" if view.side == "shared" else FIRST)

    if os.environ.get("SHOTS"):
        SHOTS.mkdir(parents=True, exist_ok=True)
        for width in (390, 1200):
            page.set_viewport_size({"width": width, "height": 844})
            page.screenshot(path=SHOTS / f"{view.id}-{width}.png", full_page=True)
    else:
        tinted = ACCENTS if view.side == "tenant" else ()
        assert faults_of(page) + [fault for one in tinted for fault in colour_faults_in(page, one)] == []
