"""The examples of `deploy/` name real settings, workers and files, and give away no more rights than they need."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from launcher.place import ROOT
from pamoja.config.env import SETTINGS
from pamoja.core.ops.workers import expected_workers

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
DOCKERFILE = (DEPLOY / "Dockerfile").read_text()
# the worst of systemd's own scale that is still «OK»; the examples stand at 1.4
MOST_EXPOSURE = 2.0


def our_services() -> dict[str, Any]:
    return {name: each for name, each in COMPOSE["services"].items() if each.get("image") == "pamoja"}


def test_every_setting_that_is_named_exists() -> None:
    known = {f"PAMOJA_{each.name}" for each in SETTINGS}
    known |= {f"PAMOJA_{each.name}_FILE" for each in SETTINGS if each.is_secret}
    texts = [p.read_text() for p in DEPLOY.rglob("*") if p.is_file()]
    named = {name for text in texts for name in re.findall(r"\bPAMOJA_[A-Z0-9_]+", text)}
    assert named - known == set()
    assert len(named) > 8


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_understands_the_unit(unit: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd-analyze here")
    done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    complaints = [line for line in done.stderr.splitlines() if unit.stem.rstrip("@") in line]
    assert [line for line in complaints if "is not executable" not in line] == []


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_the_unit_is_hardened(unit: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd-analyze here")
    argv = ["systemd-analyze", "security", "--offline=true", "--no-pager", str(unit)]
    said = subprocess.run(argv, capture_output=True, text=True, check=False).stdout
    exposure = re.search(r"Overall exposure level for .*: ([\d.]+)", said)
    assert exposure and float(exposure[1]) < MOST_EXPOSURE, said


def test_the_services_start_workers_that_exist() -> None:
    workers = expected_workers()
    compose = {each["command"][-1] for each in our_services().values() if "work" in each.get("command", ())}
    guide = (ROOT / "docs/how-to/deploy.md").read_text()
    systemd = set(re.findall(r"pamoja-worker@(\w+)", guide))
    assert compose == systemd == set(workers)


def test_the_image_is_built_in_stages_and_runs_without_root() -> None:
    stages = re.split(r"(?m)^FROM ", DOCKERFILE)[1:]
    assert len(stages) == 3
    assert re.findall(r"(?m)^USER (\w+)", stages[-1]) == ["pamoja"]
    assert not re.search(r"(?m)^ADD |:latest|--no-check-certificate|npm install", DOCKERFILE)
    assert "--require-hashes" in DOCKERFILE and "npm ci" in DOCKERFILE


def test_what_the_image_copies_is_let_through() -> None:
    copied = {source for line in re.findall(r"(?m)^COPY (?!--from)(.+) \S+$", DOCKERFILE) for source in line.split()}
    let_through = set(re.findall(r"(?m)^!(\S+)$", (ROOT / ".dockerignore").read_text()))
    assert copied == let_through


@pytest.mark.parametrize("name", sorted(our_services()))
def test_a_container_has_no_more_rights_than_it_needs(name: str) -> None:
    service = our_services()[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert "privileged" not in service


def test_the_secrets_of_the_containers_are_files_that_are_declared() -> None:
    used = {name for service in COMPOSE["services"].values() for name in service.get("secrets", ())}
    assert used == set(COMPOSE["secrets"])
    paths = re.findall(r"/run/secrets/(\w+)", (DEPLOY / "compose.yaml").read_text())
    assert set(paths) == used
    ignored = (ROOT / ".gitignore").read_text().split()
    assert {"/deploy/secrets/", "/deploy/pamoja.env"} <= set(ignored)


def test_only_the_loopback_of_the_machine_reaches_the_web_container() -> None:
    ports = [port for service in COMPOSE["services"].values() for port in service.get("ports", ())]
    assert ports == ["127.0.0.1:8000:8000"]


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_the_proxy_overwrites_what_a_visitor_says_of_itself(name: str) -> None:
    text = (DEPLOY / name).read_text()
    assert text.count("{") == text.count("}")
    assert "127.0.0.1:8000" in text
    assert re.search(r"X-Forwarded-For (\$remote_addr|\{remote_host\})", text)
    assert "proxy_add_x_forwarded_for" not in text


def test_docker_understands_the_compose_file(tmp_path: Path) -> None:
    docker = shutil.which("docker")
    if not docker or subprocess.run([docker, "compose", "version"], capture_output=True, check=False).returncode:
        pytest.skip("no docker compose here")
    shutil.copytree(DEPLOY, tmp_path / "deploy")
    shutil.copy(DEPLOY / "pamoja.env.example", tmp_path / "deploy" / "pamoja.env")
    argv = [docker, "compose", "-f", str(tmp_path / "deploy" / "compose.yaml"), "config", "--quiet"]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr
