"""The door for gunicorn."""

import os
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.wsgi import get_wsgi_application

from config.celery import app as tasks

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

pages = get_wsgi_application()
CHARSET = re.compile(r";\s*charset\s*=\s*\"?([^;\"]*)\"?", re.IGNORECASE)


def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """Every request, without a charset that is no charset.

    Django decodes the query with whatever codec the header names; for one that is not of text (as bz2) it
    would fail before there is a request, and gunicorn would log the whole address.
    """
    kind = environ.get("CONTENT_TYPE", "")
    if (named := CHARSET.search(kind)) and not is_of_text(named[1].strip()):
        environ["CONTENT_TYPE"] = CHARSET.sub("", kind)
    return pages(environ, start_response)


def is_of_text(charset: str) -> bool:
    """Whether text can be read with it."""
    try:
        b"a".decode(charset, "replace")
    except (LookupError, ValueError):
        return False
    return True


# Imported so that a web process sends its tasks, and its health check its ping, to our broker.
__all__ = ["application", "tasks"]
