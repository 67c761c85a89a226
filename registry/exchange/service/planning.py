"""What a file would change in a school, planned in full: the dry run and the import itself go the same way."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from registry.audit.process import Process
from registry.exchange.model import Ledger, LedgerTeacher
from registry.exchange.model.imports import ImportCounts, ImportFindings, ImportKind, ImportOptions
from registry.exchange.queries.taken_back import placements_taken_back
from registry.exchange.rules import ReadingOptions
from registry.exchange.rules.headers import SheetKind
from registry.exchange.service.reading_apart import read_apart
from registry.exchange.service.telling import Told, told_of
from registry.exchange.service.wanting import filed_in, firms_of, leaves_of, newcomer_of
from registry.institutions.model.facts import School, Unit, UnitKind
from registry.institutions.queries.belongings import units
from registry.institutions.service.bulk import EnterprisePlan, plan_enterprises
from registry.kernel.periods import ONE_DAY
from registry.kernel.scopes import Scope
from registry.people.model.bulk import Newcomer
from registry.people.model.commands import RegisterPerson
from registry.people.model.roster import OnRoster, RosterAsked, RosterPlan
from registry.people.queries.roster import on_roster
from registry.people.service.loading import locked_persons
from registry.people.service.roster import compare_leaves, compare_roster
from registry.platform.turns import in_turns
from registry.practice.records.bulk import FilingAsked, FilingPlan
from registry.practice.service.filing import compare_filing

SHEETS = {
    ImportKind.TEACHERS: SheetKind.TEACHERS,
    ImportKind.PLACEMENTS: SheetKind.PLACEMENTS,
    ImportKind.LEAVE: SheetKind.LEAVE,
}
"""The one kind of sheet that each kind of file is read for; a ledger is read whole."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a file is, whose, and how to bring it in. `writes`: what stands is locked before it is compared."""

    school: School
    kind: ImportKind
    options: ImportOptions
    path: Path
    file_name: str
    scope: Scope
    writes: bool = False

    @property
    def proof(self) -> str:
        """The reason of whatever needs one: which file it was."""
        return f"依据导入的文件:{self.file_name}"


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Everything that a file would write, and how that is told. With errors nothing of it is written."""

    asked: Asked
    opened: tuple[Unit, ...]
    roster: RosterPlan
    enterprises: EnterprisePlan
    filing_asked: FilingAsked
    filing: FilingPlan
    findings: ImportFindings
    counts: ImportCounts


async def plan_import(process: Process, asked: Asked) -> ImportPlan:
    """Read a file and compare it with what stands, writing nothing.

    Raises BadInput for a file that cannot be used as a whole, NotFound, NotPermitted.
    """
    roster = await on_roster(process.reading, asked.school.id)
    ledger = await read_apart(asked.path, asked.file_name, _how_to_read(asked, roster))
    if asked.writes:
        await locked_persons(process, {roster[each.staff_no].person_id for each in _rows_about(ledger, roster)})
    departments, opened = await _departments(process, asked, ledger)
    people = await _people(process, asked, ledger, (roster, departments))
    firms = firms_of(ledger)
    enterprises = await plan_enterprises(firms.values())
    found = {reference: enterprises.found[firm] for reference, firm in firms.items()}
    filing_asked = FilingAsked(
        asked.school.id,
        tuple([each async for each in in_turns(filed_in(ledger, people.person_ids, found))]),
        asked.proof,
        frozenset(people.person_ids.values()) - people.known_persons,
        await placements_taken_back(asked.school.id),
        asked.options.correct,
    )
    filing = await compare_filing(process, filing_asked, asked.scope)
    findings, counts = told_of(Told(asked.school, ledger, people, filing, opened, enterprises.new))
    return ImportPlan(asked, opened, people, enterprises, filing_asked, filing, findings, counts)


def _rows_about(ledger: Ledger, roster: Mapping[str, OnRoster]) -> Iterator[LedgerTeacher]:
    """The people on the roster whom rows of the file are about."""
    for each in ledger.teachers:
        is_named = each.staff_no in ledger.particulars.places or each.facts.placements or each.facts.leaves
        if is_named and each.staff_no in roster:
            yield each


def _how_to_read(asked: Asked, roster: Mapping[str, OnRoster]) -> ReadingOptions:
    is_ledger = asked.kind is ImportKind.LEDGER
    names = {number: each.names for number, each in roster.items()}
    return ReadingOptions(
        records_from=asked.options.records_from if is_ledger else None,
        particulars=True,
        only=SHEETS.get(asked.kind),
        roster=None if asked.kind is ImportKind.TEACHERS else names,
    )


async def _departments(process: Process, asked: Asked, ledger: Ledger) -> tuple[dict[str, UUID], tuple[Unit, ...]]:
    """The school's departments by name, and those that the file names and that are to be opened for it."""
    every = [unit for unit in await units(process.reading, asked.school.id) if unit.kind is UnitKind.DEPARTMENT]
    found = {unit.name: unit.id for unit in every if unit.stands_on(process.today)}
    closed = {unit.name: unit.finished_on for unit in every if unit.name not in found}
    named = dict.fromkeys(each.department.strip() for each in ledger.teachers)
    opened = []
    for name in named:
        if name and name not in found:
            last_day = closed.get(name)
            first_day = last_day + ONE_DAY if last_day else None
            opened.append(Unit(uuid4(), asked.school.id, UnitKind.DEPARTMENT, name, first_day, None, revision=1))
            found[name] = opened[-1].id
    return found, tuple(opened)


async def _people(
    process: Process,
    asked: Asked,
    ledger: Ledger,
    known: tuple[Mapping[str, OnRoster], Mapping[str, UUID]],
) -> RosterPlan:
    """What becomes of the people. A file without a teachers sheet is about those on the roster only."""
    roster, departments = known
    if ledger.particulars.places:
        newcomers = tuple(newcomer_of(ledger, each, departments, asked.school) for each in ledger.teachers)
        wanted = RosterAsked(
            asked.school.id,
            newcomers,
            {unit_id: name for name, unit_id in departments.items()},
            says_posts=ledger.particulars.states_posts,
        )
        return await compare_roster(process, wanted, asked.scope)
    who = {number: each.person_id for number, each in roster.items()}
    leaving = [each for each in ledger.teachers if each.facts.leaves and each.staff_no in who]
    wanting = [Newcomer(each.staff_no, RegisterPerson(each.name), leaves=leaves_of(ledger, each)) for each in leaving]
    return await compare_leaves(process, who, wanting, asked.scope)
