"""What the system must never know about anybody, and what it must say about what it knows."""

from __future__ import annotations

import ast
import dataclasses
import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from tests.contracts.source import PACKAGE, python_files, short, tree
from tests.sample_year import YEAR, drawn_folder

from zhixing.actions.import_folder import import_folder
from zhixing.core.facts.kinds import BODIES, Kind
from zhixing.core.facts.personal import NOBODY, PROCESSING, PURPOSES
from zhixing.core.switches import CODES
from zhixing.interop.rulebook_files import load_rulebooks
from zhixing.store import processing
from zhixing.store.ledger import queries
from zhixing.store.personal import PersonalField

# Sensitive or outside the purpose: no column, fact or form may carry these (个人信息保护法第6、28条).
FORBIDDEN_WORDS = {
    *("idcard", "idnumber", "identitycard", "citizenid", "sfz", "shenfenzheng", "passport", "biometric"),
    *("religion", "religious", "faith", "belief", "zongjiao", "xinyang", "health", "healthy", "illness"),
    *(
        "disease",
        "diagnosis",
        "medical",
        "jiankang",
        "jibing",
        "bingli",
        "pregnant",
        "pregnancy",
        "disability",
    ),
    *("family", "jiating", "jiashu", "spouse", "wife", "husband", "peiou", "marriage", "marital", "hunyin"),
    *("kinship", "property", "caichan", "income", "salary", "gongzi", "bankcard", "bankaccount", "gps"),
    *(
        "homeaddress",
        "zhuzhi",
        "face",
        "fingerprint",
        "psych",
        "psychological",
        "mood",
        "personality",
        "mmpi",
    ),
    *("duesamount", "dangfei", "geolocation", "trajectory", "track", "heartbeat", "creditscore"),
}
FORBIDDEN_CHINESE = re.compile(
    "身份证|宗教|信仰|健康|疾病|病情|家庭|家属|配偶|婚姻|财产|工资|银行卡|住址|人脸|指纹|心理|轨迹"
)
# The one module in which the names of the switches stand: the list itself, with what each would leave behind.
THE_LIST = PACKAGE / "core" / "switches.py"
# Django's own tables: accounts and sessions hold what a sign-in needs and are described in the documents.
OUR_APPS = "zhixing."
NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)


def words(name: str) -> set[str]:
    """The words of an identifier, single and in neighbouring pairs: id_card gives id, card, idcard."""
    parts = [part.lower() for part in re.findall(r"[A-Za-z][a-z]*|[A-Z]+", name)]
    return {*parts, *(a + b for a, b in zip(parts, parts[1:], strict=False))}


def attributes(module: ast.Module) -> Iterator[tuple[str, str, str]]:
    """Class, attribute and the Chinese said beside it, for every field of every class."""
    for node in ast.walk(module):
        if not isinstance(node, ast.ClassDef):
            continue
        for line in node.body:
            targets = [line.target] if isinstance(line, ast.AnnAssign) else getattr(line, "targets", [])
            said = [
                c.value for c in ast.walk(line) if isinstance(c, ast.Constant) and isinstance(c.value, str)
            ]
            for target in targets:
                # A register of personal data and a list of what is refused name things without holding them.
                if isinstance(target, ast.Name) and not target.id.isupper():
                    yield node.name, target.id, " ".join(said)


def forbidden_fields(module: ast.Module) -> list[str]:
    """Fields whose name or label says that they hold what must not be held."""
    return [
        f"{owner}.{name}"
        for owner, name, said in attributes(module)
        if words(name) & FORBIDDEN_WORDS or FORBIDDEN_CHINESE.search(said)
    ]


def switches(module: ast.Module) -> set[str]:
    """Names, attributes, arguments and keys of the switches that stay off."""
    names = set()
    for node in ast.walk(module):
        names |= {getattr(node, key, None) for key in ("id", "attr", "arg", "name")}
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            names.add(node.value)
    return {name for name in names if isinstance(name, str)} & CODES


def faults_of(model: type[models.Model]) -> list[str]:
    """What is wrong with a model's statement about personal data."""
    declared = model.__dict__.get("PERSONAL")
    if not isinstance(declared, tuple):
        return ["declares no PERSONAL"]
    found = []
    for entry in declared:
        if not isinstance(entry, PersonalField):
            found.append(f"{entry!r} is no PersonalField")
            continue
        said = [field.name for field in dataclasses.fields(entry) if field.name != "acts"]
        empty = [name for name in said if not getattr(entry, name).strip()]
        found += [f"{entry.name}: {name} is empty" for name in empty]
        try:
            model._meta.get_field(entry.name)
        except FieldDoesNotExist:
            found.append(f"{entry.name} is no field")
    return found


def our_models() -> list[type[models.Model]]:
    """Every concrete model of the store, those that Django makes for many-to-many included."""
    return [
        model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith(OUR_APPS)
    ]


def test_every_model_says_what_it_holds_about_people() -> None:
    found = {model._meta.label: faults_of(model) for model in our_models()}
    assert {label: faults for label, faults in found.items() if faults} == {}


def test_columns_named_after_a_person_are_declared() -> None:
    """A column that plainly is about a person cannot stay undeclared."""
    plain = re.compile(
        r"(^|_)(name|phone|mobile|email|birth|born|gender|sex|ethnicity|nation|person|member)(_|$)"
    )
    undeclared = []
    for model in our_models():
        declared = {entry.name for entry in getattr(model, "PERSONAL", ())}
        about_people = "person" in model.__name__.lower() or "member" in model.__name__.lower()
        for field in model._meta.concrete_fields if about_people else ():
            if plain.search(field.name) and field.name not in declared:
                undeclared.append(f"{model._meta.label}.{field.name}")
    assert undeclared == []


