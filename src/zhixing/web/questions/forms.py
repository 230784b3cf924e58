"""The form of a question: what is typed is put together and checked as a row of a workbook is."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import uuid4

from django import forms

from zhixing.actions.question_desk import categories
from zhixing.core.questions.checks import LONGEST_STEM, LONGEST_TEXT, flaws
from zhixing.core.questions.question import FORM_WORDS, Form, Question
from zhixing.core.questions.words import LETTERS, answer_words, cites_words
from zhixing.interop.questions.parts import Parts, together

OPTION = "option_"


class QuestionForm(forms.Form):
    """A question typed in. `said` is the question once the form is valid."""

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    form = forms.ChoiceField(label="题型", choices=[(words, words) for words in FORM_WORDS.values()])
    stem = forms.CharField(
        label="题干",
        max_length=LONGEST_STEM,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="填空题在要填的地方写 ____（至少两个下划线）",
        error_messages={"required": "没有题干，请写上"},
    )
    answer = forms.CharField(
        label="答案",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="单选、多选写字母，如 B、ACD；判断写“正确”或“错误”；填空一空一个，用“；”隔开，一个空有几种写法用“｜”隔开；简答写要点",
        error_messages={"required": "没有答案，请写上"},
    )
    why = forms.CharField(
        label="解析", required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 2})
    )
    cites = forms.CharField(
        label="依据",
        required=False,
        max_length=600,
        help_text="写成《文件》第几条；几条之间用“；”隔开。没有依据的题不能核对",
    )
    category = forms.ChoiceField(label="教育内容类别", required=False)
    topics = forms.CharField(label="知识点", required=False, max_length=300, help_text="几个之间用“、”隔开")
    note = forms.CharField(
        label="备注", required=False, max_length=300, help_text="给管题的人看，答题的人看不到"
    )
    anchor = forms.BooleanField(label="锚题：各批都考，用来比较批次", required=False)
    reason = forms.CharField(label="为什么改", required=False, max_length=300)

    def __init__(
        self, data: object = None, *, today: dt.date, question: Question | None = None, form: str = ""
    ) -> None:
        super().__init__(data, label_suffix="", initial=_initial(question, form))  # type: ignore[arg-type]
        self.question = question
        self.categories = categories(today)
        for letter in LETTERS:
            self.fields[OPTION + letter] = forms.CharField(
                label=f"选项 {letter}", required=False, max_length=300
            )
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "未标"), *((one, one) for one in self.categories)]
        if question is None:
            del self.fields["reason"]
        else:
            self.fields["reason"].required = True
            self.fields["reason"].error_messages["required"] = "请写明为什么改"

    @property
    def options(self) -> list[forms.BoundField]:
        """The options as fields."""
        return [self[OPTION + letter] for letter in LETTERS]

    def said(self) -> Question:
        """What was filled in; call it only on a valid form."""
        assert self._read is not None
        return self._read

    def clean(self) -> dict[str, object]:
        """Puts it together; every reason against it stands above the form."""
        got = super().clean() or {}
        self._read: Question | None = None
        if self.errors:
            return got
        options = [str(got[OPTION + letter]).strip() for letter in LETTERS]
        while options and not options[-1]:
            options.pop()
        parts = Parts("", form=got["form"], stem=got["stem"], options=options, answer=got["answer"])
        for name in ("why", "cites", "category", "topics", "note"):
            setattr(parts, name, got[name])
        read = together(parts)
        for reason in read.reasons:
            self.add_error(None, reason)
        if read.question is not None:
            one = replace(read.question, anchor=bool(got["anchor"]))
            for flaw in flaws(one, categories=self.categories):
                self.add_error(None, flaw.reason)
            self._read = one
        return got


def _initial(question: Question | None, form: str) -> dict[str, object]:
    if question is None:
        known = {one.value: words for one, words in FORM_WORDS.items()}
        return {"form": known.get(form, FORM_WORDS[Form.SINGLE])}
    choices = question.options if question.form in (Form.SINGLE, Form.MULTIPLE) else ()
    return {
        "seen": question.version,
        "form": FORM_WORDS[question.form],
        "stem": question.stem,
        "answer": answer_words(question),
        "why": question.why,
        "cites": cites_words(question.cites),
        "category": question.category,
        "topics": "、".join(question.topics),
        "note": question.note,
        "anchor": question.anchor,
        **{OPTION + letter: text for letter, text in zip(LETTERS, choices, strict=False)},
    }
