"""The ways in beside the password, for the sign-in page."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.urls import reverse

register = template.Library()


@dataclass(frozen=True, slots=True)
class Way:
    """A button: its words, where it leads."""

    words: str
    url: str


@register.simple_tag
def federated() -> tuple[Way, ...]:
    """The organ's own identity providers, where configured."""
    return tuple(Way(words, reverse(f"federated_{name}")) for name, words in settings.FEDERATED)
