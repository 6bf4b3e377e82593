from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "reporting.dashboards"
    verbose_name = "What is shown to förbund, counties, the nation and everyone"
