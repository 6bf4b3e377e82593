"""`make bench`: how fast Samsyn is on this machine, beside the same SQL by hand, and where the time goes.

Web, worker and beat run as in production (fsync on, no DEMO), with PostgreSQL, Redis and the client on the
same processors. CASES (10,000) and SECONDS (5, of each run) change how much; the figures go to
var/bench.json.
"""

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from infra import claims, demo, processes, servers, stack
from infra.claims import CHECKOUT
from infra.parent import follow_parent
from infra.trouble import Trouble, told

VAR = CHECKOUT / "var" / "bench"
RESULT = CHECKOUT / "var" / "bench.json"
PORT = 8600
WARM_UP = 0.3  # the share of a run's time that is spent on the same before it
CLIENTS = (1, 4)

# What is measured, and what a person calls it.
WORDS = {
    "report_page": "report form (GET)",
    "report_post": "report (POST + receipt)",
    "report_api": "report by JSON",
    "list": "list of open cases",
    "list_filtered": "list, level and party",
    "list_search": "list, words in texts",
    "case_page": "case page",
    "receipt_page": "receipt page",
    "nation": "statistics, 14 organisations",
    "nation_100": "statistics, 100 organisations",
}
# How many organisations are behind the last ones, which are measured after the others.
BEHIND = {"nation": 14, "nation_100": 100}
# The Amsterdam system Signalen makes 14.7 reports a second on two such processors, and a list in 312 ms.
FEWEST_REPORTS = 59.0
SLOWEST_LIST = 80.0
# The nineteenth of twenty, for one reader at a time.
SLOWEST_STATISTICS = 50.0


@dataclass(frozen=True)
class Amount:
    """How much is measured."""

    cases: int
    seconds: float


def wanted() -> Amount:
    """CASES and SECONDS, or what the figures in README were measured with."""
    try:
        amount = Amount(int(os.environ.get("CASES") or 10_000), float(os.environ.get("SECONDS") or 5))
    except ValueError:
        raise Trouble("CASES and SECONDS are numbers: make bench CASES=1000 SECONDS=2.") from None
    if amount.cases < 40 or amount.seconds <= 0:
        raise Trouble("CASES is 40 or more, and SECONDS more than 0.")
    return amount


def run() -> int:
    """Everything, in order; leaves only the file of figures and the logs behind."""
    amount, folder, port = wanted(), claims.folder_of("bench"), demo.next_free(PORT)
    with claims.claim(folder, f"a bench (process {os.getpid()})"):
        servers.forget(folder, VAR)
        with servers.running(folder, VAR, durable=True) as urls:
            environment = environment_of(urls, folder, port)
            demo.say(f"Making {amount.cases} cases")
            in_django("bench_data", f"{amount.cases}, Path('{VAR / 'target.json'}')", environment)
            demo.say("Running the SQL of each page by hand")
            in_django(
                "bench_floor", f"Path('{VAR / 'target.json'}'), Path('{VAR / 'floor.json'}')", environment
            )
            with stack.running(port, environment, VAR / "stack.log"), client(port, environment) as asked:
                result = measure(asked, folder, amount, environment)
        servers.forget(folder, VAR)
    RESULT.write_text(json.dumps(result, indent=2) + "\n")
    demo.say(table(result))
    return 0


def environment_of(urls: dict[str, str], folder: Path, port: int) -> dict[str, str]:
    """As in production but for this: TLS ended at a proxy that is only claimed, and mails go nowhere."""
    var = VAR / "var"
    var.mkdir()
    return processes.inherited(
        {
            **processes.environment(urls, folder, port=port, var=var, clock=60),
            **demo.stored_secrets(VAR / "secrets.env"),
            "DEMO": "0",
            # What is published is made by the bench.
            "RELEASES": "0",
            "EMAIL_URL": "dummymail://",
        }
    )


def in_django(module: str, arguments: str, environment: Mapping[str, str]) -> None:
    """Calls `main` of a module of the bench in a process of its own, with Django set up."""
    code = f"from pathlib import Path; from infra.{module} import main; main({arguments})"
    command = processes.manage("shell", "--no-imports", "-c", code)
    if subprocess.run(
        command, env=environment, cwd=CHECKOUT, stdin=subprocess.DEVNULL, check=False
    ).returncode:
        raise Trouble("The bench cannot go on: the lines above say why.")


