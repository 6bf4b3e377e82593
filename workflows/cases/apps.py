from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "workflows.cases"
    verbose_name = "Cases"
