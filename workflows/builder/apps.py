from django.apps import AppConfig


class BuilderConfig(AppConfig):
    name = "workflows.builder"
    verbose_name = "Forms"
