from django.apps import AppConfig


class MaskingConfig(AppConfig):
    name = "workflows.masking"
    verbose_name = "The check that no person is in a text"
