from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "workflows.measures"
    verbose_name = "What was agreed, by whom, with which effect"
