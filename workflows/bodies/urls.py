"""The addresses of those who configure."""

from django.urls import path

from workflows.bodies import views

urlpatterns = [
    path("organ", views.bodies, name="bodies"),
    path("organ/namn", views.name_body, name="name_body"),
    path("organ/sammantraden", views.plan_sitting, name="plan_sitting"),
    path("organ/sammantraden/<int:pk>/stall-in", views.call_off_sitting, name="call_off_sitting"),
    path("organ/platser/<int:pk>/avsluta", views.end_seat, name="end_seat"),
]
