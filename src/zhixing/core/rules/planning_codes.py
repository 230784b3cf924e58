"""Rule codes of rosters, of the annual plan and of batches (班次、学习计划、分期分批)."""

from __future__ import annotations

from zhixing.core.rules.code import Code, whole, wholes, words

DUTY, PLAN, BATCH = "班次与在岗", "年度学习计划", "分期分批"
_SHARE = (whole("numerator", "分子"), whole("denominator", "分母"))

PLANNING: tuple[Code, ...] = (
    Code(
        "roster.duties",
        DUTY,
        "班次的写法",
        (
            words("morning", "上午当班"),
            words("afternoon", "下午当班"),
            words("night", "夜里当班"),
            words("off", "轮休"),
            words("away", "不在岗"),
        ),
    ),
    Code(
        "roster.patterns",
        DUTY,
        "班制",
        (
            words("names", "轮班的班制"),
            words("cycles", "轮转周期"),
            words("office", "坐班"),
            words("none", "不排班"),
            words("also", "别的写法"),
        ),
        aligned=("names", "cycles"),
    ),
    Code("roster.after_night", DUTY, "下夜班", (whole("afternoon_too", "当天下午"),)),
    Code(
        "roster.cover",
        DUTY,
        "站点同时外出人数",
        (
            *_SHARE,
            whole("at_least", "至少人数"),
            whole("relief_numerator", "备勤比例分子"),
            whole("relief_denominator", "备勤比例分母"),
        ),
    ),
    Code(
        "roster.travel",
        DUTY,
        "站点到场地的往返时间",
        (whole("km_per_hour", "时速（公里）"), whole("detour_hundredths", "绕行系数")),
    ),
    Code(
        "plan.tiers",
        PLAN,
        "层次的认定",
        (
            words("precedence", "先后"),
            words("middle", "中层职务"),
            words("front", "一线岗位"),
            words("retired", "离退休"),
            words("activists", "培养对象"),
            whole("new_months", "入党后月数"),
        ),
    ),
    Code("plan.posts", PLAN, "岗位类别的认定", (words("words", "名称里的字和岗位类别"),)),
    Code("plan.budget", PLAN, "各层次的学时预算", (words("rows", "层次和学时目标"),)),
    Code(
        "plan.owed",
        PLAN,
        "各层次各岗位的必学内容",
        (words("rows", "内容、类别、学时、层次、岗位、轻重、依据"),),
    ),
    Code(
        "plan.rhythm",
        PLAN,
        "法定节拍",
        (
            words("rows", "形式、分钟、学时账、月份、早于主题党日的工作日"),
            wholes("days", "各支部的固定日"),
        ),
    ),
    Code("plan.seasons", PLAN, "繁忙时段", (words("rows", "名称、首日、末日、岗位类别"),)),
    Code(
        "plan.windows",
        PLAN,
        "分批轮训的时间",
        (
            whole("weeks", "最短周数"),
            whole("capacity", "每期人数"),
            whole("fewest", "单独开课的最少人数"),
            whole("holiday_days", "算作节假日的连休天数"),
            whole("last_month", "最后一个月"),
        ),
    ),
    Code(
        "run.hours",
        BATCH,
        "上课的时间",
        (
            whole("am_from", "上午开始（零点起分钟）"),
            whole("am_until", "上午结束（零点起分钟）"),
            whole("pm_from", "下午开始（零点起分钟）"),
            whole("pm_until", "下午结束（零点起分钟）"),
            whole("fixed_from", "支部固定日开始（零点起分钟）"),
        ),
    ),
    Code(
        "batch.weights",
        BATCH,
        "批次方案的轻重",
        (
            whole("unmet", "没有排上一项应学（乘轻重）"),
            whole("run", "开一期"),
            whole("time", "参加一个半天"),
            whole("rest", "占用一个轮休半天"),
            whole("late", "班子成员排在时段最后"),
            whole("split", "同站集中外出超过一半的一人次"),
            whole("strain", "站点一个半天用尽可外出人数"),
            whole("bunch", "四周内多开的一个半天"),
        ),
    ),
    Code(
        "batch.moves",
        BATCH,
        "改排时让人换期的代价",
        (whole("moved", "一人次换期"), whole("others_hundredths", "为别人让位的人次占受影响的百分之")),
    ),
    Code(
        "batch.repairs",
        BATCH,
        "办不到时让步的轻重",
        (
            whole("away", "借用站点一人半天"),
            whole("relieve", "替一人顶班半天"),
            whole("teacher", "请主讲人多讲半天"),
            whole("venue", "多借场地半天"),
            whole("chair", "场地加一个座位"),
            whole("seat", "一期多收一人"),
            whole("week", "时段放宽一周"),
            whole("run", "增开一期"),
            whole("later", "期限推后一周"),
            whole("left_out", "少一人一项（乘轻重）"),
            whole("exception", "一人例外"),
            whole("more", "多一期"),
            whole("dropped", "撤掉一个条件"),
        ),
    ),
    Code("batch.month_cap", BATCH, "四周内开班的半天数", (whole("half_days", "半天"),)),
)
