"""The look that all pages share, and the rules for what forms and errors say. No tables."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "ui"
