"""The door for web servers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bkpsdm.settings")
# Threads of a web worker share a bounded pool of connections; nothing else uses one.
os.environ.setdefault("DATABASE_POOL_SIZE", "10")
application = get_wsgi_application()
