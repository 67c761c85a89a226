"""An invented bureau for the benchmarks: schools, teachers and their practice, written by COPY.

Everything comes from one seed, so that two runs and two programs see the same people.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any, NamedTuple
from uuid import UUID, uuid5

import asyncpg

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SEED, PLACEMENTS_EACH = 20261123, 5
SPACE = UUID("6d0c1f0e-2b7e-4f6e-9a55-0d7f6f3f9c11")
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰飞红梅晓燕建国志新春雪海波文博雨欣"
DEPARTMENTS = ("机电系", "信息系", "化工系", "旅游系", "财经系", "艺术系", "汽车系", "建筑系")
FIRMS = tuple(f"示例{place}有限公司" for place in ("东港", "西河", "南岭", "北原", "中岗", "新桥", "石滩", "林口"))
LENGTHS = (29, 29, 44, 60, 61, 89, 89, 119)
STATES = ("verified",) * 17 + ("submitted", "approved", "planned")


class World(NamedTuple):
    """What was written: the bureau, the schools, and how many teachers each has."""

    bureau_id: UUID
    school_ids: tuple[UUID, ...]
    teachers: int


@dataclass(frozen=True, slots=True)
class Size:
    """How many schools with how many teachers each."""

    schools: int
    teachers: int


def key(*parts: object) -> UUID:
    """The same id for the same thing in every run."""
    return uuid5(SPACE, ":".join(map(str, parts)))


async def write_world(url: str, size: Size) -> World:
    """Fill a migrated database past the use cases; whoever needs the stored answers rebuilds afterwards."""
    connection = await asyncpg.connect(url)
    try:
        bureau, schools = key("bureau"), tuple(key("school", number) for number in range(size.schools))
        await _copy(connection, "bureau", [_named(bureau, "211100", "示例市教育局")])
        await _copy(connection, "school", [_school(one, number, bureau) for number, one in enumerate(schools)])
        await _copy(connection, "school_unit", [unit for one in schools for unit in _units(one)])
        for number, one in enumerate(schools):
            for table, rows in _people(one, number, size.teachers).items():
                await _copy(connection, table, rows)
        await connection.execute("ANALYZE")
    finally:
        await connection.close()
    return World(bureau, schools, size.schools * size.teachers)


async def store_answers(reading: Any) -> None:
    """Make everything that is stored for speed, as the nightly job does."""
    from registry.audit.process import open_process
    from registry.practice.projection import rebuild

    async with open_process("rebuild_standing", reading) as process:
        await rebuild(process)


async def _copy(connection: Any, table: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        names = list(rows[0])
        await connection.copy_records_to_table(
            table, columns=names, records=[tuple(row[name] for name in names) for row in rows]
        )


def _named(one: UUID, code: str, name: str) -> dict[str, Any]:
    return {"id": one, "code": code, "name": name, "jurisdiction": "cn-liaoning-panjin", "revision": 1}


def _school(one: UUID, number: int, bureau: UUID) -> dict[str, Any]:
    name = f"示例第{number + 1}职业学校"
    return {**_named(one, f"S{number + 1:03}", name), "short_name": name, "level": "secondary", "bureau": bureau}


def _units(school: UUID) -> Iterator[dict[str, Any]]:
    for name in DEPARTMENTS:
        yield {"id": key(school, name), "school": school, "kind": "department", "name": name, "revision": 1}


def _people(school: UUID, number: int, teachers: int) -> dict[str, list[dict[str, Any]]]:
    dice = Random(SEED + number)
    found: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("person", "employment", "post_held", "leave", "placement")
    }
    for place in range(teachers):
        person = key(school, "person", place)
        name = dice.choice(SURNAMES) + "".join(dice.choices(GIVEN, k=dice.choice((1, 2, 2))))
        begun = date(2010, 1, 1) + timedelta(dice.randrange(5800)) if place % 4 == 0 else None
        held = {"started_on": begun, "revision": 1}
        found["person"].append({"id": person, "name": name, "revision": 1})
        employment = key(school, "employment", place)
        department = key(school, dice.choice(DEPARTMENTS))
        staff_no = f"{20100000 + number * 100_000 + place}"
        place_held = {"school": school, "staff_no": staff_no, "department": department}
        found["employment"].append({"id": employment, "person": person, **place_held, **held})
        category = dice.choices(("professional", "instructor", "public"), (6, 1, 1))[0]
        found["post_held"].append({"id": key(employment), "employment": employment, "category": category, **held})
        if dice.random() < 0.06:
            found["leave"].append(_leave(key(person, "leave"), person, dice))
        found["placement"] += [_placement(person, school, each, dice) for each in range(PLACEMENTS_EACH)]
    return found


def _leave(one: UUID, person: UUID, dice: Random) -> dict[str, Any]:
    first = date(2020, 1, 1) + timedelta(dice.randrange(2400))
    days = {"started_on": first, "finished_on": first + timedelta(dice.choice((97, 157, 364)))}
    return {
        "id": one,
        "person": person,
        "kind": "maternity",
        **days,
        "approved_by": "人事处",
        "approved_at": NOW,
        "revision": 1,
    }


def _placement(person: UUID, school: UUID, place: int, dice: Random) -> dict[str, Any]:
    one = key(person, "placement", place)
    first = date(2021, 3, 1) + timedelta(dice.randrange(2080))
    last = min(first + timedelta(dice.choice(LENGTHS)), TODAY - timedelta(1))
    state = dice.choice(STATES)
    signed = NOW if state == "verified" else None
    empty = ("goals", "expected_results", "teaching_arrangement", "summary", "region_code", "relation_reason")
    return {
        "id": one,
        "chain": one,
        "person": person,
        "school": school,
        "enterprise_name": dice.choice(FIRMS),
        "position": "工艺员",
        "form": dice.choice(("post_work", "secondment", "research", "skill_training")),
        "started_on": first,
        "finished_on": max(first, last),
        "share_percent": dice.choice((100, 100, 100, 50)),
        "is_by_attendance": False,
        "state": state,
        "reason": "",
        "entered_by_name": "人事处",
        "entered_at": NOW,
        "verified_by_name": "人事处" if signed else None,
        "verified_at": signed,
        "is_replaced": False,
        "revision": 1,
        **dict.fromkeys(empty, ""),
        "fit_reason": "",
        "is_abroad": False,
        "relation": "none",
    }
