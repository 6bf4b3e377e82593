"""What a tenant's host answers to."""

from django.conf import settings
from django.urls import include, path

from accounts.urls import tenant_urlpatterns
from accounts.urls import urlpatterns as account_urlpatterns
from tenants.views import organisation
from ui import errors

urlpatterns = [
    path("", organisation, name="front"),
    *account_urlpatterns,
    *tenant_urlpatterns,
    path("", include("ui.urls")),
    path("", include("workflows.bodies.urls")),
    path("", include("workflows.intake.urls")),
    path("", include("workflows.cases.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("", include("demo.urls")))

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
