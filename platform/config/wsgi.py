"""The door for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

from config.celery import app as tasks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

# Imported so that a web process sends its tasks, and its health check its ping, to our broker.
__all__ = ["application", "tasks"]
