"""Lists: whole values, filters, and pages that show everything exactly once whatever is written meanwhile."""

from datetime import date

import pytest

from registry.kernel.scopes import EVERYWHERE, Scope
from registry.people.queries.reach import reached_if_any
from registry.practice.model import PlacementState
from registry.practice.queries.placement_pages import PlacementWish, placement_page
from registry.practice.queries.placements import placements_of
from registry.practice.records import CorrectPlacement, Step
from registry.practice.service.placements import correct_placement
from tests.api.stage import BUREAU, HEAD, HR, LEADER, STRANGER, TEACHER
from tests.people.staging import a_person, a_post, an_employment
from tests.practice.staging import THE_HOUSE, a_content, doing, entered, taken, verified


async def pages(stage, login, path, **query):
    """Every item of a list, page by page."""
    found, cursor = [], None
    while True:
        told = (await stage.ask(login, path, **query, **({"cursor": cursor} if cursor else {}))).json()
        found.append(told["items"])
        cursor = told["next"]
        if cursor is None:
            return found


async def test_a_line_of_the_list_of_teachers_is_whole(stage):
    lin, here, first = stage.people["林晓"], stage.places["S1"], stage.places["first"]
    answer = await stage.ask(HR, "/teachers", staff_no="T1")

    assert answer.json() == {
        "items": [
            {
                "id": str(lin.id),
                "name": "林晓",
                "school": "S1",
                "school_name": here.name,
                "staff_no": "T1",
                "department_id": str(first.id),
                "department": "机电系",
                "category": "professional",
                "employed_from": "2015-09-01",
                "employed_to": None,
            }
        ],
        "next": None,
    }
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"


async def test_one_teacher_is_whole_and_the_kind_of_leave_stays_here(stage):
    lin, first = stage.people["林晓"], stage.places["first"]

    assert (await stage.ask(HEAD, f"/teachers/{lin.id}")).json() == {
        "id": str(lin.id),
        "name": "林晓",
        "records_from": None,
        "employments": [
            {
                "school": "S1",
                "staff_no": "T1",
                "department_id": str(first.id),
                "department": "机电系",
                "started_on": "2015-09-01",
                "finished_on": None,
                "industry_months": None,
                "posts": [{"category": "professional", "started_on": "2015-09-01", "finished_on": None}],
            }
        ],
        "leaves": [{"started_on": "2026-03-02", "finished_on": "2026-03-09"}],
    }


async def test_one_placement_is_whole(stage):
    lin, filed = stage.people["林晓"], stage.placements["林晓"]

    assert (await stage.ask(TEACHER, f"/placements/{filed.id}")).json() == {
        "id": str(filed.id),
        "chain_id": str(filed.id),
        "revision": 3,
        "is_replaced": False,
        "replaces_id": None,
        "person_id": str(lin.id),
        "name": "林晓",
        "school": "S1",
        "staff_no": "T1",
        "enterprise_id": None,
        "enterprise_name": "辽河机械厂",
        "position": "钳工",
        "form": "other",
        "started_on": "2026-07-11",
        "finished_on": "2026-08-20",
        "duty_mode": "off_duty",
        "share_percent": 100,
        "attended": None,
        "state": "verified",
        "reason": "原因",
        "relation": "none",
        "is_abroad": False,
        "region_code": "",
        "entered_at": "2026-11-22T01:00:00Z",
        "verified_at": "2026-11-22T01:00:00Z",
    }


@pytest.mark.parametrize(
    ("login", "query", "names"),
    [
        (HR, {}, ["林晓", "杜䶮"]),
        (LEADER, {}, ["林晓", "杜䶮"]),
        (BUREAU, {}, ["林晓", "杜䶮"]),
        (HEAD, {}, ["林晓"]),
        (STRANGER, {}, ["阎淑琴"]),
        (HR, {"name": "䶮"}, ["杜䶮"]),
        (HR, {"category": "public"}, []),
        (HR, {"as_of": "2015-08-31"}, []),
        (HR, {"as_of": "2015-09-01", "school": "S1", "category": "professional"}, ["林晓", "杜䶮"]),
        (HR, {"staff_no": "T"}, []),
    ],
)
async def test_who_stands_in_the_list_of_teachers(stage, login, query, names):
    assert [each["name"] for each in (await stage.ask(login, "/teachers", **query)).json()["items"]] == names


