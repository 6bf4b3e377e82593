"""The health pages, for probes."""

from django.urls import path

from tenants import health

urlpatterns = [
    path("live", health.live, name="live"),
    path("ready", health.ready, name="ready"),
]
