"""Institutions for tests: use cases carried out through the door, schools ready made."""

from datetime import date

import asyncpg

from registry.audit.process import open_process
from registry.institutions.model.commands import OpenBureau, OpenSchool, OpenUnit
from registry.institutions.model.facts import SchoolLevel, UnitKind
from registry.institutions.service.schools import open_bureau, open_school
from registry.institutions.service.units import open_unit
from registry.kernel.scopes import EVERYWHERE
from registry.platform.database import engine
from tests.builders.house import a_reading

PANJIN, BAOTOU = "cn-liaoning-panjin", "cn-neimenggu-baotou"


async def done(use_case, command, *scope, reading=None, reason=""):
    """What a use case returned, carried out in a process of its own, and the events it recorded."""
    async with open_process("test", reading or a_reading(), reason) as process:
        result = await use_case(process, command, *scope)
    return result, process.events


async def did(use_case, command, *scope, **named):
    """Only what it returned."""
    return (await done(use_case, command, *scope, **named))[0]


async def many_connections(size=40):
    """Let as many processes run at once: with few connections they wait in line before they can collide."""
    await engine().close_connection_pool()
    await engine().start_connection_pool(min_size=size, max_size=size)


async def rows_of(database, statement, *values):
    """What a statement finds, read past our own code."""
    connection = await asyncpg.connect(database)
    try:
        return [dict(row) for row in await connection.fetch(statement, *values)]
    finally:
        await connection.close()


async def a_bureau(code="211100", jurisdiction=PANJIN):
    return await did(open_bureau, OpenBureau(code, f"教育局 {code}", jurisdiction))


async def a_school(code="S1", **changes):
    given = {
        "name": f"盘锦第{code}职业学校",
        "short_name": code,
        "level": SchoolLevel.SECONDARY,
        "jurisdiction": PANJIN,
        **changes,
    }
    return await did(open_school, OpenSchool(code=code, **given), EVERYWHERE)


async def a_unit(school, name="机电系", kind=UnitKind.DEPARTMENT, started_on=None):
    return await did(open_unit, OpenUnit(school.id, kind, name, started_on))


async def an_office(school, name="人事处", started_on=None):
    return await a_unit(school, name, UnitKind.OFFICE, started_on)


SUMMER = (date(2026, 7, 11), date(2026, 8, 31))
