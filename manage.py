"""Django's own command line, for `python manage.py check --deploy`; everything else is `zhixing`."""

import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhixing.config.settings")
execute_from_command_line(sys.argv)