@pytest.mark.parametrize(
    ("login", "query", "count"),
    [
        (HR, {}, 3),
        (HEAD, {}, 2),
        (TEACHER, {}, 2),
        (STRANGER, {}, 1),
        (HR, {"state": "planned"}, 1),
        (HR, {"form": "visit"}, 0),
        (HR, {"from_day": "2026-08-21"}, 1),
        (HR, {"to_day": "2026-07-11"}, 2),
        (HR, {"from_day": "2026-08-20", "to_day": "2026-08-20", "school": "S1"}, 2),
    ],
)
async def test_which_placements_stand_in_the_list(stage, login, query, count):
    assert len((await stage.ask(login, "/placements", **query)).json()["items"]) == count


async def test_the_bureau_reads_no_placements(stage):
    assert (await stage.ask(BUREAU, "/placements")).status_code == 404


async def test_the_list_of_placements_shows_what_one_by_one_is_visible(stage):
    """The statement and the rule agree, for a present and a former school, department and person."""
    here, there, first, second, away = (stage.places[name] for name in ("S1", "S2", "first", "second", "away"))
    moved = await a_person("迁")
    for place, unit, days in (
        (here, first, (date(2010, 1, 1), date(2018, 12, 31))),
        (here, second, (date(2019, 1, 1), date(2022, 12, 31))),
        (there, away, (date(2023, 1, 1), None)),
    ):
        employment = await an_employment(
            place, moved, f"M{days[0].year}", department=unit, started_on=days[0], finished_on=days[1]
        )
        await a_post(employment, started_on=days[0], finished_on=days[1])
    for place in (here, there):
        for year in (2017, 2020, 2024):
            days = {"started_on": date(year, 7, 1), "finished_on": date(year, 7, 20)}
            await verified(place, moved, **days)
            await entered(place, moved, PlacementState.PLANNED, **days)
    left = await a_person("离")
    gone = await an_employment(here, left, "L1", department=first, finished_on=date(2020, 12, 31))
    await a_post(gone, finished_on=date(2020, 12, 31))
    await verified(here, left, started_on=date(2024, 1, 1), finished_on=date(2024, 1, 9))
    reading = stage.site.reading()
    everybody = [*(each.id for each in stage.people.values()), moved.id, left.id]
    scopes = [
        EVERYWHERE,
        Scope.person(moved.id),
        Scope.bureau(here.bureau_id),
        *(Scope.school(each.id) for each in (here, there)),
        *(Scope.department(each.id) for each in (first, second, away)),
    ]

    for scope in scopes:
        within = [one for one, reach in (await reached_if_any(reading, everybody, scope)).items() if reach]
        expected = {each.id for found in (await placements_of(reading, within, scope)).values() for each in found}
        found = await placement_page(reading, PlacementWish(limit=200), [scope])
        assert {each.placement.id for each in found.placements} == expected, scope
        assert found.next is None


async def test_pages_show_every_teacher_once_though_others_come_between(stage):
    here = stage.places["S1"]
    for number in range(7):
        await an_employment(here, await a_person(f"甲{number}"), f"A{number}")
    before = {each["id"] for page in await pages(stage, HR, "/teachers") for each in page}

    first = (await stage.ask(HR, "/teachers", limit=2)).json()
    await an_employment(here, await a_person("新"), "A0a")
    await an_employment(here, await a_person("末"), "Z9")
    rest = await pages_after(stage, HR, "/teachers", first, limit=2)
    shown = [each["id"] for page in [first["items"], *rest] for each in page]

    assert len(shown) == len(set(shown))
    assert before <= set(shown)
    assert all(len(page) <= 2 for page in rest)


