"""The door for gunicorn."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from casework.config import sealing

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casework.config.settings")
application = get_wsgi_application()
sealing.newest()  # A service without its keys does not start.

# Every page's code is loaded now and stays. Left to the collector, it would be looked
# through again and again, for tens of milliseconds within somebody's request.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
