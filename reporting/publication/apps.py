from django.apps import AppConfig


class PublicationConfig(AppConfig):
    name = "reporting.publication"
    verbose_name = "What may leave: releases, their tables and cells, and the only one who writes them"
