"""Headers of the workbooks about organisations, stations and people."""

from __future__ import annotations

from zhixing.interop.workbooks import fills
from zhixing.interop.workbooks.columns import kind

ORG = kind(
    "组织架构",
    fills.fill_org,
    """
name*: 组织名称 名称 党组织名称 党组织 支部名称 党支部名称 党支部 组织全称 党组织全称
parent+2: 上级组织 上级党组织 上级 上级组织名称 上级党组织名称 隶属组织 隶属党组织 所属上级 隶属关系
       直属上级
kind: 类型 组织类型 组织类别 类别 党组织类型 党组织类别 组织形式
founded+2: 成立日期 成立时间 设立日期 设立时间 组建时间 建立时间 批准成立时间
elected+2: 换届日期 换届时间 最近换届 最近换届日期 最近换届时间 选举日期 选举时间 本届选举日期
       本届产生时间 届期起始
    """,
)

STATION = kind(
    "站点与班制",
    fills.fill_station,
    """
station*: 站点 站点名称 站点(场所) 站名 所在站点 工作站点 工作地点 点位 点位名称 站所 站所名称 场所 工区
       站(所)
branch: 所属支部 $BRANCH 责任支部 管理支部
kind: 类型 站点类型 类别 站点类别 性质 场所类型
distance+2: 距县城(公里) 距县城 距离 距离(公里) 距机关(公里) 距机关 距局机关 距县城距离 里程 里程(公里)
       距城区
longitude+2: 经度 东经 经度(E)
latitude+2: 纬度 北纬 纬度(N)
minimum+2: 每班最低在岗人数 最低在岗人数 每班最低在岗 最低在岗 最少在岗人数 每班最少人数 每班最少在岗人数
       每班最低人数 在岗底线 最低在岗数
shift: 班制 班次 排班 轮班 值班制度 班次安排 倒班 工作班制 轮班方式
    """,
)

ROSTER = kind(
    "党员花名册",
    fills.fill_roster,
    """
name*: $NAME
gender+1: 性别
ethnicity: 民族
birth: 出生年月 出生日期 出生年月日 生日 出生时间 出生
education: 学历 文化程度 最高学历 学历层次 学历学位
joined_on+2: 入党日期 入党时间 入党年月 加入党组织日期 加入党组织时间 加入中共时间 入党年月日
branch*: $BRANCH
group+2: 党小组 所在党小组 所属党小组 小组 党小组名称 组别
post+2: 党内职务 党内任职 党务职务 支部职务 支委职务 党内岗位 党内职位
duty: 行政职务/岗位 职务(岗位) 行政职务 岗位 职务 工作岗位 职务/岗位 岗位(职务) 单位职务 单位及职务
       职务职级 岗位名称 现任职务
member_kind+2/7: 人员类别 党员类别 党员类型 党员身份 党员性质 正式/预备 人员类型 类别
staff_kind: 岗位类别 编制类别 身份类别 用工性质 人员身份 编制 编制性质 人员性质 职业类别 用工形式 用工类别
station: 工作地点 工作站点 所在站点 站点 工作单位 所在站所 工作场所 工作站所 驻点 所在点位 工作点位
shift: 班制 班次 排班 轮班 倒班 工作班制 轮班方式
second_unit: 双重组织生活单位 双重组织生活 双重组织生活支部 参加双重组织生活 双重组织生活所在支部 联系单位
       第二参与单元
remark: $REMARK
    """,
)

NON_MEMBER = kind(
    "群众和入党积极分子",
    fills.fill_non_member,
    """
name*: $NAME
stage+6/3: 发展阶段 培养阶段 发展党员阶段 类别 阶段 身份 人员类别 类型 对象类别
branch+4/5: 联系支部 联系党支部 培养支部 所在单位党支部 申请支部 $BRANCH
mentor+6: 培养联系人 联系人 培养人 入党联系人 入党培养联系人 联系培养人 介绍人 入党介绍人 联系党员
    """,
)

TALK = kind(
    "谈心谈话记录",
    fills.fill_talk,
    """
day*: 日期 谈话日期 时间 谈话时间 谈心日期 谈心时间 谈心谈话日期 谈心谈话时间 $DAY
speaker*+2: 谈话人 谈话人姓名 主谈人 谈心人 谈心谈话人 发起人
name*+2: 谈话对象 谈话对象姓名 被谈话人 被谈话人姓名 谈心对象 谈心谈话对象 受谈人 对象 $NAME
branch: 谈话对象所在支部 谈话对象所在党支部 $BRANCH
way: 方式 谈话方式 形式 谈话形式 谈心方式 谈话类型 类型
has_need+2: 是否有诉求 有无诉求 诉求 是否有困难诉求 是否提出诉求 有无困难诉求 有无困难 是否有困难
    """,
)

NEED = kind(
    "困难诉求台账",
    fills.fill_need,
    """
code: 编号 诉求编号 台账编号 $CODE
name*: 诉求人 姓名 反映人 提出人 困难党员 申请人 $NAME
branch: $BRANCH
day*: 日期 提出日期 登记日期 受理日期 反映日期 诉求日期 时间 提出时间 受理时间 反映时间 诉求时间 $DAY
text*+2: 诉求 困难诉求 诉求内容 诉求事项 困难 困难情况 具体困难 困难类别 困难及诉求 反映事项 需求 困难问题
       具体诉求 主要诉求 困难和诉求
state: $STATE
    """,
)

GATE = kind(
    "评优资格限制",
    fills.fill_gate,
    """
name*: $NAME
branch: $BRANCH
category: 类别 限制类别 处理类别 处分类别 处分种类 处分 处理方式 处分(处理)类别 限制类型 类型 限制情形
       种类
start*: 起算日期 起算时间 生效日期 生效时间 起始日期 开始日期 处分日期 处分时间 影响期起算日期 影响期开始
       影响期起始日期 日期 决定日期 处理日期 限制开始日期
months*+2: 影响期(月) 影响期 影响期限 影响期(个月) 限制期 限制期限 限制期(月) 影响月数 期限(月) 月数
       影响期月数 影响期限(月) 处分影响期
    """,
)

PLEDGE = kind(
    "承诺践诺",
    fills.fill_pledge,
    """
code: 编号 承诺编号 $CODE
name*: 承诺人 姓名 承诺党员 $NAME
branch: $BRANCH
day*: 日期 承诺日期 承诺时间 公开承诺日期 公诺日期 时间 $DAY
text*+2: 承诺事项 承诺内容 承诺 承诺项目 公开承诺 公开承诺事项 公开承诺内容 践诺事项 践诺内容 岗位承诺
due: 完成时限 完成期限 时限 期限 截止日期 计划完成时间 践诺时限 完成时间 兑现时限 预计完成时间
state: 状态 践诺情况 践诺状态 兑现情况 完成状态 履诺情况 $STATE
    """,
)