@pytest.mark.parametrize(
    "line",
    [
        "class A:\n    id_number: str",
        "class A:\n    idCard = 1",
        "class A:\n    spouse_name: str = ''",
        "class A:\n    last_gps: str",
        "class A:\n    health = models.TextField()",
        "class A:\n    note = models.TextField('家庭情况')",
        "class A:\n    psych_score: int",
        "class A:\n    jia_ting: str",
    ],
)
def test_a_planted_field_is_found(line: str) -> None:
    assert forbidden_fields(ast.parse(line))


@pytest.mark.parametrize("room", ["core", "store", "interop", "actions", "web"])
def test_no_record_holds_what_must_not_be_known(room: str) -> None:
    found = {short(path): forbidden_fields(tree(path)) for path in python_files(PACKAGE / room)}
    assert {name: fields for name, fields in found.items() if fields} == {}


def test_no_table_has_a_forbidden_column() -> None:
    """Once more on the tables themselves: a column may come from a base class or a package."""
    columns = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if words(field.name) & FORBIDDEN_WORDS or FORBIDDEN_CHINESE.search(str(field.verbose_name))
    ]
    assert columns == []


@pytest.mark.parametrize(
    "line",
    ["ranking = True", "x.auto_grade", "f(geo_checkin=1)", "S = {'login_streak': 1}"],
)
def test_a_planted_switch_is_found(line: str) -> None:
    assert switches(ast.parse(line))


def test_switches_that_stay_off_exist_nowhere_in_the_code() -> None:
    found = {short(path): switches(tree(path)) for path in python_files(PACKAGE) if path != THE_LIST}
    assert {name: names for name, names in found.items() if names} == {}


def test_switches_that_stay_off_exist_nowhere_in_the_data() -> None:
    """Not at all in pages and scripts; in rulebooks only as a word in a list of what is forbidden."""
    names = "|".join(sorted(CODES))
    anywhere = re.compile(rf"(?<![\w-])({names})(?![\w-])")
    as_key = re.compile(rf"(?<![\w-])({names})[\"']?\s*[=:]")
    folders = [PACKAGE, PACKAGE.parents[1] / "rulebooks"]
    files = [path for folder in folders for path in folder.rglob("*") if "vendored" not in path.parts]
    data = [path for path in files if path.suffix in {".toml", ".json", ".yaml", ".csv"}]
    pages = [path for path in files if path.suffix in {".html", ".js", ".css", ".txt", ".xml"}]
    found = [short(path) for path in data if as_key.search(path.read_text("utf-8"))]
    found += [short(path) for path in pages if anywhere.search(path.read_text("utf-8"))]
    assert found == []


def test_the_list_of_switches_is_that_of_the_rulebook(project: Path) -> None:
    rule = load_rulebooks(project / "rulebooks").on("burden.forbidden", dt.date(2026, 3, 1))
    assert rule is not None
    assert set(rule.words("features")) == CODES


def test_every_kind_of_fact_says_what_it_holds_about_people() -> None:
    assert PROCESSING.keys() & NOBODY.keys() == set()
    assert PROCESSING.keys() | NOBODY.keys() == set(Kind)


@pytest.mark.parametrize("kind", PROCESSING, ids=lambda kind: kind.value)
def test_a_kind_tells_each_of_its_fields(kind: Kind) -> None:
    one = PROCESSING[kind]
    own = {field.name for field in dataclasses.fields(BODIES[kind])}  # type: ignore[arg-type]
    assert set(one.fields) - {"subject"} == own | one.apart
    assert one.purpose in PURPOSES
    empty = [name for name in ("title", "whose", "basis", "term", "seen", "source") if not getattr(one, name)]
    assert not empty
    assert all(one.fields.values())


def test_kinds_about_somebody_or_with_words_are_no_kinds_about_nobody() -> None:
    for kind in NOBODY:
        assert not BODIES[kind].SEALED, kind
        own = {field.name for field in dataclasses.fields(BODIES[kind])}  # type: ignore[arg-type]
        people = {"speaker", "mentor", "person", "account"} & own
        assert not people, kind


@pytest.mark.django_db
def test_sample_facts_with_a_subject_or_words_are_declared() -> None:
    import_folder(drawn_folder(24, 24, 2), name="台账", year=YEAR, by="刘英", now=NOW, today=NOW.date())
    for fact in queries.facts():
        if fact.subject is not None or fact.private_digest:
            assert fact.kind in PROCESSING, fact.kind
    kept = queries.words(sealed=True)
    for fact in queries.facts():
        assert set(kept.get(fact.uid, {})) <= (PROCESSING[fact.kind].apart if fact.uid in kept else set())


def test_the_register_explains_every_table() -> None:
    lines = processing.register()
    told = {(one.place, one.field) for one in lines}
    for model in our_models():
        for entry in model.PERSONAL:  # type: ignore[attr-defined]
            assert (model._meta.db_table, entry.name) in told
    assert {one.place for one in lines} >= {"auth_user", "django_session"}
    blank = [one for one in lines for field in dataclasses.fields(one) if not getattr(one, field.name)]
    assert blank == []


def test_terms_in_words_and_terms_that_act_agree() -> None:
    for model in our_models():
        for entry in model.PERSONAL:  # type: ignore[attr-defined]
            if entry.acts is not None:
                assert f"{entry.acts.years} 年" in entry.term, entry
