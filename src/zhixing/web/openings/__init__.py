"""Accounts for members: whom they are still missing for, and the slips (开户单) that open them."""
