"""The small site, asked in process; and a browser that asks it the same way, without a server."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client, override_settings
from playwright.sync_api import Browser, Page, Route


@pytest.fixture(autouse=True)
def small_site() -> Iterator[None]:
    """What these pages need of the project, without the parts that need a database."""
    with override_settings(
        ROOT_URLCONF="tests.ui.site",
        ALLOWED_HOSTS=[".example"],
        SECURE_SSL_REDIRECT=False,
        CSRF_COOKIE_SECURE=False,
        MESSAGE_STORAGE="django.contrib.messages.storage.cookie.CookieStorage",
        STORAGES={"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.messages.context_processors.messages",
                    ],
                },
            },
        ],
        MIDDLEWARE=[
            "csp.middleware.CSPMiddleware",
            "tests.ui.site.Host",
            "ui.language.LanguageMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
    ):
        yield


@pytest.fixture
def client() -> Client:
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Opens an address of the small site; the page fails the test if its console has anything to say."""
    said: list[str] = []
    contexts = []

    def answer(route: Route) -> None:
        asked = route.request
        parts = urlsplit(asked.url)
        if parts.path.startswith("/static/"):
            found = finders.find(parts.path.removeprefix("/static/"))
            assert isinstance(found, str), asked.url
            route.fulfill(path=found)
            return
        headers = {k: v for k, v in asked.all_headers().items() if not k.startswith(":")}
        response = Client(enforce_csrf_checks=True, raise_request_exception=False, headers=headers).generic(
            asked.method,
            f"{parts.path}?{parts.query}",
            asked.post_data_buffer or b"",
            content_type=headers.get("content-type", "text/html"),
            SERVER_NAME=parts.netloc,
        )
        cookies = {"set-cookie": "\n".join(c.OutputString() for c in response.cookies.values())}
        route.fulfill(
            status=response.status_code,
            headers={**dict(response.items()), **(cookies if response.cookies else {})},
            body=response.content,
        )

    def open_page(address: str, width: int = 1200, height: int = 900, **options: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)  # type: ignore[arg-type]
        contexts.append(context)
        context.route("**/*", answer)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    # The status of a page is not news here: error pages are opened on purpose.
    assert [words for words in said if "status of" not in words] == []
