"""What of a roster's remark may be stored: never the illness behind an exemption."""

from __future__ import annotations

import pytest

from zhixing.core.intake.remarks import without_cause


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("长期患病,不作硬性要求", "不作硬性要求"),
        ("因行动不便不作硬性要求", "不作硬性要求"),
        ("2025年6月转入;年老体弱,不做硬性要求", "2025年6月转入,不作硬性要求"),
        ("2025年9月转出", "2025年9月转出"),
        ("", ""),
    ],
)
def test_only_what_binds_is_kept(text: str, kept: str) -> None:
    assert without_cause(text) == kept
