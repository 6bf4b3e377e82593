"""The addresses of a tenant's own numbers, and of what it lets go."""

from django.urls import path

from reporting.dashboards import own

urlpatterns = [
    path("statistik/egna", own.own_numbers, name="own_numbers"),
    path("publicering", own.previews, name="previews"),
    path("publicering/<slug:period>", own.preview, name="preview"),
    path("publicering/<slug:period>/<slug:table>/hall-inne", own.hold_back, name="hold_back"),
    path("medgivanden", own.waiver_page, name="waivers"),
    path("medgivanden/<int:pk>/avsluta", own.end_waiver, name="end_waiver"),
]
