"""The closed list of functions that an organ may switch on for itself. Every one is off until it does.

What must never exist (`core.switches`) is not among them: there is nothing to switch.
"""

from __future__ import annotations

from dataclasses import dataclass

OFFLINE_WEB, SELF_ENTRY, XAPI_OUT = "offline_web", "self_entry", "xapi_out"
LONGEST_BASIS = 120


@dataclass(frozen=True, slots=True)
class Feature:
    """An optional function: what it does, what must be settled before, what serves while it is off."""

    code: str
    title: str
    does: str
    before: str
    otherwise: str


FEATURES: tuple[Feature, ...] = (
    Feature(
        OFFLINE_WEB,
        "离线网页",
        "手机浏览器在没有网络时也能点名、看学习包、复习、记笔记，回到有网的地方再送出",
        "国办函〔2026〕12号：移动端应用须先备案；请先向网信部门确认，写上备案号或确认的文件",
        "离线学习包（文件）始终可用，经微信、U 盘或纸面送达",
    ),
    Feature(
        SELF_ENTRY,
        "会场自报到场",
        "记录人的屏幕上显示轮换的短码，到会的人可以自己报一声，记录人点名时看得到",
        "只是记录人点名的方便：不限时、不定位、不计数，名单由记录人确认；请写上批准的会议或文件",
        "由记录人点名，或会后按签到表补录",
    ),
    Feature(
        XAPI_OUT,
        "学习记录外送（xAPI）",
        "把课件是否学完，按 xAPI 格式存成文件，交给需要它的上级平台",
        "涉及个人信息对外提供，请写上依据的文件和接收单位",
        "课件学完与否只在本单位的账上",
    ),
)
BY_CODE = {one.code: one for one in FEATURES}
