"""What watchers are told."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from pamoja.core import health
from pamoja.core.files.storage import LocalFiles
from pamoja.core.metrics import register_gauge
from pamoja.core.ops.heartbeats import beat
from pamoja.core.ops.workers import expected_workers

pytestmark = pytest.mark.django_db


@pytest.fixture
def workers_alive() -> None:
    for name in expected_workers():
        beat(name)


def test_a_living_process_says_so(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")


@pytest.mark.usefixtures("workers_alive")
def test_ready_means_that_every_check_passes(client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ready")
    assert answer.json()["checks"] == dict.fromkeys(("database", "migrations", "storage", "workers"), True)


def test_without_workers_it_is_not_ready(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["workers"] is False


@pytest.mark.usefixtures("workers_alive")
def test_a_storage_that_cannot_be_written_is_found(client: Client, settings: Any, tmp_path: Path) -> None:
    (tmp_path / "files").write_text("a file where the folder should be")
    files = {"BACKEND": f"{LocalFiles.__module__}.LocalFiles", "OPTIONS": {"location": str(tmp_path / "files")}}
    settings.STORAGES = settings.STORAGES | {"files": files}
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["storage"]) == (503, False)


@pytest.mark.usefixtures("workers_alive")
def test_migrations_to_run_are_found(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_migrated", set())
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *_: ["one"])
    assert client.get("/readyz").json()["checks"]["migrations"] is False


@pytest.mark.usefixtures("workers_alive")
def test_a_database_that_is_away_is_an_answer_without_its_words(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> bool:
        raise RuntimeError("password of the database")

    monkeypatch.setitem(health.CHECKS, "database", away)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["database"]) == (503, False)
    assert b"password" not in answer.content


def test_metrics_are_for_this_machine_without_a_token(client: Client, settings: Any) -> None:
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="::1").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.9").status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 404
    settings.PAMOJA = settings.PAMOJA | {"TRUSTED_PROXIES": 1}
    assert client.get("/metrics").status_code == 404


def test_metrics_are_for_the_holder_of_the_token(client: Client, settings: Any) -> None:
    settings.PAMOJA = settings.PAMOJA | {"METRICS_TOKEN": "right"}
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer right"}).status_code == 200
    guesses = [client.get("/metrics", headers={"Authorization": f"Bearer {n}"}).status_code for n in range(25)]
    assert (guesses[0], guesses[-1]) == (404, 429)
    assert client.get("/metrics", headers={"Authorization": "Bearer right"}).status_code == 200


@pytest.mark.usefixtures("workers_alive")
def test_metrics_count_routes_and_not_addresses(client: Client) -> None:
    client.get("/files/01a20019-06d0-7556-a430-000eff0a9eba/?st=s3cret")
    text = client.get("/metrics").content.decode()
    route = 'route="/files/<uuid:public_id>/"'
    assert f'pamoja_requests_total{{method="GET",{route},status="404"}}' in text
    assert f'pamoja_request_seconds_bucket{{le="0.5",{route}}}' in text
    assert 'pamoja_workers{worker="outbox"} 1.0' in text
    assert 'pamoja_jobs{state="ready"} 0.0' in text
    assert "01a20019" not in text and "s3cret" not in text


@pytest.mark.usefixtures("workers_alive")
def test_made_up_methods_share_one_counter(client: Client) -> None:
    """Each label is kept for good: one for each made-up method would fill memory and disk."""
    for number in range(3):
        assert client.generic(f"MADEUP{number}", "/search/").status_code == 405
    text = client.get("/metrics").content.decode()
    assert 'method="other",route="/search/",status="405"} 3.0' in text
    assert "MADEUP" not in text


def test_a_gauge_has_one_owner() -> None:
    with pytest.raises(ValueError, match="twice"):
        register_gauge("pamoja_workers", "", "", dict)


PROCESSES = """
import os
import django; django.setup()
from pamoja.core import metrics
metrics._gauges.clear()
children = []
for _child in range(3):
    if (child := os.fork()) == 0:
        for _time in range(5):
            metrics.REQUESTS.labels("GET", "/x", "200").inc()
        os._exit(0)
    children.append(child)
for child in children:
    os.waitpid(child, 0)
print(metrics.exposition().decode())
"""


@pytest.mark.slow
def test_any_process_tells_what_all_have_counted(tmp_path: Path) -> None:
    ours = {
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "metrics"),
        "DJANGO_SETTINGS_MODULE": "pamoja.config.test_settings",
        "PYTHONPATH": "src",
    }
    command = [sys.executable, "-W", "ignore", "-c", PROCESSES]
    done = subprocess.run(command, env=os.environ | ours, capture_output=True, text=True, timeout=200, check=False)
    counts = [line for line in done.stdout.splitlines() if line.startswith("pamoja_requests_total")]
    assert counts == ['pamoja_requests_total{method="GET",route="/x",status="200"} 15.0'], done.stderr
