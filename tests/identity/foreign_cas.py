"""`django-mama-cas`, a CAS server that nobody here wrote, in an environment and a process of its own.

Run as a program, by the Python of that environment, it is the server; imported, it makes both and starts it.
"""

import os
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PACKAGES = ("django-mama-cas==2.5.0", "django<5", "setuptools<81")
SECONDS_TO_INSTALL = 300
USER, PASSWORD = "lin", "the word at the school"


class NoServer(Exception):
    """The package index cannot be reached."""


@contextmanager
def cas_server(folder: Path, service: str) -> Iterator[str]:
    """The server, where a visitor may come back to addresses that begin with `service`: its address.

    Raises NoServer.
    """
    from tests.identity.sign_on_stage import process_at
    from tests.journeys.house import free_port

    python, port = _environment(folder), free_port()
    words = [str(python), str(Path(__file__)), str(port)]
    told = {"SERVICE": service, "DATABASE": str(folder / "cas.sqlite3"), "PATH": os.environ["PATH"]}
    with process_at(words, f"http://127.0.0.1:{port}/login", env=told):
        yield f"http://127.0.0.1:{port}"


def _environment(folder: Path) -> Path:
    venv.create(folder / "cas", with_pip=True)
    python = folder / "cas" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    words = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES]
    try:
        made = subprocess.run(words, capture_output=True, text=True, timeout=SECONDS_TO_INSTALL, check=False)
    except subprocess.TimeoutExpired as late:
        raise NoServer("pip took too long") from late
    if made.returncode:
        raise NoServer(made.stderr[-500:])
    return python


def _serve(port: str) -> None:
    import django
    from django.conf import settings
    from django.core.management import call_command

    settings.configure(
        DEBUG=False,
        SECRET_KEY="a key of the test",
        ALLOWED_HOSTS=["127.0.0.1"],
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        ROOT_URLCONF="mama_cas.urls",
        USE_TZ=True,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["DATABASE"]}},
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "mama_cas",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        MAMA_CAS_SERVICES=[
            {"SERVICE": f"^{os.environ['SERVICE']}", "CALLBACKS": ["mama_cas.callbacks.user_model_attributes"]}
        ],
    )
    django.setup()
    call_command("migrate", verbosity=0)
    from django.contrib.auth.models import User

    User.objects.create_user(USER, password=PASSWORD, first_name="Lin", last_name="1001")
    call_command("runserver", f"127.0.0.1:{port}", use_reloader=False, skip_checks=True)


if __name__ == "__main__":
    _serve(sys.argv[1])
