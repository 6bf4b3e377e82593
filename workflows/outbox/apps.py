from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "workflows.outbox"
    verbose_name = "Mails as rows, and the clock that sends them"
