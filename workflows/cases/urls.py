"""The addresses of those who handle cases."""

from django.urls import path

from workflows.cases import views

urlpatterns = [
    path("start", views.start, name="start"),
    path("arenden", views.cases, name="cases"),
    path("arenden/<reference>", views.case, name="case"),
]
