"""Rules of the house that no linter knows."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

from tests.house.tree import ROOT, files, short

OURS = ("association", "home")

# The one folder of code that draws trusted markup itself; each entry says what.
MARK_SAFE_ALLOWED: set[str] = {
    "association/core/inline.py",  # our own style sheets and scripts, inside a page
}

# What this house never stores: children, identity papers, money.
PRIVATE_WORDS = {
    "amount", "birth", "birthday", "child", "children", "cost", "deposit", "fee", "fees",
    "idcard", "identity", "learner", "money", "payment", "price", "prices", "pupil", "pupils",
    "salary", "student", "students", "tuition",
}  # fmt: skip
PRIVATE_NAMES = {"id_card", "id_number", "id_no", "card_number"}


def our_code(*, migrations: bool = False) -> list[Path]:
    return [
        path for path in files(".py", within=OURS) if migrations or "migrations" not in path.parts
    ]


def test_no_python_file_outgrows_400_lines():
    too_long = {
        short(path): lines
        for path in files(".py")
        if "migrations" not in path.parts
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert too_long == {}


def test_nothing_is_called_utils_or_helpers():
    vague = [short(path) for path in files(".py") if re.match(r"(utils?|helpers?)\b", path.name)]
    assert vague == []


def test_only_services_and_core_change_a_status():
    offences = [
        f"{short(path)}:{line}"
        for path in our_code()
        if not _is_behind_the_door(path)
        for line in status_changes(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert offences == []


def test_the_status_rule_sees_every_way_to_write_one():
    code = """
plaque.status = "revoked"
plaque.status: str = "revoked"
plaque.status += "x"
setattr(plaque, "status", "revoked")
Plaque.objects.filter(pk=1).update(status="revoked")
Plaque.objects.create(status="active")
Plaque.objects.filter(status="active")
print(plaque.status)
"""
    assert list(status_changes(ast.parse(code))) == [2, 3, 4, 5, 6, 7]


def _is_behind_the_door(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    return "services" in parts or path.name == "services.py" or parts[:2] == ("association", "core")


def status_changes(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=targets):
                written = targets
            case ast.AugAssign(target=target) | ast.AnnAssign(target=target):
                written = [target]
            case ast.Call(func=ast.Name(id="setattr"), args=[_, ast.Constant(value="status"), *_]):
                yield node.lineno
                continue
            case ast.Call(func=ast.Attribute(attr=verb), keywords=keywords) if verb in {
                "bulk_update", "create", "get_or_create", "update", "update_or_create",
            }:  # fmt: skip
                if any(keyword.arg == "status" for keyword in keywords):
                    yield node.lineno
                continue
            case _:
                continue
        if any(isinstance(part, ast.Attribute) and part.attr == "status" for part in written):
            yield node.lineno


def test_markup_is_trusted_only_where_we_say_so():
    trusting = {
        short(path)
        for path in our_code()
        if re.search(r"\bmark_safe\b|\bSafeString\(", path.read_text(encoding="utf-8"))
    }
    assert trusting == MARK_SAFE_ALLOWED


def test_no_model_has_a_field_for_children_papers_or_money():
    private = [
        f"{model._meta.label}.{field.name}"
        for config in apps.get_app_configs()
        if config.name.split(".")[0] in OURS
        for model in config.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if is_private(field.name)
    ]
    assert private == []


def test_the_privacy_rule_reads_words_and_not_letters():
    assert is_private("tuition_fee")
    assert is_private("id_card_scan")
    assert not is_private("feedback")
    assert not is_private("card_count")


def is_private(field_name: str) -> bool:
    return bool(PRIVATE_WORDS & set(field_name.split("_"))) or any(
        name in field_name for name in PRIVATE_NAMES
    )
