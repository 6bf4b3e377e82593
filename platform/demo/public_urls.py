"""The demo's pages on the shared site."""

from django.urls import path

from demo import views

urlpatterns = [
    path("demo", views.demo, name="demo"),
    path("demo/tid", views.time, name="demo_time"),
    path("demo/mail", views.mail, name="demo_mail"),
    path("demo/accounts.json", views.accounts, name="demo_accounts"),
]
