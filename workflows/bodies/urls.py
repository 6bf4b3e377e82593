"""The addresses of those who configure."""

from django.urls import path

from workflows.bodies import views

urlpatterns = [
    path("organ", views.bodies, name="bodies"),
    path("organ/platser/<int:pk>/avsluta", views.end_seat, name="end_seat"),
]
