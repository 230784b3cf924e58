"""Tables of the ledger. Facts are only ever inserted; triggers (`guards`) refuse everything else."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from zhixing.store.personal import PersonalField, Term

_DUTY = "个人信息保护法第十三条第一款第三项:为履行法定职责所必需"
_TERM = "党员教育管理档案:组织关系转出或停止履职后 5 年"


class Fact(models.Model):
    """One fact. `hash` covers every column but itself; `before` is the hash of the link before it."""

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("subject", "把事实归到本人名下,算出本人的年度记实", _DUTY, _TERM),
        PersonalField("by", "登记人,出错时找得到人", _DUTY, _TERM),
        PersonalField("second", "冲正的第二人", _DUTY, _TERM),
        PersonalField("body", "谁谈的话、谁是联系人(只存编号)", _DUTY, _TERM),
    )

    seq = models.BigIntegerField(primary_key=True)
    uid = models.UUIDField(unique=True)
    kind = models.CharField(max_length=32)
    version = models.PositiveSmallIntegerField()
    chain = models.UUIDField()
    position = models.BigIntegerField()
    subject = models.UUIDField(null=True)
    about = models.UUIDField(null=True)
    day = models.DateField(null=True)
    body = models.TextField()
    claimed_at = models.DateTimeField()
    corrected_at = models.DateTimeField()
    received_at = models.DateTimeField()
    by = models.CharField(max_length=80)
    batch = models.UUIDField(null=True)
    file = models.CharField(max_length=200, blank=True)
    sheet = models.CharField(max_length=100, blank=True)
    row = models.PositiveIntegerField(default=0)
    reverses = models.UUIDField(null=True, unique=True)
    reason = models.CharField(max_length=300, blank=True)
    second = models.CharField(max_length=80, blank=True)
    private_digest = models.CharField(max_length=64, blank=True)
    before = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        """A link stands once in its chain; people and batches are looked up often."""

        constraints = (models.UniqueConstraint(fields=["chain", "position"], name="one_link_a_position"),)
        indexes = (
            models.Index(fields=["subject", "kind"]),
            models.Index(fields=["subject", "seq"]),
            models.Index(fields=["about"]),
            models.Index(fields=["batch"]),
            models.Index(fields=["kind", "seq"]),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"


class Private(models.Model):
    """The words of a fact: names and descriptions in plain, confidential words sealed. Erasable."""

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField(
            "payload",
            "花名册所列姓名、性别、民族、出生年月、学历、入党时间;诉求内容和限制类别(加密)",
            _DUTY,
            _TERM,
            Term(5, "组织关系转出或停止履职"),
        ),
    )

    fact = models.UUIDField(primary_key=True)
    salt = models.CharField(max_length=32)
    payload = models.TextField()
    sealed = models.BooleanField()

    def __str__(self) -> str:
        return str(self.fact)


class ChainHead(models.Model):
    """Where a chain ends; the next link is hashed onto it."""

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = ()

    chain = models.UUIDField(primary_key=True)
    length = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.chain}:{self.length}"


class Installation(models.Model):
    """What this installation decided once: the key its ids are made with, the digest of its chains."""

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = ()

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    id_key = models.CharField(max_length=64)
    digest = models.CharField(max_length=8)

    def __str__(self) -> str:
        return self.digest


class Batch(models.Model):
    """One import: what came in, its report, and whether it was withdrawn."""

    class State(models.TextChoices):
        """How far an import came."""

        RUNNING = "running", "进行中"
        DONE = "done", "已完成"
        PARTIAL = "partial", "已中断"
        WITHDRAWN = "withdrawn", "已撤回"

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("by", "导入人", _DUTY, _TERM),
        PersonalField(
            "report", "导入报告里的备注确认和未认定的姓名", _DUTY, "年度归档后 1 年", Term(1, "年度归档")
        ),
    )

    id = models.UUIDField(primary_key=True)
    number = models.PositiveIntegerField(unique=True)
    folder = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    year = models.PositiveSmallIntegerField()
    by = models.CharField(max_length=80)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=12, choices=State.choices)
    facts = models.PositiveIntegerField(default=0)
    report = models.TextField(blank=True)
    second_missing = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"第 {self.number} 批"


class Claim(models.Model):
    """A batch states a fact that was on the ledger before it: withdrawing another batch leaves that fact."""

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = ()

    batch = models.UUIDField()
    fact = models.UUIDField()

    class Meta:
        """Once a batch and fact."""

        constraints = (models.UniqueConstraint(fields=["batch", "fact"], name="one_claim_a_batch"),)

    def __str__(self) -> str:
        return f"{self.batch} {self.fact}"


class AuditLine(models.Model):
    """Who did what to what, in the same transaction as the doing. Kept at least 183 days (网络安全法).

    The lines form one chain like the facts of a branch: `hash` covers every column but itself and the key.
    """

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("by", "操作人", "网络安全法第二十一条", "不少于 6 个月,默认 3 年", Term(3, "操作之日")),
        PersonalField(
            "subject", "本人看得到谁看过、改过自己的资料", "个人信息保护法第四十四条", "同操作记录"
        ),
    )

    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    verb = models.CharField(max_length=40)
    target = models.CharField(max_length=120)
    detail = models.CharField(max_length=300, blank=True)
    subject = models.UUIDField(null=True)
    position = models.BigIntegerField(unique=True)
    before = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        """Looked up by time, and by whom it concerns."""

        indexes = (models.Index(fields=["at"]), models.Index(fields=["subject"]))

    def __str__(self) -> str:
        return f"{self.verb} {self.target}"
