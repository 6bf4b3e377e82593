"""The addresses of what has been published: the same on every host."""

from django.urls import path, re_path

from reporting.dashboards import views

urlpatterns = [
    path("statistik", views.nation, name="nation"),
    path("statistik/lan/<slug:code>", views.county, name="county"),
    path("statistik/publiceringar", views.releases, name="releases"),
    path("statistik/publicerat.json", views.published, name="published"),
    path("statistik/<slug:period>/<slug:table>", views.released_table, name="released_table"),
    re_path(
        r"^statistik/(?P<period>[-\w]+)/(?P<table>\w+)\.(?P<kind>csv|xlsx)$",
        views.table_file,
        name="table_file",
    ),
]
