"""What the shared site answers to."""

from django.conf import settings
from django.urls import include, path

from accounts.urls import urlpatterns as account_urlpatterns
from tenants.views import samsyn, where
from ui import errors

urlpatterns = [
    path("", samsyn, name="front"),
    path("var-rapporterar-jag", where, name="where"),
    *account_urlpatterns,
    path("", include("ui.urls")),
    path("", include("reporting.dashboards.urls")),
    path("health/", include("tenants.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("", include("demo.public_urls")))

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
