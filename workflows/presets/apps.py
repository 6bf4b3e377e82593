from django.apps import AppConfig


class PresetsConfig(AppConfig):
    name = "workflows.presets"
    verbose_name = "The families as data"
