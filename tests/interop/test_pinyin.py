"""Names found by their letters: surnames by the reading they have as surnames, too."""

from __future__ import annotations

import pytest

from zhixing.interop.pinyin import sounds_like


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("曾刚", ("zenggang", "zg", "ceng", "曾")),
        ("覃伟", ("qinwei", "tanwei", "qw", "tw")),
        ("单小军", ("shanxiaojun", "sxj", "dan")),
        ("尉迟明", ("yuchiming", "ycm", "weichi")),
        ("解放", ("xiefang", "jiefang")),
        ("王磊", ("wanglei", "wl", "wang")),
    ],
)
def test_a_surname_is_found_as_it_is_called(name: str, typed: tuple[str, ...]) -> None:
    assert [q for q in typed if not sounds_like(name, q)] == []
    assert not sounds_like(name, "xx")
