"""`./run`: migrate, load the demo, serve, and keep the workers alive."""

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import replace
from typing import Any

from launcher.install import set_up
from launcher.place import Place, Stop
from launcher.steps import say, step, tail
from launcher.supervise import Child, Supervisor

READY_SECONDS = 90.0
POLL_SECONDS = 0.25
WEB_THREADS = 16
MOST_WEB_PROCESSES = 4
EVERY_ADDRESS = ("0.0.0.0", "::")
# documentation address (RFC 5737)
ROUTED_ADDRESS = ("192.0.2.1", 9)
WSGI = "pamoja.config.wsgi:application"


def serve(place: Place, host: str, port: int, demo: bool) -> int:
    """Set up and serve until Ctrl-C."""
    set_up(place)
    need_free_port(host, port)
    place = replace(place, environ={**addresses(host, port), **place.environ})
    plan = prepare(place, demo)
    shutil.rmtree(place.data / "metrics", ignore_errors=True)  # counts of processes that are gone
    supervisor = Supervisor([web(place, host, port), *workers(place, plan)], say)
    supervisor.run(lambda: announce(place, supervisor, host, port, plan))
    say("Stopped.")
    return 0


def addresses(host: str, port: int) -> dict[str, str]:
    """The public address and host names that follow from where it listens; settings that are given win."""
    names = dict.fromkeys(["127.0.0.1", "localhost", "[::1]", reachable(host)])
    return {"PAMOJA_BASE_URL": f"http://{reachable(host)}:{port}", "PAMOJA_ALLOWED_HOSTS": ",".join(names)}


def reachable(host: str) -> str:
    """The address that other machines use for a server that listens on all addresses."""
    if host not in EVERY_ADDRESS:
        return f"[{host}]" if ":" in host else host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(ROUTED_ADDRESS)  # of UDP: nothing is sent, only the route is looked up
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def need_free_port(host: str, port: int) -> None:
    """Say plainly when another program already listens there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            hint = f"Try another port: ./run --port {port + 1}"
            raise Stop(f"Cannot listen on {host}:{port} ({error.strerror}). {hint}") from error


def prepare(place: Place, demo: bool) -> dict[str, Any]:
    """Migrate, load the demo and learn which workers to start, in one start of Django."""
    answer = place.logs / "prepare.json"
    argv = place.manage("prepare", "--answer", str(answer), *([] if demo else ["--no-demo"]))
    step("Preparing the database", argv, place.logs / "prepare.log", place.root, serving_env(place))
    found = json.loads(answer.read_text())
    return found if isinstance(found, dict) else {}


def serving_env(place: Place) -> dict[str, str]:
    """The environment of every serving process: the data folder is always named."""
    return place.env(PAMOJA_DATA_DIR=str(place.data))


def web_processes() -> int:
    """How many processes serve: one for each core, on small machines; bigger ones have a unit of their own."""
    return min(os.cpu_count() or 1, MOST_WEB_PROCESSES)


def web(place: Place, host: str, port: int) -> Child:
    """The web server: Granian processes, threads inside."""
    argv = [str(place.venv / "bin" / "granian"), "--interface", "wsgi", "--host", host, "--port", str(port)]
    argv += ["--workers", str(web_processes()), "--blocking-threads", str(WEB_THREADS), "--no-ws", WSGI]
    return Child("web", argv, place.logs / "web.log", serving_env(place), place.root)


def workers(place: Place, plan: dict[str, Any]) -> list[Child]:
    """The workers that the plan names."""
    return [
        Child(name, place.manage("work", name), place.logs / f"{name}.log", serving_env(place), place.root)
        for name in plan.get("workers", [])
    ]


def announce(place: Place, supervisor: Supervisor, host: str, port: int, plan: dict[str, Any]) -> None:
    """Wait until the first page answers, then print the address and the demo sign-ins."""
    wait_until_ready(place, supervisor, f"http://{_loopback(host)}:{port}/healthz")
    if supervisor.stopping.is_set():
        return
    say(f"\nPamoja is at {place.environ['PAMOJA_BASE_URL']}/")
    for line in plan.get("sign_ins", []):
        say(f"  {line}")
    say(f"Data: {place.data}   Logs: {place.logs}\nStop with Ctrl-C.")


def _loopback(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host) or reachable(host)


def wait_until_ready(place: Place, supervisor: Supervisor, url: str) -> None:
    """Ask for the health page until it answers; the children are watched meanwhile."""
    deadline = time.monotonic() + READY_SECONDS
    while not answers(url):
        if supervisor.stopping.wait(POLL_SECONDS):
            return
        supervisor.watch(time.monotonic())
        if time.monotonic() > deadline:
            raise Stop(f"{tail(place.logs / 'web.log')}\n\nThe web server does not answer at {url}.")


def answers(url: str) -> bool:
    """Whether a web server answers there, whatever it says."""
    try:
        urllib.request.urlopen(url, timeout=2).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def manage(place: Place, words: list[str]) -> int:
    """Run one management command in the foreground; the set-up is brought up to date first."""
    set_up(place, assets=False)
    done = subprocess.run(place.manage(*words), cwd=place.root, env=serving_env(place), check=False)
    return done.returncode
