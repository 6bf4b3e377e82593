from django.apps import AppConfig
from django.core import checks

from workflows.questions import paper


class QuestionsConfig(AppConfig):
    name = "workflows.questions"
    verbose_name = "Forms"

    def ready(self) -> None:
        """Django asks once per command whether paper can be drawn."""
        checks.register(paper.check)
