"""The addresses of measures and statements."""

from django.urls import path

from workflows.measures import views

urlpatterns = [
    path("atgarder", views.all_measures, name="measures"),
    path("atgarder/<int:pk>", views.measure, name="measure"),
    path("yttranden/<int:pk>", views.statement, name="statement"),
    path("arenden/<reference>/atgarder", views.case_measures, name="case_measures"),
    path("arenden/<reference>/yttranden", views.case_statements, name="case_statements"),
]
