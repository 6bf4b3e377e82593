"""What a tenant's host answers to."""

from django.conf import settings
from django.urls import include, path

from accounts.api import keys
from accounts.urls import tenant_urlpatterns
from accounts.urls import urlpatterns as account_urlpatterns
from tenants.views import organisation
from ui import errors
from ui.problems import or_page

urlpatterns = [
    path("", organisation, name="front"),
    *account_urlpatterns,
    *tenant_urlpatterns,
    path("", include("ui.urls")),
    path("", include("reporting.dashboards.tenant_urls")),
    path("", include("reporting.dashboards.urls")),
    path("", include("workflows.bodies.urls")),
    path("", include("workflows.intake.urls")),
    path("", include("workflows.cases.urls")),
    path("", include("workflows.measures.urls")),
    path("", include("workflows.builder.urls")),
    path("nycklar", keys, name="keys"),
    path("api/v1/", include("config.api_urls")),
]
if settings.DEMO:
    urlpatterns.append(path("", include("demo.urls")))

handler400 = or_page(errors.bad_request, 400)
handler403 = or_page(errors.forbidden, 403)
handler404 = or_page(errors.not_found, 404)
handler500 = or_page(errors.server_error, 500)
