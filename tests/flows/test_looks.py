"""Every page in every state, in three organisations' colours: what a person would stumble over.

With SHOTS=1 each is photographed into var/shots, at the width of a phone and of a desk.
"""

import os

import pytest
from playwright.sync_api import BrowserContext

from infra.claims import CHECKOUT
from tests import pages
from tests.flows.conftest import FIRST, FLOW, SECOND, THIRD, Person, Site
from tests.flows.views import ADMINISTRATORS, LEADERS, VIEWS, View
from tests.looks import colour_faults_of, faults_of

pytestmark = FLOW

SHOTS = CHECKOUT / "var" / "shots"
BY_ID = [pytest.param(view, id=view.id) for view in VIEWS]


def test_no_page_of_the_registry_is_left_unseen() -> None:
    seen = {view.page for view in VIEWS}
    assert {page.name for page in pages.PAGES if page.kind == "page"} <= seen


def somebody(view: View, slug: str, person: Person) -> BrowserContext:
    """Whoever the view wants, in that organisation."""
    email = {"nobody": "", "leader": LEADERS[slug], "administrator": ADMINISTRATORS[slug]}[view.role]
    return person(email)


@pytest.mark.parametrize("view", BY_ID)
def test_the_page_has_no_fault(view: View, site: Site, person: Person) -> None:
    page = somebody(view, FIRST, person).new_page()
    view.arrive(page, site, "" if view.side == "shared" else FIRST)

    if os.environ.get("SHOTS"):
        SHOTS.mkdir(parents=True, exist_ok=True)
        for width in (390, 1200):
            page.set_viewport_size({"width": width, "height": 844})
            page.screenshot(path=SHOTS / f"{view.id}-{width}.png", full_page=True)
    else:
        assert faults_of(page) == []


TINTED = [view for view in VIEWS if view.side == "tenant"]


@pytest.mark.parametrize("slug", [SECOND, THIRD])
@pytest.mark.parametrize("role", ["nobody", "leader", "administrator"])
def test_no_colour_hides_anything(slug: str, role: str, site: Site, person: Person) -> None:
    context = None
    found = []
    for view in (view for view in TINTED if view.role == role):
        context = context or somebody(view, slug, person)
        page = context.new_page()
        view.arrive(page, site, slug)
        found += [(view.id, fault) for fault in colour_faults_of(page)]
        page.close()
    assert found == []
