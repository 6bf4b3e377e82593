"""`make shots`: a picture of every page that can be reached by links, on a phone and on a desk.

Starts an installation of its own with the demo's data, and follows links as a visitor, and then as each of
the demo's people. Says at the end which pages no link leads to.
"""

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

import django
from django.urls import Resolver404, URLPattern, get_resolver, resolve
from playwright.sync_api import Browser, Page, sync_playwright

from infra import claims, demo, processes, services, stack
from infra.claims import CHECKOUT
from infra.parent import follow_parent
from infra.trouble import Trouble, told

SHOTS = CHECKOUT / "var" / "shots"
WIDTHS = (390, 1200)
URLCONFS = {"shared": "config.public_urls", "tenant": "config.urls"}
# Not pages: a style sheet, and what machines ask.
NOT_PAGES = {"theme", "live", "ready"}


def run() -> int:
    """Starts everything, takes the pictures, stops everything."""
    chromium = browser_program()
    folder = claims.folder_of("shots")
    port = demo.next_free(8100)
    with (
        claims.claim(folder, "make shots"),
        services.running(folder, folder / "data", durable=False) as urls,
    ):
        own = processes.environment(urls, folder, port=port, var=folder / "var")
        os.environ.update(own, DJANGO_SETTINGS_MODULE="config.settings")
        django.setup()
        (folder / "var").mkdir()
        demo.prepare(own, folder / "var" / "accounts.txt")
        print("Starting web, worker and beat", flush=True)
        with stack.running(port, dict(os.environ), folder / "log"), sync_playwright() as playwright:
            sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
            browser = playwright.chromium.launch(executable_path=chromium, args=sandbox)
            taken = take_all(browser, port)
            browser.close()
    missing = sorted(known() - taken)
    print(f"\n{len(taken)} pages in {SHOTS.relative_to(CHECKOUT)}/")
    if missing:
        print("No link led to: " + ", ".join(f"{name} ({side})" for side, name in missing))
    return 0


def browser_program() -> str:
    """The path of a Chromium."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    raise Trouble(
        "There is no Chromium to take pictures with: install it (Debian: apt-get install chromium)."
    )


def known() -> set[tuple[str, str]]:
    """Every page that has a name, on the shared site and on a tenant's."""
    found = set()
    for side, urlconf in URLCONFS.items():
        for pattern in patterns(get_resolver(urlconf).url_patterns):
            if pattern.name and pattern.name not in NOT_PAGES:
                found.add((side, pattern.name))
    return found


def patterns(listed: Sequence[object]) -> Iterator[URLPattern]:
    """The patterns, also those that are included."""
    for one in listed:
        if isinstance(one, URLPattern):
            yield one
        else:
            yield from patterns(getattr(one, "url_patterns", []))


def take_all(browser: Browser, port: int) -> set[tuple[str, str]]:
    """Takes a picture of each page once, as the first visitor who may see it."""
    shutil.rmtree(SHOTS, ignore_errors=True)
    SHOTS.mkdir(parents=True)
    taken: set[tuple[str, str]] = set()
    start = f"{demo.address(port)}demo"
    people: list[str | None] = [None]
    while people:
        person = people.pop(0)
        with browser.new_context(locale="sv-SE") as context:
            page = context.new_page()
            page.goto(start)
            if person is None:
                people += page.eval_on_selector_all("input[name=email]", "all => all.map(one => one.value)")
            else:
                page.locator(f"form:has(input[value='{person}']) button").click()
            follow(page, start, taken)
    return taken


def follow(page: Page, start: str, taken: set[tuple[str, str]]) -> None:
    """Opens everything that links lead to from here, each route once."""
    seen: set[tuple[str, str]] = set()
    waiting = [page.url, start]
    while waiting:
        address = waiting.pop(0)
        route = route_of(address)
        if route is None or route in seen:
            continue
        seen.add(route)
        answer = page.goto(address)
        if answer is None or not answer.ok or "html" not in answer.headers.get("content-type", ""):
            continue
        landed = route_of(page.url)
        if landed is not None and landed not in taken:
            take(page, landed)
            taken.add(landed)
        waiting += page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")


def route_of(address: str) -> tuple[str, str] | None:
    """Which page an address leads to: the side and the name; None for one that is not ours."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if host != processes.BASE_HOST and not host.endswith(f".{processes.BASE_HOST}"):
        return None
    side = "shared" if host == processes.BASE_HOST else "tenant"
    try:
        name = resolve(parts.path, URLCONFS[side]).url_name
    except Resolver404:
        return None
    return (side, name) if name else None


def take(page: Page, route: tuple[str, str]) -> None:
    """Two pictures of the page that is open."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        page.screenshot(path=SHOTS / f"{'-'.join(route)}-{width}.png", full_page=True)
    print(f"  {'-'.join(route)}", flush=True)


def main() -> int:
    """The runner; Ctrl-C stops what it started."""
    demo.stop_by_signals()
    follow_parent()
    try:
        return told(run)
    except KeyboardInterrupt:
        return 1


if __name__ == "__main__":
    sys.exit(main())
