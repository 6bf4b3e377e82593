"""Addresses that exist on the shared site and on every tenant's host, and those of a tenant alone."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("logga-in", views.sign_in, name="sign_in"),
    path("logga-ut", views.sign_out, name="sign_out"),
    path("mina-organisationer", views.organisations, name="organisations"),
    path("losenord", views.Forgotten.as_view(), name="forgotten"),
    path("losenord/skickat", views.forgotten_sent, name="forgotten_sent"),
    path("losenord/nytt/<uidb64>/<token>", views.NewPassword.as_view(), name="new_password"),
]

tenant_urlpatterns = [
    path("medlemmar", views.members, name="members"),
    path("inbjudan/<token>", views.invitation, name="invitation"),
]
