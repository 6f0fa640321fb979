"""WSGI entry. Production settings unless told otherwise."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "association.settings.production")

django_application = get_wsgi_application()

from association.plaques.door import ScanDoor  # noqa: E402 -- needs the models

application = ScanDoor(django_application)
