#!/usr/bin/env python
"""Django's command line. Without DJANGO_SETTINGS_MODULE it works on the demo association."""

import os
import sys

from django.core.management import execute_from_command_line

from association.core.origin import begin_command

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "association.settings.demo")
    begin_command(" ".join(sys.argv[1:2]))
    execute_from_command_line(sys.argv)
