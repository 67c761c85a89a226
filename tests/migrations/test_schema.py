"""The database that migrations make is the one that the tables declare, and what more they add is listed here."""

from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest
from piccolo.table import create_db_tables, sort_table_classes

from registry.piccolo_app import APP_CONFIG
from registry.platform.database import engine
from registry.platform.installation import migrations_known, migrations_run
from tests.migrations.additions import (
    ADDED_CONSTRAINTS,
    ADDED_INDEXES,
    ADDED_TRIGGERS,
    CHANGED_CONSTRAINTS,
)

DECLARED = "registry_declared"
NOT_OURS = "c.relname <> 'migration' AND c.relname NOT LIKE 'procrastinate\\_%'"
"""Piccolo's own record, and the queue, whose statements have a test of their own."""
COLUMNS = f"""
    SELECT c.relname || '.' || a.attname AS name,
        concat_ws(' ', format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN 'NOT NULL' END,
            'DEFAULT ' || pg_get_expr(d.adbin, d.adrelid)) AS definition
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    LEFT JOIN pg_attrdef d ON (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
        AND {NOT_OURS}
"""
CONSTRAINTS = f"""
    SELECT k.conname AS name, c.relname || ' ' || pg_get_constraintdef(k.oid) AS definition
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
    WHERE c.relnamespace = 'public'::regnamespace AND k.contype IN ('p', 'u', 'f', 'c', 'x') AND {NOT_OURS}
"""
INDEXES = f"""
    SELECT i.relname AS name, pg_get_indexdef(i.oid) AS definition
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid
    WHERE c.relnamespace = 'public'::regnamespace AND {NOT_OURS}
        AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.oid)
"""
TRIGGERS = f"""
    SELECT c.relname || '.' || t.tgname AS name, '' AS definition
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE c.relnamespace = 'public'::regnamespace AND NOT t.tgisinternal AND {NOT_OURS}
"""


async def _found(url, question):
    connection = await asyncpg.connect(url)
    try:
        return {row["name"]: row["definition"] for row in await connection.fetch(question)}
    finally:
        await connection.close()


@pytest.fixture
async def declared(database):
    """The URL of a database whose tables were made from their declarations, without any migration."""
    url = urlunsplit(urlsplit(database)._replace(path=f"/{DECLARED}"))
    connection = await asyncpg.connect(database)
    await connection.execute(f"DROP DATABASE IF EXISTS {DECLARED} WITH (FORCE)")
    await connection.execute(f"CREATE DATABASE {DECLARED}")
    await engine().close_connection_pool()
    engine().config["dsn"] = url
    try:
        await create_db_tables(*sort_table_classes(APP_CONFIG.table_classes))
        yield url
    finally:
        engine().config["dsn"] = database
        await engine().start_connection_pool(min_size=1, max_size=5)
        await connection.execute(f"DROP DATABASE {DECLARED} WITH (FORCE)")
        await connection.close()


async def test_migrations_run_from_empty_to_head(database):
    assert await migrations_run() == migrations_known()


async def test_the_migrated_columns_are_the_declared_ones(database, declared):
    assert await _found(database, COLUMNS) == await _found(declared, COLUMNS)


@pytest.mark.parametrize(
    ("question", "added"),
    [(CONSTRAINTS, ADDED_CONSTRAINTS), (INDEXES, ADDED_INDEXES), (TRIGGERS, ADDED_TRIGGERS)],
    ids=["constraints", "indexes", "triggers"],
)
async def test_migrations_add_to_what_is_declared_only_what_is_listed(database, declared, question, added):
    migrated, expected = await _found(database, question), await _found(declared, question)

    stands = {name: definition for name, definition in expected.items() if name not in CHANGED_CONSTRAINTS}

    assert {name: migrated.get(name) for name in stands} == stands
    assert set(migrated) - set(expected) == added