@contextmanager
def client(port: int, environment: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    """The client, signed in."""
    command = [sys.executable, "-m", "infra.bench_client", str(VAR / "target.json"), str(port)]
    with subprocess.Popen(
        command, env=environment, cwd=CHECKOUT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as started:
        answer_of(started)
        try:
            yield started
        finally:
            started.kill()


def answer_of(asked: subprocess.Popen[str]) -> dict[str, Any]:
    """The client's next line."""
    assert asked.stdout is not None
    line = asked.stdout.readline()
    if not line:
        raise Trouble("The client ended: the lines above say why.")
    figures: dict[str, Any] = json.loads(line)
    return figures


# --- Measuring ---------------------------------------------------------------------------------------------


def measure(
    asked: subprocess.Popen[str], folder: Path, amount: Amount, environment: Mapping[str, str]
) -> dict[str, Any]:
    """All runs, one after another, and what the processes hold in memory at the end."""
    floor = json.loads((VAR / "floor.json").read_text())
    redirect = floor["report_redirect"]
    floor["report_post"]["queries_redirect"] = redirect["queries"]
    floor["report_post"]["floor_ms"] = round(floor["report_post"]["floor_ms"] + redirect["floor_ms"], 1)
    measured: dict[str, Any] = {what: dict(floor[what]) for what in WORDS}

    def run(what: str, clients: int) -> None:
        demo.say(f"Measuring: {WORDS[what]}, {clients} at a time")
        one_run(asked, what, clients, amount.seconds * WARM_UP)
        measured[what][f"clients_{clients}"] = measured_run(asked, folder, what, clients, amount.seconds)

    # The forms that one run opens are sent by the next.
    for clients in CLIENTS:
        for what in [one for one in WORDS if one not in BEHIND]:
            run(what, clients)
    for what, organisations in BEHIND.items():
        in_django("bench_releases", str(organisations), environment)
        for clients in CLIENTS:
            run(what, clients)
    states = json.loads((VAR / "target.json").read_text())["states"]
    return {
        **measured,
        "memory_mb": memory(groups(folder, asked.pid)),
        "cases": {"total": sum(states.values()), **states},
        "seconds": amount.seconds,
        "machine": machine(),
        "at": time.strftime("%Y-%m-%d %H:%M"),
        "load": round(os.getloadavg()[0], 2),
    }


def one_run(asked: subprocess.Popen[str], what: str, clients: int, seconds: float) -> dict[str, Any]:
    """The client's figures of one run."""
    assert asked.stdin is not None
    asked.stdin.write(json.dumps({"what": what, "clients": clients, "seconds": seconds}) + "\n")
    asked.stdin.flush()
    return answer_of(asked)


def measured_run(
    asked: subprocess.Popen[str], folder: Path, what: str, clients: int, seconds: float
) -> dict[str, Any]:
    """The same with where the processors' time went, per request, and how busy others kept the machine."""
    by_group = groups(folder, asked.pid)
    before, machine_before, begun = times(by_group), machine_time(), time.monotonic()
    figures = one_run(asked, what, clients, seconds)
    elapsed = time.monotonic() - begun
    spent = {name: seconds - before[name] for name, seconds in times(by_group).items()}
    others = machine_time() - machine_before - sum(spent.values())
    requests = figures.pop("requests")
    return {
        **figures,
        "pace_ms": pace(),
        "cpu_ms": {name: round(seconds / requests * 1000, 1) for name, seconds in spent.items()},
        "idle_percent": percent(1 - (sum(spent.values()) + others) / elapsed / processors()),
        "others_percent": percent(others / elapsed / processors()),
        "load": round(os.getloadavg()[0], 2),
    }


def pace() -> float:
    """How long the processor takes for a fixed piece of work, in ms.

    A shared machine is slower at some moments by two thirds: runs compare by it.
    """
    begun = time.process_time()
    sum(number * number for number in range(500_000))
    return round((time.process_time() - begun) * 1000, 1)


def percent(share: float) -> int:
    """A share as whole per cent."""
    return max(0, round(share * 100))


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0))


def groups(folder: Path, client_pid: int) -> dict[str, list[psutil.Process]]:
    """The processes of the bench by what they are."""
    found: dict[str, list[psutil.Process]] = {
        "web": [], "worker": [], "beat": [], "postgres": [], "redis": [], "client": [],
    }  # fmt: skip
    for process in claims.marked(folder):
        command = " ".join(process.cmdline())
        name = "client" if process.pid == client_pid else next((n for n in SIGNS if SIGNS[n] in command), "")
        if name:
            found[name].append(process)
    for server in claims.recorded(folder):
        name = "redis" if "redis" in server.name() else "postgres"
        found[name] += [server, *server.children(recursive=True)]
    return found


# What a command line has in it.
SIGNS = {"web": "gunicorn", "beat": " beat ", "worker": " worker "}


