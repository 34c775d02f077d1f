"""The door for asynchronous web servers; script/server uses wsgi.py, which measured faster."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bkpsdm.settings")
application = get_asgi_application()
