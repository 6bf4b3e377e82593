"""One run owns its folder, and cleans up after one that was killed."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from infra import claims, servers
from infra.trouble import Trouble

Start = Callable[[], "subprocess.Popen[str]"]


def test_a_living_run_is_not_disturbed(folder: Path, another_run: Start) -> None:
    run = another_run()
    with pytest.raises(claims.Claimed) as claimed, claims.claim(folder, "this run"):
        pass
    assert claimed.value.note == "the other run"
    assert run.poll() is None
    assert len(claims.recorded(folder)) == 2


def test_what_a_killed_run_left_is_stopped(folder: Path, tmp_path: Path, another_run: Start) -> None:
    run = another_run()
    left = [*claims.marked(folder), *claims.recorded(folder)]
    assert len(left) == 3  # a worker, PostgreSQL and Redis
    run.kill()
    run.wait()
    assert all(process.is_running() for process in left)
    with (
        claims.claim(folder, "this run"),
        servers.running(folder, tmp_path / "data", durable=False) as urls,
    ):
        assert urls["DATABASE_URL"]
        assert all(map(claims.has_ended, left))


def test_a_process_that_got_the_pid_of_a_server_is_left_alone(folder: Path) -> None:
    with claims.claim(folder, ""), subprocess.Popen(["sleep", "60"]) as stranger:
        (folder / f"{stranger.pid}.server").write_text("1000000000.0")
        assert claims.recorded(folder) == []
        stranger.kill()


def test_two_runs_of_the_tests_have_two_folders(folder: Path, another_run: Start) -> None:
    purpose = folder.name.split("-", 2)[2]
    with claims.locked(claims.folder_of(f"{purpose}-0")):
        pass  # a folder that nobody holds any more
    with claims.claim_any(purpose, "") as mine:
        assert mine.name.endswith(f"{purpose}-0")
    assert not mine.exists()


def test_a_folder_that_leads_elsewhere_is_not_used(folder: Path, tmp_path: Path) -> None:
    folder.symlink_to(tmp_path)
    with pytest.raises(Trouble, match="not a folder of this user"), claims.claim(folder, ""):
        pass
    folder.unlink()
