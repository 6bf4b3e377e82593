from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    name = "reporting.contributions"
    verbose_name = "A tenant's own exact counts, what will be published of them, and what is held back"
