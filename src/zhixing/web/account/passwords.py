"""What is asked of passwords beyond length and a list of common ones; more of it in the 等保 profile."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

SORTS = 3
FEWEST_DIFFERENT = 3
ROWS = (
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb",
)
WORDS = "要有大写字母、小写字母、数字、符号中的三种"


class NotSimple:
    """No word said twice, no few characters over and over, no row of the keyboard: what lists of common passwords
    hold in shorter form.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ValidationError."""
        plain = password.lower()
        repeated = plain in (plain + plain)[1:-1]
        if repeated or len(set(plain)) <= FEWEST_DIFFERENT or _along_rows(plain):
            raise ValidationError("口令太简单：不能是重复的字或键盘上的一排", code="password_too_common")

    def get_help_text(self) -> str:
        """What stands beside the field."""
        return "不是重复的字或键盘上的一排"


def _along_rows(plain: str) -> bool:
    """Whether four of five steps go to the next character of a row, either way."""
    steps = list(zip(plain, plain[1:], strict=False))
    along = sum(any(a + b in row or b + a in row for row in ROWS) for a, b in steps)
    return bool(steps) and along * 5 >= len(steps) * 4


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
