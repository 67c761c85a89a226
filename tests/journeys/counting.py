"""What the database of a running demo holds, read past the application. Run as a command: an event loop that drives a
browser leaves no room for another.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
NOT_STORED = ("procrastinate", "sign_in_attempt", "sign_in_session", "migration")
"""Tables in which waiting and signing in leave rows."""


def asked(folder: Path, statement: str) -> list[list[str | None]]:
    """The rows of a query, as text."""
    found = subprocess.run(
        [sys.executable, "-m", "tests.journeys.counting", str(folder), statement],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(found.stdout.splitlines()[-1])


def rows_of_tables(folder: Path) -> dict[str, str | None]:
    """How many rows each table holds."""
    named = asked(folder, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    tables = [name for (name,) in named if name and not name.startswith(NOT_STORED)]
    counts = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in tables)
    return {str(name): count for name, count in asked(folder, counts)}


def main(folder: str, statement: str) -> None:
    """Print the rows as JSON."""
    import psycopg

    from registry.platform import embedded_postgres

    server = embedded_postgres.start(Path(folder))
    try:
        with psycopg.connect(embedded_postgres.address(server)) as connection:
            rows = connection.execute(statement).fetchall()
    finally:
        server.cleanup()
    print(json.dumps([[None if value is None else str(value) for value in row] for row in rows]))


if __name__ == "__main__":
    main(*sys.argv[1:])
