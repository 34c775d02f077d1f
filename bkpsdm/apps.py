from django.apps import AppConfig


class BkpsdmConfig(AppConfig):
    name = "bkpsdm"
    verbose_name = "Portal"

    def ready(self):
        # Late, because Celery reads the settings: from here on `shared_task` binds to our application.
        import bkpsdm.celery  # noqa: F401  imported for that effect alone
