"""The health pages, for probes and for the proxy."""

from django.urls import path

from tenants import health
from tenants.views import host

urlpatterns = [
    path("live", health.live, name="live"),
    path("ready", health.ready, name="ready"),
    path("host", host, name="host"),
]
