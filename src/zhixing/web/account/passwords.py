"""What the 等保 profile asks of passwords beyond length and commonness: three sorts of characters, and a new one."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

SORTS = 3
WORDS = "要有大写字母、小写字母、数字、符号中的三种"


class ThreeSorts:
    """Capitals, small letters, digits, anything else: at least three of the four."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ValidationError."""
        ascii_only = [char for char in password if char.isascii()]
        sorts = {
            any(char.isupper() for char in ascii_only) and "A",
            any(char.islower() for char in ascii_only) and "a",
            any(char.isdigit() for char in password) and "1",
            any(not char.isalnum() or not char.isascii() for char in password) and "*",
        } - {False}
        if len(sorts) < SORTS:
            raise ValidationError(f"口令{WORDS}", code="password_too_plain")

    def get_help_text(self) -> str:
        """What stands beside the field."""
        return WORDS


class NotTheSame:
    """A changed password is another one."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ValidationError."""
        if user is not None and user.pk and user.has_usable_password() and user.check_password(password):
            raise ValidationError("新口令不能和现在的一样", code="password_unchanged")

    def get_help_text(self) -> str:
        """What stands beside the field."""
        return "和现在的口令不同"
