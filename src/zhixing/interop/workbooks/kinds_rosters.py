"""Headers of the workbooks about rosters, leave, cover, rooms, speakers and busy seasons."""

from __future__ import annotations

from zhixing.interop.workbooks import fills_rosters as fills
from zhixing.interop.workbooks.columns import kind

SHIFT = kind(
    "班次表",
    fills.fill_shift,
    """
name*: $NAME
branch: $BRANCH
pattern*+2: 班制 轮班方式 轮班班制 倒班方式 班制类型 排班方式 值班方式 工作班制 班次类型 班次 轮班
anchor+4: 轮班起点 起点 周期起点 轮班起始日 轮班起始日期 起班日期 首班日期 首个班日 本轮首日 周期首日 轮转起点
      第一个班日 起始日期 起始日 轮班开始日期
since+1: 执行日期 生效日期 自何日起 起用日期 执行起始日期 实行日期 启用日期
last+1: 截止日期 止 执行截止日期 终止日期 到何日止
_station: 站点 工作地点 所在站点 工作站点 岗位
    """,
)

MONTH = kind(
    "月班次表",
    fills.fill_month,
    """
name*: $NAME
branch: $BRANCH
month: 月份 年月 月度
_station: 站点 工作地点 所在站点 工作站点 岗位 班组
"""
    + "\n".join(f"d{n}{'+6' if n == 28 else ''}: {n}日 {n} {n}号" for n in range(1, 32)),
)

LEAVE = kind(
    "请假与换班",
    fills.fill_leave,
    """
name*: $NAME
branch: $BRANCH
first*+1: 起 起始日期 开始日期 起始时间 开始时间 请假开始日期 离岗日期 自 起日期 日期 请假日期 换班日期
last+3: 止 终止日期 返岗前一日 止日期 请假结束日期 至 结束日期 截止日期 结束时间 截止时间
what+4/8: 请假类别 变动类别 请假换班类别 假别 请假种类 变动 请假或换班 班次变动 类别 类型 事项
part+2: 时段 上午下午 上下午 半天 班段
    """,
)

COVER = kind(
    "站点最低在岗",
    fills.fill_cover,
    """
station*: 站点 站点名称 站名 所在站点 工作站点 点位 站所 站所名称
branch: 所属支部 $BRANCH 责任支部 管理支部
minimum*+2: 最低在岗人数 最低在岗 最少在岗人数 最少在岗 最低在岗数 在岗底线 每班最低在岗人数 最少人数
weekdays+5: 星期 周几 适用星期 每周 工作日
half+5: 时段 上午下午 上下午 半天 班段
first+2: 起 自 起始日期 开始日期 执行日期 起日期 生效日期
last+2: 止 至 终止日期 截止日期 结束日期 止日期
    """,
)

VENUE = kind(
    "场地",
    fills.fill_venue,
    """
name*+3: 场地 场地名称 会议室 教室 培训场地 会场 教学点 场所名称 会议室名称 教室名称 培训地点名称
seats*+3: 座位 座位数 可容纳人数 容纳人数 容量 座席数 席位 容纳 最多人数
station: 所在站点 站点 位置 所在地点 地点 所在位置
branch: 所属支部 $BRANCH 管理支部
open: 是否在用 在用 使用情况 状态 是否启用 启用
closed+2: 停用日期 不能用的日期 停用时间 不可用日期 占用日期 不能安排的日期
    """,
)

SPEAKER = kind(
    "师资",
    fills.fill_speaker,
    """
name*: 主讲人 讲师 教师 授课人 姓名 师资 师资姓名 主讲人姓名 讲课人 授课教师 老师
unit: 单位 所在单位 工作单位 所在支部 所在党支部 单位(支部) 来源单位 党支部 支部
topics+5: 可讲类别 可讲内容 授课方向 擅长领域 擅长方向 主讲方向 主讲类别 可讲主题 授课类别 擅长 专长
outside+3: 是否外请 外请 内外 来源 是否外聘 外聘 校内外
open: 是否在聘 是否还请 在聘 状态 是否可请
closed+2: 不能安排的日期 不可用日期 请不到的日期 没空的日期 停用日期
    """,
)

PEAK = kind(
    "业务高峰",
    fills.fill_peak,
    """
title*+4: 业务高峰 高峰名称 高峰 高峰期 高峰期名称 繁忙时段 业务高峰期 忙季 重点工作 重点时段
first*+1: 起 自 起始日期 开始日期 开始时间 起日期 起始时间
last*+1: 止 至 终止日期 截止日期 结束日期 结束时间 止日期
places+2: 涉及单位和站点 涉及站点 涉及单位 涉及范围 站点 单位 适用单位 适用站点 责任单位 站点或单位
    """,
)
