"""A real server on a data folder of its own, as a person would start it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
DEMO_DAY = "2026-11-22"
SECONDS_TO_BUILD, SECONDS_TO_START, SECONDS_TO_STOP = 300, 60, 60
BETWEEN_LOOKS = 0.1


def a_folder(name: str) -> Path:
    """An empty folder with a short path: PostgreSQL's socket lies in it."""
    folder = Path(tempfile.mkdtemp(prefix=f"{name}-", dir="/tmp" if os.name == "posix" else None))
    folder.chmod(0o755)
    return folder


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def command(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command of `registry`, run to its end."""
    return subprocess.run(
        [sys.executable, "-m", "registry.cli", *words],
        cwd=ROOT,
        env=_environment(environment),
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS_TO_BUILD,
    )


@contextmanager
def running(folder: Path, *words: str, patience: int = SECONDS_TO_START, **environment: str) -> Iterator[str]:
    """`registry` with these words on a free port (`{port}` in an environment value is that port): its address.

    Raises RuntimeError with what the server said when it ends or does not answer in time.
    """
    port = free_port()
    told = {name: value.format(port=port) for name, value in environment.items()}
    said = folder.parent / f"{folder.name}.log"
    with said.open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "registry.cli", *words, "--port", str(port), "--data", str(folder)],
            cwd=ROOT,
            env=_environment(told),
            stdout=log,
            stderr=log,
        )
        try:
            _until_it_answers(server, f"http://127.0.0.1:{port}/healthz", patience, said)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
    said.unlink(missing_ok=True)


def copied(built: Path, name: str) -> Path:
    """A copy of a data folder that no server uses."""
    folder = a_folder(name)
    subprocess.run(["cp", "-a", f"{built}/.", str(folder)], check=True)
    return folder


def removed(folder: Path) -> None:
    """Take a folder away, whatever is left in it."""
    shutil.rmtree(folder, ignore_errors=True)


def _environment(more: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("REGISTRY_")}
    for name in ("DATABASE_URL", "PICCOLO_CONF"):
        kept.pop(name, None)
    return {**kept, **more}


def _until_it_answers(server: subprocess.Popen[bytes], address: str, patience: int, said: Path) -> None:
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(BETWEEN_LOOKS)
    raise RuntimeError(f"no answer at {address}:\n{said.read_text(encoding='utf-8', errors='replace')}")
