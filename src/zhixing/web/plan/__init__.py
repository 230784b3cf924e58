"""The annual plan: the year at a glance, lesson by lesson, version by version; its papers."""
