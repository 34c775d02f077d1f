from django.apps import AppConfig


class NeutralityConfig(AppConfig):
    name = "neutrality"
    verbose_name = "Netralitas"
