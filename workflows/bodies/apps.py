from django.apps import AppConfig


class BodiesConfig(AppConfig):
    name = "workflows.bodies"
    verbose_name = "Bodies and who sits in them"
