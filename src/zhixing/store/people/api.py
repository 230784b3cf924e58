"""Writing accounts; called by actions only."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.models import User

from zhixing.store.people.models import Account


def set_account(
    username: str, password: str, *, role: str, label: str, org: UUID | None, person: UUID | None
) -> None:
    """Creates an account, or gives an existing one this password, role and person."""
    user, _ = User.objects.get_or_create(username=username)
    if not user.check_password(password):
        user.set_password(password)
        user.save()
    Account.objects.update_or_create(
        user=user, defaults={"role": role, "label": label, "org": org, "person": person}
    )
