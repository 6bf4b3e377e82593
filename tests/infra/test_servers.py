"""PostgreSQL and Redis come and go with the run that needs them."""

import re
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import psutil
import psycopg
import pytest

from infra import claims, servers
from infra.trouble import Trouble


def processes_of(folder: Path, data: Path) -> list[psutil.Process]:
    """Every process that names the folder or the data."""
    everybody = psutil.process_iter(["cmdline"])
    return [one for one in everybody if re.search(f"{folder}|{data}", " ".join(one.info["cmdline"] or []))]


def connection_to(url: str) -> psycopg.Connection:
    """A connection by the address that Django gets."""
    options = dict(parse_qsl(urlsplit(url).query))
    return servers.connect(Path(options["host"]))


def test_services_leave_no_process_and_no_socket(folder: Path, tmp_path: Path) -> None:
    with claims.claim(folder, ""), servers.running(folder, tmp_path, durable=False) as urls:
        assert str(folder) in urls["REDIS_URL"]
        assert len(processes_of(folder, tmp_path)) >= 2
    assert processes_of(folder, tmp_path) == []
    assert not folder.exists()


def test_durable_data_is_there_after_a_restart(folder: Path, tmp_path: Path) -> None:
    for query in ("CREATE TABLE kept (n int)", "SELECT * FROM kept"):
        with (
            claims.claim(folder, ""),
            servers.database(folder, tmp_path, durable=True) as url,
            connection_to(url) as connection,
        ):
            connection.execute(query)
    servers.forget(folder, tmp_path)
    assert not tmp_path.exists()


def test_database_knows_swedish_letters_and_logs_no_value(folder: Path, tmp_path: Path) -> None:
    with (
        claims.claim(folder, ""),
        servers.database(folder, tmp_path, durable=False) as url,
        connection_to(url) as connection,
    ):
        assert connection.execute("SELECT upper('åäö')").fetchone() == ("ÅÄÖ",)
        with pytest.raises(psycopg.DataError):
            connection.execute("SELECT CAST('hemligt' AS int)")
    assert "hemligt" not in (tmp_path / "postgres.log").read_text()


def test_as_root_where_namespaces_are_forbidden_it_runs_as_nobody(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not servers.is_root():
        pytest.skip("only root has to become somebody else")
    monkeypatch.setattr(servers, "namespaces_allowed", lambda: False)
    home = Path("/var/tmp") / folder.name
    for _start in range(2):
        with claims.claim(folder, ""), servers.database(folder, tmp_path, durable=True):
            pid = (home / "data" / "postgres" / "postmaster.pid").read_text().split()[0]
            assert psutil.Process(int(pid)).username() == "nobody"
    servers.forget(folder, tmp_path)
    assert not home.exists()


def test_a_missing_redis_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(servers, "installed", lambda _package: None)
    with pytest.raises(Trouble, match="apt-get install redis-server"):
        servers.redis_program()


def test_services_that_are_given_are_used(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {"DATABASE_URL": "postgres://db/samsyn", "REDIS_URL": "redis://broker/0"}
    for name, url in given.items():
        monkeypatch.setenv(name, url)
    with servers.running(folder, tmp_path, durable=True) as urls:
        assert urls == given
