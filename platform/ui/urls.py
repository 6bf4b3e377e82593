"""Routes for the shared site and for every tenant's, included by both."""

from django.urls import path
from django.views.i18n import set_language

from ui import views

urlpatterns = [
    path("tema.<str:version>.css", views.theme_css, name="theme"),
    path("tillganglighet", views.accessibility, name="accessibility"),
    path("personuppgifter", views.personal_data, name="personal_data"),
    path("kontakt", views.contact, name="contact"),
    path("sprak", set_language, name="set_language"),
]
