"""What an administrator would look at around the database: the machine, the files, the settings."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess  # noqa: S404  asks the system whether its clock is set by others
import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core import checks

from zhixing.actions.examine import BAD, GOOD, WARN, Finding
from zhixing.actions.start import open_to_others
from zhixing.interop.calendars import national_years
from zhixing.interop.documents.official import Official, Paragraph, official_pdf
from zhixing.interop.documents.pdf import PdfError

OLDEST = (3, 11)
NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p"}
MIB = 1 << 20
SPACE = 1024, 200
"""MiB free on the disk: below the first mind it, below the second it will not go on."""
MEMORY = 512
RARE = "镕喆堃甪㛃䶮𬭎"
"""Characters of people's names that common fonts lack."""


def machine_findings(today: dt.date) -> Iterator[Finding]:
    """Python, disk, memory, clock, fonts, calendar."""
    version = ".".join(map(str, sys.version_info[:3]))
    good = sys.version_info[:2] >= OLDEST
    yield Finding(GOOD if good else BAD, "Python", version, "" if good else "需要 3.11 或更新")
    yield disk_finding(settings.HOME)
    if (kind := _file_system(settings.HOME)) in NETWORK:
        yield Finding(
            BAD, "磁盘", f"数据文件夹在网络盘上（{kind}）", "放到本机磁盘：网络盘的锁不可靠，库会坏"
        )
    yield from _memory()
    yield from _clock()
    yield _calendar(today)
    yield from _fonts(today)


def disk_finding(home: Path) -> Finding:
    """How much room is left where the data lies."""
    free = shutil.disk_usage(home if home.exists() else home.parent).free // MIB
    told = f"数据文件夹所在的磁盘还剩 {free} MB"
    if free < SPACE[1]:
        return Finding(BAD, "磁盘", told, "马上腾出空间：写满后登记会失败")
    return (
        Finding(WARN, "磁盘", told, "腾出空间，旧备份拷走")
        if free < SPACE[0]
        else Finding(GOOD, "磁盘", told)
    )


def _file_system(path: Path) -> str:
    """The kind of file system a path lies on, where the system tells (Linux)."""
    try:
        lines = Path("/proc/mounts").read_text("utf-8").splitlines()
    except OSError:
        return ""
    where = str(path.absolute())
    mounts = [line.split()[1:3] for line in lines]
    fitting = [
        (point, kind) for point, kind in mounts if where.startswith(point.rstrip("/") + "/") or point == "/"
    ]
    return max(fitting, key=lambda one: len(one[0]))[1] if fitting else ""


def _memory() -> Iterator[Finding]:
    try:
        lines = dict(line.split(":", 1) for line in Path("/proc/meminfo").read_text("ascii").splitlines())
    except (OSError, ValueError):
        return
    free = int(lines.get("MemAvailable", "0 kB").split()[0]) // 1024
    low = free < MEMORY
    yield Finding(WARN if low else GOOD, "内存", f"可用 {free} MB", "导入大的台账可能不够" if low else "")


def _clock() -> Iterator[Finding]:
    program = shutil.which("timedatectl")
    if program is None:
        return
    asked = [program, "show", "--property=NTPSynchronized", "--value"]
    try:
        told = subprocess.run(asked, capture_output=True, text=True, timeout=10, check=False)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return
    if told.stdout.strip() == "no":
        yield Finding(
            WARN, "时钟", "没有与时间服务器校准", "打开 systemd-timesyncd 或 chrony；期限按服务器的时钟算"
        )


def _calendar(today: dt.date) -> Finding:
    known = national_years()
    lacking = [year for year in (today.year, today.year + 1) if year not in known]
    if today.year in lacking:
        return Finding(
            WARN, "工作日历", f"没有 {today.year} 年的放假通知", "请系统管理员在页面上导入，或更新程序"
        )
    if lacking and today.month == 12:  # noqa: PLR2004  the notice for next year is out by December
        return Finding(
            WARN, "工作日历", f"还没有 {lacking[-1]} 年的放假通知，期限先按双休暂算", "通知发布后导入"
        )
    return Finding(GOOD, "工作日历", f"到 {max(known)} 年")


def _fonts(today: dt.date) -> Iterator[Finding]:
    own = Path(settings.FONTS) if settings.FONTS else None
    if own is not None and not own.is_dir():
        yield Finding(BAD, "字体", f"字体文件夹 {own} 不存在", "改正 ZHIXING_FONTS")
        return
    try:
        official_pdf(Official("字体", blocks=(Paragraph(RARE),)), day=today, fonts=own)
    except PdfError as lacking:
        yield Finding(WARN, "字体", str(lacking))
    else:
        yield Finding(GOOD, "字体", f"画得出 {RARE}")


def home_finding(home: Path) -> Finding:
    """Nobody else on the machine reads what is here."""
    if found := open_to_others(home):
        open_files = " ".join(str(path) for path in found)
        return Finding(BAD, "数据文件夹", "别的用户读得到", f"chmod go-rwx {open_files}")
    return Finding(GOOD, "数据文件夹", "只有本用户读得到")


def key_findings(home: Path) -> Iterator[Finding]:
    """The keys are there, and nobody else can read them."""
    for name, variable in (("seal.key", "ZHIXING_SEAL_KEY"), ("secret.key", "ZHIXING_SECRET_KEY")):
        file = home / "keys" / name
        if os.environ.get(variable, "").strip():
            yield Finding(GOOD, "密钥", f"{name} 由环境变量给出")
        elif not file.exists():
            yield Finding(BAD, "密钥", f"没有 {name}", "从另存的密钥里放回来；放不回来，密封的文字打不开")
        elif os.name == "posix" and file.stat().st_mode & 0o077:
            yield Finding(BAD, "密钥", f"{name} 别的用户也能读", f"chmod 600 {file}")
        else:
            yield Finding(GOOD, "密钥", f"{name} 在，只有本用户可读")


def setting_findings() -> Iterator[Finding]:
    """In the production profile, everything that Django's own deployment check says."""
    if not settings.PRODUCTION:
        yield Finding(
            WARN, "运行方式", "本机试用（ZHIXING_PROFILE=local）", "正式使用请设 ZHIXING_PROFILE=production"
        )
        return
    found = checks.run_checks(include_deployment_checks=True)
    for one in found:
        yield Finding(
            BAD if one.level >= checks.ERROR else WARN, "运行方式", f"{one.id}：{one.msg}", one.hint or ""
        )
    if len(settings.ALLOWED_HOSTS) <= len(settings.LOOPBACK):
        yield Finding(WARN, "运行方式", "没有设 ZHIXING_HOSTS，只有本机能访问", "写上网站的域名")
    if not found:
        yield Finding(GOOD, "运行方式", "正式使用，部署检查没有警告")
