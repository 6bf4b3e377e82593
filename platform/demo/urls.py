"""The demo's pages on a tenant's host."""

from django.urls import path

from demo import views

urlpatterns = [path("demo", views.demo, name="demo")]
