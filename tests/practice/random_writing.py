"""Random writing about the teachers of some schools, through the use cases; what is refused changes nothing."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from registry.institutions.model.commands import ChangeSchool, StateSchoolRecordsFrom
from registry.institutions.queries.schools import school as school_now
from registry.institutions.service.schools import change_school, state_school_records_from
from registry.kernel.errors import RegistryError
from registry.people.model.commands import (
    Employ,
    EndEmployment,
    EndPost,
    HoldPost,
    Place,
    RecordLeave,
    StatePersonRecordsFrom,
    Transfer,
    VoidEmployment,
    VoidLeave,
    VoidPost,
)
from registry.people.model.facts import LeaveKind, PostCategory
from registry.people.queries.careers import employments_of, leaves_of, posts_of
from registry.people.queries.persons import person as person_now
from registry.people.service.employments import employ, end_employment, transfer, void_employment
from registry.people.service.leaves import record_leave, void_leave
from registry.people.service.persons import state_person_records_from
from registry.people.service.posts import end_post, hold_post, void_post
from registry.practice.model import AttendedDay, PlacementState, PracticeForm
from registry.practice.queries.placements import placements_of
from registry.practice.records import CorrectPlacement, MovePlacement, RecordPlacement, Step
from registry.practice.service.placements import correct_placement, record_placement
from registry.practice.service.steps import move_placement
from tests.builders.house import a_reading
from tests.institutions.staging import BAOTOU, PANJIN, a_school
from tests.people.staging import a_person
from tests.practice.staging import THE_HOUSE, a_content, doing

EARLIEST, LATEST = date(2014, 1, 1), date(2027, 12, 31)
ONE_DAY = timedelta(1)


@dataclass
class World:
    dice: Random
    schools: list = field(default_factory=list)
    persons: list = field(default_factory=list)

    async def build(self, names="林高陈", codes=("S1", "S2")):
        rules = (PANJIN, BAOTOU)
        self.schools = [await a_school(code, jurisdiction=rules[place % 2]) for place, code in enumerate(codes)]
        self.persons = [await a_person(name) for name in names]
        for number, person in enumerate(self.persons):
            school = self.schools[number % len(self.schools)]
            place = Place(school.id, f"T{number}", None, self.day() if number else None)
            employment, _ = await doing(THE_HOUSE, employ, Employ(person.id, place))
            await doing(THE_HOUSE, hold_post, HoldPost(employment.id, PostCategory.PROFESSIONAL))
        return self

    async def write(self):
        """One attempt; its name when it was carried out, None when it was refused or there was nothing to change."""
        kinds, weights = zip(*KINDS.items(), strict=True)
        kind = self.dice.choices(kinds, weights)[0]
        try:
            return kind.__name__ if await kind(self, self.dice.choice(self.persons)) else None
        except RegistryError:
            return None

    def day(self, first=EARLIEST, last=LATEST):
        return first + self.dice.randrange((last - first).days + 1) * ONE_DAY

    def days(self, longest=400):
        first = self.day()
        return first, first + self.dice.randrange(longest) * ONE_DAY

    def content(self):
        first, last = self.days()
        changes = {"share_percent": self.dice.choice([100, 100, 100, 50, 33])}
        if self.dice.random() < 0.2:
            listed = {first, last, self.day(first, last), self.day(first, last)}
            changes["attended"] = tuple(AttendedDay(on, self.dice.choice([1, 2])) for on in listed)
        changes["form"] = self.dice.choice([PracticeForm.OTHER, PracticeForm.POST_WORK, PracticeForm.TRAINING_BASE])
        return a_content(first, last, **changes)

    async def one_of(self, query, person):
        found = (await query(a_reading(), [person.id]))[person.id]
        return self.dice.choice(found) if found else None


async def _practice(world, person):
    """Entered and taken all the way, as an office does with a pile of paper."""
    school = world.dice.choice(world.schools)
    command = RecordPlacement(person.id, school.id, world.content(), PlacementState.SUBMITTED)
    placement = (await doing(THE_HOUSE, record_placement, command))[0].placement
    for step in (Step.CONFIRM, Step.VERIFY):
        command = MovePlacement(placement.id, placement.revision, step)
        placement, _ = await doing(THE_HOUSE, move_placement, command)
    return placement


async def _step(world, person):
    placement = await world.one_of(placements_of, person)
    if not placement:
        return None
    command = MovePlacement(placement.id, placement.revision, world.dice.choice(list(Step)), "因")
    return await doing(THE_HOUSE, move_placement, command)


async def _void(world, person):
    placement = await world.one_of(placements_of, person)
    if not placement:
        return None
    return await doing(THE_HOUSE, move_placement, MovePlacement(placement.id, placement.revision, Step.VOID, "缺勤"))


async def _correction(world, person):
    placement = await world.one_of(placements_of, person)
    if not placement:
        return None
    command = CorrectPlacement(placement.id, placement.revision, world.content(), "日期写错", figures_agreed=True)
    return await doing(THE_HOUSE, correct_placement, command)


async def _leave(world, person):
    return await doing(THE_HOUSE, record_leave, RecordLeave(person.id, LeaveKind.SICK, *world.days(300)))


async def _leave_voided(world, person):
    leave = await world.one_of(leaves_of, person)
    return leave and await doing(THE_HOUSE, void_leave, VoidLeave(leave.id, leave.revision, "误登记"))


async def _post(world, person):
    employed = await world.one_of(employments_of, person)
    if not employed:
        return None
    first, last = world.days(3000)
    category = world.dice.choice(list(PostCategory))
    return await doing(THE_HOUSE, hold_post, HoldPost(employed.employment.id, category, first, last))


async def _post_ended(world, person):
    post = await world.one_of(posts_of, person)
    return post and await doing(THE_HOUSE, end_post, EndPost(post.id, post.revision, world.day()))


async def _post_voided(world, person):
    post = await world.one_of(posts_of, person)
    return post and await doing(THE_HOUSE, void_post, VoidPost(post.id, post.revision, "误登记"))


async def _employment(world, person):
    place = Place(world.dice.choice(world.schools).id, f"N{world.dice.random()}", None, *world.days(4000))
    employment, _ = await doing(THE_HOUSE, employ, Employ(person.id, place))
    return await doing(THE_HOUSE, hold_post, HoldPost(employment.id, PostCategory.INSTRUCTOR))


async def _employment_ended(world, person):
    employed = await world.one_of(employments_of, person)
    if not employed:
        return None
    command = EndEmployment(employed.employment.id, employed.employment.revision, world.day())
    return await doing(THE_HOUSE, end_employment, command)


async def _employment_voided(world, person):
    employed = await world.one_of(employments_of, person)
    if not employed:
        return None
    command = VoidEmployment(employed.employment.id, employed.employment.revision, "误登记")
    return await doing(THE_HOUSE, void_employment, command)


async def _transfer(world, person):
    employed = await world.one_of(employments_of, person)
    if not employed:
        return None
    place = Place(world.dice.choice(world.schools).id, f"M{world.dice.random()}", None, world.day())
    command = Transfer(
        employed.employment.id, employed.employment.revision, place, world.dice.choice(list(PostCategory))
    )
    return await doing(THE_HOUSE, transfer, command)


async def _own_records(world, person):
    person = await person_now(a_reading(), person.id)
    day = world.dice.choice([None, world.day()])
    return await doing(THE_HOUSE, state_person_records_from, StatePersonRecordsFrom(person.id, person.revision, day))


async def _school_records(world, person):
    school = await school_now(a_reading(), world.dice.choice(world.schools).id)
    day = world.dice.choice([None, world.day()])
    return await doing(THE_HOUSE, state_school_records_from, StateSchoolRecordsFrom(school.id, school.revision, day))


async def _jurisdiction(world, person):
    school = await school_now(a_reading(), world.dice.choice(world.schools).id)
    rule = world.dice.choice([PANJIN, BAOTOU, "cn"])
    command = ChangeSchool(
        school.id, school.revision, school.name, school.short_name, school.level, rule, school.bureau_id
    )
    return await doing(THE_HOUSE, change_school, command)


KINDS = {
    _practice: 9,
    _step: 2,
    _void: 1,
    _correction: 5,
    _leave: 4,
    _leave_voided: 2,
    _post: 4,
    _post_ended: 2,
    _post_voided: 2,
    _employment: 2,
    _employment_ended: 1,
    _employment_voided: 1,
    _transfer: 2,
    _own_records: 2,
    _school_records: 1,
    _jurisdiction: 1,
}
