"""Who is behind a session, read without the mapper; everything else of signing in is the account library's."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import User
from django.db import connection

COLUMNS = ("id", "password", "username", "is_active")
"""What a request needs of a user, in the order of the model's fields; the rest is read when somebody asks for it."""


class Accounts(AuthenticationBackend):  # type: ignore[misc]
    """The account library's way in, with a lean look-up of the user of a session."""

    def get_user(self, user_id: int) -> User | None:
        """The user; None for one who is gone or whose account is switched off."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, password, username, is_active FROM auth_user WHERE id = %s", [int(user_id)]
            )
            found = cursor.fetchone()
        if found is None or not found[3]:
            return None
        user = User.from_db(connection.alias, COLUMNS, (found[0], found[1], found[2], bool(found[3])))
        return user if isinstance(user, User) else None
