"""Records entered twice and files to import, and the forms that merge, import and take back."""

from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

from registry.audit.process import open_process
from registry.home.merging import enterprises, people
from registry.institutions.model.commands import RegisterEnterprise
from registry.institutions.model.merging import MergeEnterprises
from registry.institutions.service.enterprises import register_enterprise
from registry.institutions.service.merging import merge_enterprises
from registry.kernel.scopes import Scope
from registry.people.model.merging import MergePersons, Pair
from registry.people.service.merging import merge_persons
from registry.platform.files import FOLDER_NAME, FileStore
from tests.exchange.bringing import ImportKind, a_file, as_file, brought, checked
from tests.institutions.staging import did
from tests.people.staging import a_person, an_employment
from tests.practice.staging import officer, reading_of
from tests.races.sending import Making, Sent, World, to
from tests.web.practice_stage import HR

NEW_MERGE, NEW_FIRM_MERGE, NEW_IMPORT = (UUID(int=number, version=4) for number in (11, 12, 13))
WHY = "重复登记"


def _checked(world: World) -> Sent:
    values = {"import_id": str(NEW_IMPORT), "school_id": str(world.ids["school"]), "kind": "teachers"}
    return Sent(HR, "/imports", values, [("source", ("教师.xlsx", world.ids["roster"]))])


FORMS_OF_MERGES: dict[str, Making] = {
    "carry_out_merge": to(
        HR,
        "/people/merge",
        merge_id=str(NEW_MERGE),
        survivor="{twin}",
        merged="{twin_again}",
        survivor_revision="1",
        merged_revision="1",
        reason=WHY,
    ),
    "undo_person_merge": to(HR, "/people/merges/{merge}/undo", reason=WHY),
    "carry_out_firm_merge": to(
        HR,
        "/enterprises/merge",
        merge_id=str(NEW_FIRM_MERGE),
        survivor="{twin_firm}",
        merged="{twin_firm_again}",
        survivor_revision="1",
        merged_revision="1",
        reason=WHY,
    ),
    "undo_enterprise_merge": to(HR, "/enterprises/merges/{firm_merge}/undo", reason=WHY),
    "check_import": _checked,
    "commit_import": to(HR, "/imports/{checked_run}/commit", revision="1"),
    "discard_import": to(HR, "/imports/{checked_run}/discard", revision="1"),
    "undo_import": to(HR, "/imports/{written_run}/undo", revision="2", reason=WHY),
}


async def merged(world: World) -> None:
    """Two pairs of each, one of them merged already; a file that was checked, and one that was imported."""
    await _people(world)
    await _firms(world)
    await _files(world)


async def _people(world: World) -> None:
    school = world.stage.school
    twins = []
    for number, (first, last) in enumerate(((None, 2020), (2021, None)) * 2):
        person = await a_person("孪生")
        days = {"started_on": _day(first, 1), "finished_on": _day(last, 12)}
        await an_employment(school, person, f"M{number}", **days)
        twins.append(person.id)
    world.ids |= {"twin": twins[1], "twin_again": twins[0], "merge": uuid4()}
    command = MergePersons(world.ids["merge"], Pair(twins[3], twins[2]), (1, 1), WHY)
    async with open_process("merge_persons", reading_of(officer(school))) as process:
        await merge_persons(process, command, (Scope.school(school.id),), people.FOLLOWERS)


async def _firms(world: World) -> None:
    firms = [(await did(register_enterprise, RegisterEnterprise(f"孪生企业{name}"))).id for name in "甲乙丙丁"]
    world.ids |= {"twin_firm": firms[0], "twin_firm_again": firms[1], "firm_merge": uuid4()}
    command = MergeEnterprises(world.ids["firm_merge"], firms[2], firms[3], (1, 1), WHY)
    async with open_process("merge_enterprises", reading_of(officer(world.stage.school))) as process:
        await merge_enterprises(process, command, Scope.school(world.stage.school.id), enterprises.FOLLOWERS)


async def _files(world: World) -> None:
    """The files are kept where the application finds them again."""
    folder = world.stage.site.settings.data_folder
    store = FileStore(folder / FOLDER_NAME)
    paths = [a_file(folder, 教师名册=[[f"I{number}", f"新来{number}"]]) for number in range(3)]
    for path in paths:
        store.keep(Path(path).read_bytes())
    school = world.stage.school
    run = await brought(school, ImportKind.TEACHERS, paths[0])
    seen = await checked(school, ImportKind.TEACHERS, paths[1])
    assert as_file(paths[1]).digest == seen.run.file_digest
    world.ids |= {
        "written_run": run.id,
        "checked_run": seen.run.id,
        "roster": Path(paths[2]).read_bytes(),
        "school": school.id,
    }


def _day(year, month):
    return None if year is None else date(year, month, 28)
