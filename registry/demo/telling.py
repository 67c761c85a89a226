"""The moves that the stories of the demo are made of: each is one use case, carried out by one of its people."""

from datetime import date, timedelta

from registry.audit.process import open_process
from registry.demo.cast import HOME
from registry.demo.enterprises import enterprises_of
from registry.demo.pictures import small_form, stamped_form
from registry.demo.world import By, World
from registry.identity.model.principals import visitor
from registry.kernel.scopes import Scope
from registry.practice.model import PlacementState, PracticeForm
from registry.practice.records import MovePlacement, Placement, PlacementContent, RecordPlacement, Step, Supervisor
from registry.practice.records.approvals import GiveOpinion
from registry.practice.records.bulk import FiledPlacement, RecordFiled
from registry.practice.records.confirmation import AnswerLink, AskSupervisor, ConfirmationMethod, ConfirmByOffice
from registry.practice.records.grades import Grade, GradePlacement
from registry.practice.records.papers import AddPaper, PaperFile, PaperKind
from registry.practice.service.approvals import give_opinion
from registry.practice.service.bulk import record_filed
from registry.practice.service.confirmation import answer_link, ask_supervisor, confirm_by_office
from registry.practice.service.grades import grade_placement
from registry.practice.service.papers import add_paper
from registry.practice.service.placements import record_placement
from registry.practice.service.steps import move_placement

OFFICE = "chen"
LINK_DAYS = 14
MENTOR = Supervisor("高建军", "13900000000")
"""Mentor Gao; the number is nobody's."""


def content(world: World, days_ago: int, days: int, firm: int = 0) -> PlacementContent:
    """A placement that began so many days before the day shown (less than zero: in days to come)."""
    found = enterprises_of(HOME.city)[firm]
    begun = world.day(days_ago)
    return PlacementContent(
        enterprise_name=found.name,
        started_on=begun,
        finished_on=begun + timedelta(days - 1),
        enterprise_id=world.firms[found],
        position="工艺员",
        form=PracticeForm.POST_WORK,
        goals="熟悉装置操作规程,收集三个教学案例",
        supervisor=MENTOR,
    )


async def enter(world: World, by: By, key: str, told: PlacementContent, state: PlacementState) -> Placement:
    """Somebody's placement, entered by themselves or by the office."""
    command = RecordPlacement(world.people[key], world.schools[HOME.code].id, told, state)
    return (await world.do(by, record_placement, command, _scope(world, by, key))).placement


async def step(world: World, by: By, placement: Placement, what: Step, reason: str = "") -> Placement:
    """One step by the teacher or the office."""
    key = next(key for key, person_id in world.people.items() if person_id == placement.person_id)
    command = MovePlacement(placement.id, placement.revision, what, reason)
    return await world.do(by, move_placement, command, _scope(world, by, key))


async def agree(world: World, by: By, placement: Placement, position: int, scope: Scope) -> None:
    """One opinion of the chain."""
    words = "同意,课务已调整" if position == 1 else "同意"
    command = GiveOpinion(placement.id, placement.revision, position, agreed=True, words=words)
    await world.do(by, give_opinion, command, scope)


async def hand_in_form(world: World, by: By, placement: Placement, key: str) -> None:
    """The photograph of the stamped appraisal form, put into the folder."""
    serial = placement.started_on.toordinal()
    kept, small = world.files.keep(stamped_form(serial)), world.files.keep(small_form(serial))
    file = PaperFile(kept.digest, kept.digest, small.digest, "image/jpeg", kept.size, "鉴定表.jpg")
    command = AddPaper(placement.chain_id, PaperKind.APPRAISAL, file, "企业盖章的鉴定表")
    await world.do(by, add_paper, command, _scope(world, by, key))


async def ask_and_answer(world: World, by: By, placement: Placement, key: str, words: str = "") -> None:
    """The link sent, and used by mentor Gao two days later: a dispute where there are words."""
    command = AskSupervisor(placement.id, placement.revision, LINK_DAYS)
    issued = await world.do(by, ask_supervisor, command, _scope(world, by, key))
    async with open_process("answer_link", world.reading(by.days_ago - 2, visitor("web"))) as process:
        answer = AnswerLink(issued.token, confirms=not words, supervisor_name=MENTOR.name, words=words)
        await answer_link(process, answer)


async def see_paper(world: World, by: By, placement: Placement) -> Placement:
    """The office has seen the stamped form in the folder."""
    command = ConfirmByOffice(placement.id, placement.revision, ConfirmationMethod.STAMPED_PAPER)
    return await world.do(by, confirm_by_office, command, world.of_school(HOME.code))


async def grade(world: World, by: By, placement: Placement, given: Grade, words: str = "") -> None:
    """The appraisal's grade."""
    command = GradePlacement(placement.id, placement.revision, given, words)
    await world.do(by, grade_placement, command, world.of_school(HOME.code))


async def recognised_on_paper(world: World, key: str, told: PlacementContent, days_ago: int) -> Placement:
    """Handed in by the teacher, stamped form and all, and recognised by the office within a week."""
    by_teacher, by_office = By(key, days_ago), By(OFFICE, days_ago - 5)
    placement = await enter(world, by_teacher, key, told, PlacementState.SUBMITTED)
    await hand_in_form(world, by_teacher, placement, key)
    placement = await see_paper(world, by_office, placement)
    await grade(world, by_office, placement, Grade.QUALIFIED)
    return await step(world, by_office, placement, Step.VERIFY)


async def known_before(world: World, key: str, *stays: tuple[date, int]) -> None:
    """Practice of the years before, recognised in the office's old ledger: its first day, and how many."""
    told = [(begun, content(world, (world.on - begun).days, days, firm=7)) for begun, days in stays]
    filed = tuple(
        FiledPlacement(
            f"{key} {begun}",
            world.people[key],
            PlacementContent(each.enterprise_name, each.started_on, each.finished_on, each.enterprise_id, "工艺员"),
            PlacementState.VERIFIED,
        )
        for begun, each in told
    )
    command = RecordFiled(world.schools[HOME.code].id, filed, "依据原纸质台账补录")
    await world.do(By(OFFICE, 195), record_filed, command, world.of_school(HOME.code))


def summers(world: World, years: int, days: int = 45) -> tuple[tuple[date, int], ...]:
    """Stays in the summers of so many years before the stories began."""
    last = world.day(195).year - 1
    return tuple((date(year, 7, 14), days) for year in range(last - years + 1, last + 1))


def _scope(world: World, by: By, key: str) -> Scope:
    """A teacher asks for the own record, the office for the school's."""
    return world.of_person(key) if by.login == key else world.of_school(HOME.code)