async def test_pages_show_every_placement_once_though_one_is_corrected_between(stage):
    here, lin = stage.places["S1"], stage.people["林晓"]
    for year in range(2010, 2016):
        await verified(here, lin, started_on=date(year, 7, 1), finished_on=date(year, 7, 9))
    chains = {each["chain_id"] for page in await pages(stage, HR, "/placements") for each in page}

    first = (await stage.ask(HR, "/placements", limit=2)).json()
    for each in (first["items"][0], (await pages(stage, HR, "/placements"))[0][-1]):
        if each["state"] == "verified":
            content = a_content(date.fromisoformat(each["started_on"]), date(2026, 8, 19), position="铣工")
            command = CorrectPlacement(each["id"], each["revision"], content, "岗位写错", figures_agreed=True)
            await doing(THE_HOUSE, correct_placement, command)
    await taken(stage.placements["plan"], Step.SUBMIT)
    rest = await pages_after(stage, HR, "/placements", first, limit=2)
    shown = [each["chain_id"] for page in [first["items"], *rest] for each in page]

    assert sorted(shown) == sorted(chains)


@pytest.mark.parametrize("sort", ["urgency", "lapse", "staff_no", "name", "department"])
async def test_pages_of_the_board_show_everybody_once_though_others_come_between(stage, sort):
    here = stage.places["S1"]
    for number in range(5):
        await a_post(await an_employment(here, await a_person(f"甲{number}"), f"A{number}"))
    before = {each["person_id"] for page in await pages(stage, HR, "/board", sort=sort) for each in page}

    first = (await stage.ask(HR, "/board", sort=sort, limit=2)).json()
    await a_post(await an_employment(here, await a_person("新"), "A0a"))
    rest = await pages_after(stage, HR, "/board", first, sort=sort, limit=2)
    shown = [each["person_id"] for page in [first["items"], *rest] for each in page]

    assert len(shown) == len(set(shown))
    assert before <= set(shown)
    assert first["sums"]["people"] == first["found"] == 7


async def test_a_line_of_the_board_is_whole(stage):
    lin, first = stage.people["林晓"], stage.places["first"]
    answer = (await stage.ask(BUREAU, "/board", as_of="2026-09-30", q="lx")).json()
    standing = (await stage.ask(HR, "/standing/S1/T1", as_of="2026-09-30")).json()["teachers"][0]
    (line,) = answer["items"]

    assert line == {
        "person_id": str(lin.id),
        "school": "S1",
        "staff_no": "T1",
        "name": "林晓",
        "department_id": str(first.id),
        "department": "机电系",
        "category": "professional",
        **{name: standing[name] for name in ("state", "days_exact", "months_exact", "required_exact", "window")},
        **{name: standing[name] for name in ("lapses_on", "days_needed", "citation")},
        "progress": "under_way",
        "annual": standing["annual"][-1],
    }
    assert (answer["as_of"], answer["found"], answer["next"]) == ("2026-09-30", 1, None)
    assert answer["sums"]["people"] == 1
    assert [(each["school"], each["sums"]["people"]) for each in answer["schools"]] == [("S1", 1)]


async def pages_after(stage, login, path, first, **query):
    found, cursor = [], first["next"]
    while cursor:
        told = (await stage.ask(login, path, **query, cursor=cursor)).json()
        found.append(told["items"])
        cursor = told["next"]
    return found


@pytest.mark.parametrize("path", ["/teachers", "/placements", "/standing?school=S1", "/board"])
async def test_a_list_costs_the_same_number_of_statements_however_long(stage, path, monkeypatch):
    from piccolo.engine.postgres import PostgresEngine

    here = stage.places["S1"]
    counted = []
    original = PostgresEngine.run_querystring

    async def counting(self, *arguments, **named):
        counted.append(1)
        return await original(self, *arguments, **named)

    monkeypatch.setattr(PostgresEngine, "run_querystring", counting)

    async def cost():
        counted.clear()
        assert (await stage.ask(HR, path)).status_code == 200
        return len(counted)

    await cost()
    few = await cost()
    for number in range(12):
        person = await a_person(f"甲{number}")
        await a_post(await an_employment(here, person, f"A{number}", department=stage.places["second"]))
        await verified(here, person)

    await cost()
    assert await cost() == few
