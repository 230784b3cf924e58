"""What the organ has switched on, and on what basis: stated anew, the later statement holds."""

from __future__ import annotations

from dataclasses import dataclass

from zhixing.core.facts.body import Body


@dataclass(frozen=True, slots=True)
class FeatureSet(Body):
    """可选功能 `code` is on or off from the fact's day on; `basis`: the filing or approval it rests on."""

    code: str
    on: bool
    basis: str
