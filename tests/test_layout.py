"""What the import contracts cannot see: keys between tables, names, and the tenant's app of tasks."""

import platform
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from tenant_schemas_celery.app import CeleryApp

from config.celery import app as tasks
from infra.claims import CHECKOUT
from tenants.keys import SharedKey
from tenants.models import Party
from workflows.bodies.models import Body
from workflows.cases.models import Case

SOURCES = ("platform", "tenants", "workflows", "reporting", "infra")
CONTRACTS = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
OURS = {config.name for config in apps.get_app_configs() if not config.name.startswith(("django", "drf"))}


def python_files() -> Iterable[Path]:
    return (path for source in SOURCES for path in (CHECKOUT / source).rglob("*.py"))


def test_platform_and_locale_are_folders_and_never_packages() -> None:
    assert not list((CHECKOUT / "platform").glob("__init__.py"))
    assert not list((CHECKOUT / "platform" / "locale").rglob("__init__.py"))
    assert Path(platform.__file__).is_relative_to(sys.base_prefix)


def test_no_module_has_a_name_that_says_nothing() -> None:
    empty_names = {"utils", "helpers", "services", "managers", "common", "misc", "signals"}
    assert [path for path in python_files() if path.stem in empty_names] == []


def test_no_code_names_a_family() -> None:
    files = [path for path in CHECKOUT.rglob("*") if path.suffix in {".py", ".html", ".css", ".txt", ".sh"}]
    named = [
        (path, family)
        for path in files
        if path.relative_to(CHECKOUT).parts[0] in SOURCES
        and not {"presets", "demo"} & set(path.relative_to(CHECKOUT).parts)
        for family in ("lex-heller", "lex_heller", "personligt-ombud", "avvikelse")
        if family in path.read_text()
    ]
    assert named == []


# --- Keys between tables -----------------------------------------------------------------------------------


def order() -> list[str]:
    """The apps from the top down, as the first contract orders them."""
    layers = next(contract["layers"] for contract in CONTRACTS if contract["id"] == "order")
    return [name.strip() for layer in layers for name in layer.split("|")]


def faults_of(key: Any) -> list[str]:
    """What is wrong with a foreign key: upwards, out of the shared tables, or real where it must not be."""
    apps_in_order = order()
    here, there = apps.get_app_config(key.model._meta.app_label).name, key.related_model._meta.app_config.name
    found = []
    if apps_in_order.index(here) > apps_in_order.index(there):
        found.append("points upwards")
    if here in settings.SHARED_APPS and there in settings.TENANT_APPS:
        found.append("points from a shared table into a tenant's")
    crosses = here in settings.TENANT_APPS and there in settings.SHARED_APPS
    loose = (
        key.remote_field.on_delete is models.DO_NOTHING and not key.db_constraint and key.remote_field.hidden
    )
    if crosses != isinstance(key, SharedKey) or (crosses and not loose):
        found.append("is a real key to a shared table, or a loose one where it need not be")
    return found


def keys() -> list[Any]:
    """Every foreign key of ours."""
    every = [field for model in apps.get_models() for field in model._meta.get_fields()]
    return [f for f in every if isinstance(f, models.ForeignKey) and f.model._meta.app_config.name in OURS]


def test_keys_point_the_way_that_imports_do_and_to_shared_tables_loosely() -> None:
    assert len(keys()) > 15
    assert {str(key): faults_of(key) for key in keys() if faults_of(key)} == {}


def test_each_kind_of_wrong_key_is_noticed() -> None:
    class Wrong(models.Model):
        real = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
        upwards = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")

        class Meta:
            app_label = "bodies"

    class Shared(models.Model):
        into_a_tenant = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")

        class Meta:
            app_label = "tenants"

    try:
        found = {f.name: faults_of(f) for m in (Wrong, Shared) for f in m._meta.fields if f.is_relation}
    finally:
        for label, name in (("bodies", "wrong"), ("tenants", "shared")):
            del apps.all_models[label][name]
        apps.clear_cache()
    assert found == {
        "real": ["is a real key to a shared table, or a loose one where it need not be"],
        "upwards": ["points upwards"],
        "into_a_tenant": ["points upwards", "points from a shared table into a tenant's"],
    }


# --- Imports and tasks -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("tenants/hosts.py", "import workflows.cases.models", "Data flows down, imports point up"),
        ("workflows/cases/models.py", "import workflows.cases.views", "Inside an app"),
        ("workflows/chains/chain.py", "import django.db", "Rules import no Django"),
        ("tests/attacker/attacker.py", "import tenants.hosts", "The attacker knows nothing"),
    ],
)
def test_an_import_the_wrong_way_breaks_its_contract(
    tmp_path: Path, module: str, line: str, contract: str
) -> None:
    for name in ("platform", "tenants", "workflows", "tests", "infra"):
        shutil.copytree(
            CHECKOUT / name, tmp_path / name, ignore=shutil.ignore_patterns("static", "__pycache__")
        )
    shutil.copy(CHECKOUT / "pyproject.toml", tmp_path)
    broken = tmp_path / module
    broken.write_text(f"{line}\n{broken.read_text()}")
    lint = (
        "import sys; sys.path[:0] = ['.', 'platform']; "
        "from importlinter.cli import lint_imports_command as go; go()"
    )
    done = subprocess.run(
        [sys.executable, "-c", lint, "--no-cache"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    broken_contracts = [row for row in done.stdout.splitlines() if row.endswith("BROKEN")]
    assert [row for row in broken_contracts if row.startswith(contract)], done.stdout + done.stderr


def test_tasks_belong_to_an_app_that_runs_them_in_their_tenant() -> None:
    assert isinstance(tasks, CeleryApp)
