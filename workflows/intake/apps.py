from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "workflows.intake"
    verbose_name = "The door in"
