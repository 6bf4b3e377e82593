from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "workflows.questions"
    verbose_name = "Forms"
