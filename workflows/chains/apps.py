from django.apps import AppConfig


class ChainsConfig(AppConfig):
    name = "workflows.chains"
    verbose_name = "Chains"