def times(by_group: Mapping[str, list[psutil.Process]]) -> dict[str, float]:
    """The processors' time that each group has used, in seconds."""
    return {name: sum(map(time_used, group)) for name, group in by_group.items()}


def time_used(process: psutil.Process) -> float:
    """The processor's time that a process has used, with those that it started and that have ended."""
    with suppress(psutil.NoSuchProcess):
        used = process.cpu_times()
        return float(used.user + used.system + used.children_user + used.children_system)
    return 0.0


def machine_time() -> float:
    """The time for which the processors have been busy, all together."""
    used = psutil.cpu_times()
    return float(used.user + used.nice + used.system + used.irq + used.softirq)


def memory(by_group: Mapping[str, list[psutil.Process]]) -> dict[str, float]:
    """What each group holds in memory, in MB, what is shared counted once (PSS)."""
    held = {name: round(sum(map(memory_of, group)) / 1e6, 1) for name, group in by_group.items()}
    return {**held, "all": round(sum(held.values()) - held["client"], 1)}


def memory_of(process: psutil.Process) -> int:
    """The proportional share of one process, in bytes."""
    with suppress(psutil.NoSuchProcess):
        return int(process.memory_full_info().pss)
    return 0


def machine() -> str:
    """The machine in a few words."""
    models = [
        line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")
    ]
    model = models[0].partition(": ")[2] if models else platform.machine()
    return f"{processors()} × {model}, Python {platform.python_version()}"


# --- Telling -----------------------------------------------------------------------------------------------


def table(result: Mapping[str, Any]) -> str:
    """The figures as a table for README, and what they say."""
    lines = [
        "| | Queries | SQL by hand, ms | 1 client: per s | p50 ms | p95 ms"
        " | 4 clients: per s | p50 ms | p95 ms |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
        *(row(words, result[what]) for what, words in WORDS.items()),
    ]
    return "\n".join(["", *lines, "", *where(result), "", *verdicts(result)])


def row(words: str, measured: Mapping[str, Any]) -> str:
    """One page in the table."""
    queries = str(measured["queries"])
    if "queries_redirect" in measured:
        queries += f" + {measured['queries_redirect']}"
    runs = [measured[f"clients_{clients}"] for clients in CLIENTS]
    cells = [one[name] for one in runs for name in ("per_second", "p50_ms", "p95_ms")]
    return "| " + " | ".join([words, queries, *map(str, [measured["floor_ms"], *cells])]) + " |"


def where(result: Mapping[str, Any]) -> list[str]:
    """Where the time goes: of the processors per request with four clients, and the memory."""
    lines = [
        "Processor time per request with 4 clients, in ms; of both processors, what was idle or others':"
    ]
    for what, words in WORDS.items():
        measured = result[what]["clients_4"]
        spent = ", ".join(f"{name} {ms}" for name, ms in measured["cpu_ms"].items() if ms >= 0.1)
        lines.append(
            f"  {words:26} {spent}; idle {measured['idle_percent']} %,"
            f" others {measured['others_percent']} %, load {measured['load']}, pace {measured['pace_ms']}"
        )
    held = ", ".join(f"{name} {mb:.0f}" for name, mb in result["memory_mb"].items())
    return [*lines, f"Memory (PSS) in MB: {held}", f"{result['machine']}, {result['at']}"]


def verdicts(result: Mapping[str, Any]) -> list[str]:
    """Whether the three promises hold."""
    reports = result["report_post"]["clients_4"]["per_second"]
    statistics = max(result[what]["clients_1"]["p95_ms"] for what in BEHIND)
    slowest = max(result["list"][f"clients_{clients}"]["p50_ms"] for clients in CLIENTS)
    return [
        f"{said(reports >= FEWEST_REPORTS)}: {reports} reports/s with 4 clients,"
        f" at least {FEWEST_REPORTS:.0f}",
        f"{said(slowest <= SLOWEST_LIST)}: list p50 {slowest} ms, at most {SLOWEST_LIST:.0f}",
        f"{said(statistics <= SLOWEST_STATISTICS)}: statistics p95 {statistics} ms for one reader,"
        f" at most {SLOWEST_STATISTICS:.0f}",
    ]


def said(held: bool) -> str:  # noqa: FBT001
    """A verdict in one word."""
    return "holds" if held else "DOES NOT HOLD"


def main() -> int:
    """The bench, with the signals that stop it."""
    demo.stop_by_signals()
    follow_parent()
    try:
        return told(run)
    except KeyboardInterrupt:
        demo.say("Stopped.")
        return 1


if __name__ == "__main__":
    sys.exit(main())
