"""The addresses that anybody may open."""

from django.urls import path

from workflows.intake import views

urlpatterns = [
    path("rapportera", views.report, name="report"),
    path("rapportera/<slug:slug>", views.report, name="report_on"),
    path("rapportera/<slug:slug>/blankett.pdf", views.blank_form, name="blank_form"),
    path("kvitto", views.receipt, name="receipt"),
    path("kvitto/meddelande", views.letter, name="letter"),
    path("kvitto/hjalpte-det", views.feedback, name="feedback"),
    path("kvitto/stang", views.close_receipt, name="close_receipt"),
]
