"""The closed list of functions that the system must not have (国办函〔2026〕12号): switches that stay off.

Shared by the rulebooks' words, the compliance page and the tests: this is the one module in which their names stand.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Switch:
    """A forbidden function: its code, what it is in words, the words it would leave in names, what is done instead."""

    code: str
    title: str
    traces: frozenset[str]
    instead: str


def _switch(code: str, title: str, traces: str, instead: str) -> Switch:
    return Switch(code, title, frozenset({code, *traces.split()}), instead)


SWITCHES: tuple[Switch, ...] = (
    _switch(
        "geo_checkin",
        "定位打卡签到",
        "geolocation checkin checkinplace gps clockin punch getcurrentposition",
        "到场由记录人登记应到、实到；会议签到表可打印",
    ),
    _switch(
        "face_checkin",
        "人脸打卡签到",
        "face faceid facecheckin biometric fingerprint liveness getusermedia",
        "不采集人脸、指纹等生物识别信息",
    ),
    _switch(
        "photo_required",
        "强制上传照片、视频",
        "photo photos selfie camera imagefield videofield capture",
        "没有照片、视频字段；会议记录只要文字",
    ),
    _switch(
        "track_upload",
        "强制上传轨迹",
        "track tracks trajectory gpx footprint watchposition",
        "下基层只记地点名称；站点坐标是单位的，不是人的",
    ),
    _switch(
        "ranking",
        "积分排名、排行榜",
        "rank ranks leaderboard topten podium",
        "名单按姓氏笔画排；没有名次",
    ),
    _switch(
        "login_streak",
        "强制定期登录、连续登录统计",
        "streak streaks consecutivelogins logincount dailylogin activedays",
        "登录只用来打开档案，不记入任何数字",
    ),
    _switch(
        "dwell_time",
        "统计在线时长、停留时间",
        "dwell dwelltime onlinetime timeonpage heartbeat sendbeacon screentime",
        "学时只认集中学习培训的登记，不认在线时长",
    ),
    _switch(
        "like_share_score",
        "点赞、转发、投票计入考评",
        "likes likecount upvote thumbsup sharecount repost forwardcount",
        "没有点赞、转发、评论",
    ),
    _switch(
        "forced_push",
        "强推下载、通报安装率",
        "pushmanager pushtoken devicetoken installrate installcount requestpermission",
        "浏览器打开即用，不用安装；通知默认不发",
    ),
    _switch(
        "points_total",
        "总积分",
        "points pointstotal totalpoints totalscore bonuspoints redeem",
        "每件事是一条可核对的事实，不换算成积分",
    ),
    _switch(
        "auto_grade",
        "自动评定等次",
        "autograde gradesuggested grading finalgrade verdict",
        "等次由会议评定，系统只列事实和规则结果",
    ),
)
"""Every switch of the list in `rulebooks/burden-2026.toml`; a test compares them."""
CODES = frozenset(one.code for one in SWITCHES)
