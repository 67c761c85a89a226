"""The demo written into a database: institutions, accounts, stories, and each school's own ledger.

Everything goes through the services in the order in which it would have happened; one process for each school.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from registry.audit.process import Reading, open_process
from registry.demo.accounts import open_accounts
from registry.demo.cast import CAST, accounts_of, newcomers_of
from registry.demo.enterprises import enterprises_of
from registry.demo.facts import SchoolFacts, demo_facts
from registry.demo.places import CITIES, SCHOOLS, DemoCity, DemoSchool
from registry.demo.stories import STORIES
from registry.demo.titles import title_of
from registry.demo.world import OPENED_DAYS_AGO, By, World
from registry.exchange.service.importing import Imported, ImportLedger, import_ledger
from registry.institutions.model.commands import (
    OpenBureau,
    OpenSchool,
    OpenUnit,
    RecordBreak,
    RegisterEnterprise,
    SetApprovalChain,
)
from registry.institutions.model.facts import ApprovalStep, UnitKind
from registry.institutions.service.approval_chains import set_approval_chain
from registry.institutions.service.breaks import record_break
from registry.institutions.service.bulk import register_enterprises
from registry.institutions.service.schools import open_bureau, open_school
from registry.institutions.service.units import open_unit
from registry.people.model.bulk import TakeOnMany
from registry.people.queries.careers import roster
from registry.people.service.bulk import take_on_many
from registry.platform.files import FileStore
from registry.portfolio.model import RecordTitle
from registry.portfolio.service.bulk import RecordFiledTitles, record_filed_titles


@dataclass(frozen=True, slots=True)
class Built:
    """What was written: each school's import by its code, and the stories told."""

    imports: dict[str, Imported]
    stories: tuple[str, ...]

    @property
    def teachers(self) -> int:
        """How many teachers the ledgers brought; the stories' own people come on top."""
        return sum(each.teachers for each in self.imports.values())

    @property
    def placements(self) -> int:
        """How many placements the ledgers brought."""
        return sum(each.placements for each in self.imports.values())


async def build(door: Reading, on: date, files: FileStore) -> Built:
    """Write the whole demo into an empty, migrated database, as it stands on that day.

    `files`: where the photographs of the stories are kept.
    """
    world, schools = World(door, on, files), demo_facts(on)
    await _open_region(world, schools)
    await _take_on_cast(world)
    await open_accounts(world.reading(OPENED_DAYS_AGO), accounts_of(world))
    for story in STORIES:
        await story(world)
    imports = {facts.school.code: await _bring_in(world, facts) for facts in schools}
    return Built(imports, tuple(story.__name__ for story in STORIES))


async def _open_region(world: World, facts: Iterable[SchoolFacts]) -> None:
    for city in CITIES:
        await _open_city(world, city)
    for each in facts:
        await _open_school(world, each)


async def _open_city(world: World, city: DemoCity) -> None:
    async with open_process("open_bureau", world.reading(OPENED_DAYS_AGO)) as process:
        bureau = await open_bureau(process, OpenBureau(city.bureau_code, city.bureau_name, city.jurisdiction))
        asked = {each: RegisterEnterprise(each.name, each.credit_code) for each in enterprises_of(city)}
        found = await register_enterprises(process, asked.values())
    world.firms |= {each: found[command] for each, command in asked.items()}
    world.bureaus[city.bureau_code] = bureau.id


async def _open_school(world: World, facts: SchoolFacts) -> None:
    told = facts.school
    async with open_process("open_school", world.reading(OPENED_DAYS_AGO)) as process:
        bureau_id = world.bureaus[told.city.bureau_code]
        names = (told.code, told.name, told.short_name, told.level)
        school = await open_school(process, OpenSchool(*names, told.city.jurisdiction, bureau_id))
        world.schools[told.code] = school
        for kind, name in _units(told):
            world.units[told.code, name] = await open_unit(process, OpenUnit(school.id, kind, name))
        first_day = facts.calendar[0].started_on
        await set_approval_chain(process, SetApprovalChain(school.id, first_day, _chain(world, told)))
        for each in facts.calendar:
            await record_break(process, RecordBreak(school.id, each.name, each.started_on, each.finished_on))


def _units(school: DemoSchool) -> list[tuple[UnitKind, str]]:
    teaching = (*school.departments, school.general_courses, school.workshop)
    return [(UnitKind.OFFICE, name) for name in school.offices] + [(UnitKind.DEPARTMENT, name) for name in teaching]


def _chain(world: World, school: DemoSchool) -> tuple[ApprovalStep, ...]:
    """The department's head, then the personnel office."""
    personnel = world.units[school.code, school.offices[0]]
    return (ApprovalStep(None, "系部审核"), ApprovalStep(personnel.id, "人事处审批"))


async def _take_on_cast(world: World) -> None:
    for school in SCHOOLS:
        newcomers = newcomers_of(world, school)
        if newcomers:
            async with open_process("take_on_many", world.reading(OPENED_DAYS_AGO)) as process:
                taken = await take_on_many(process, TakeOnMany(world.schools[school.code].id, newcomers))
            numbers = {each.staff_no: each.key for each in CAST if each.school is school}
            world.people |= {numbers[number]: person_id for number, person_id in taken.person_ids.items()}


async def _bring_in(world: World, facts: SchoolFacts) -> Imported:
    """The school's personnel office brings in its ledger."""
    school = world.schools[facts.school.code]
    command = ImportLedger(school.id, facts.ledger, f"{school.short_name}企业实践台账.xlsx")
    imported = await world.do(By(facts.school.officer, 0), import_ledger, command, world.of_school(school.code))
    await _bring_titles(world, facts)
    return imported


async def _bring_titles(world: World, facts: SchoolFacts) -> None:
    """The same office enters the titles of its staff."""
    school, by_office = world.schools[facts.school.code], By(facts.school.officer, 0)
    staff = await roster(world.reading(0), school.id, world.on)
    persons = {each.staff_no: each.person_id for each in staff}
    titles = {teacher.staff_no: title_of(facts.school, teacher, world.on) for teacher in facts.ledger.teachers}
    asked = tuple(RecordTitle(persons[number], told) for number, told in titles.items() if told)
    await world.do(by_office, record_filed_titles, RecordFiledTitles(asked), world.of_school(facts.school.code))
