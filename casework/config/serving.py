"""The product on one machine: web server and worker, started and stopped together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from urllib.request import urlopen

from django.conf import settings
from django.db import connection

from casework.config import embedded_database


def free_port(wanted: int) -> int:
    """The wanted port, or the next one that nobody uses."""
    for port in range(wanted, wanted + 50):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise SystemExit(f"No free port from {wanted} to {wanted + 49}. Set HOLDFAST_PORT.")


def serve() -> None:
    """Run until told to stop; then let requests and jobs end, and stop the database."""
    if "EMBEDDED_IN" in settings.DATABASES["default"]:
        embedded_database.address(settings.VAR / "database")
    # In a role that may too much the service does not start.
    connection.ensure_connection()
    connection.close()
    # What cannot be taken in is told here, and its last good edition stays in force.
    accepting = subprocess.Popen([*_command(), "policy", "accept"])
    port = free_port(int(os.environ.get("HOLDFAST_PORT", "8000")))
    environment = environment_at(port)
    processes = [
        subprocess.Popen(_web(port), env=environment, start_new_session=True),
        subprocess.Popen(_worker(), env=environment, start_new_session=True),
    ]
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        _announce(port)
        accepting.wait()
        while all(process.poll() is None for process in processes):
            time.sleep(0.5)
    except KeyboardInterrupt:
        pass
    finally:
        _stop(processes)


def environment_at(port: int) -> dict[str, str]:
    """Behind a proxy people know the site by the address that was set; else by the port."""
    return {"HOLDFAST_ADDRESS": f"http://127.0.0.1:{port}", **os.environ}


def _web(port: int) -> list[str]:
    """One sync worker per core, behind nothing on a trial machine, behind a proxy elsewhere."""
    workers = os.environ.get("HOLDFAST_WORKERS", str(os.cpu_count() or 2))
    command = [sys.executable, "-m", "gunicorn", "casework.config.wsgi"]
    return [*command, "--bind", f"127.0.0.1:{port}", "--workers", workers, "--no-control-socket"]


def _worker() -> list[str]:
    return [*_command(), "procrastinate", "worker"]


def _command() -> list[str]:
    return [sys.executable, "-m", "casework.config.command_line"]


def _announce(port: int) -> None:
    address = f"http://127.0.0.1:{port}/"
    for _ in range(100):
        try:
            with urlopen(address, timeout=5):  # nosec B310 (our own address)
                break
        except OSError:
            time.sleep(0.2)
    print(f"\nHoldfast is at {address}   (Ctrl-C stops it)", flush=True)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _stop(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
