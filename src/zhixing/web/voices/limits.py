"""How much may come without an account: counted for all together in this process's memory, nobody's address kept."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import caches


@dataclass(frozen=True, slots=True)
class Limit:
    """So many in so many seconds, over all visitors."""

    name: str
    most: int
    seconds: int

    def passed(self) -> bool:
        """Counts one more; False when there have been too many."""
        memory = caches["moment"]
        memory.add(self.name, 0, self.seconds)
        try:
            return memory.incr(self.name) <= self.most
        except ValueError:  # ran out between the two
            return True


SAYING = Limit("voices.say", 30, 600)
ASKING = Limit("voices.ask", 60, 60)
"""Guessing a phrase of sixteen digits at this rate takes longer than the system will stand."""
