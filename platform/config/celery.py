"""The Celery app: a task runs in the schema of the tenant that it was sent from."""

import os

from tenant_schemas_celery.app import CeleryApp

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# tenant_schemas_celery's and not Celery's own: with that one every task would run in `public`.
app = CeleryApp("samsyn")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
