"""For the world of permissions: at each school a file that was checked, and records that were merged."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from registry.audit.process import open_process
from registry.home.merging import enterprises, people
from registry.institutions.model.commands import RegisterEnterprise
from registry.institutions.model.merging import MergeEnterprises
from registry.institutions.queries.schools import school
from registry.institutions.service.enterprises import register_enterprise
from registry.institutions.service.merging import merge_enterprises
from registry.kernel.periods import ONE_DAY
from registry.kernel.scopes import Scope
from registry.people.model.merging import MergePersons, Pair
from registry.people.service.merging import merge_persons
from registry.platform.files import FOLDER_NAME, FileStore
from tests.builders.house import a_reading
from tests.exchange.bringing import ImportKind, a_file, checked
from tests.institutions.staging import did
from tests.people.staging import a_person, an_employment
from tests.practice.staging import officer, reading_of

SETS = (("own", "colleague"), ("elsewhere",))
WHY = "重复登记"
LEFT = date(2020, 8, 31)


async def kept_by_offices(world: Any) -> None:
    """`run_id`, `merge_id` and `firm_merge_id` for each set of objects."""
    for sets in SETS:
        place = await school(a_reading(), UUID(world.objects[sets[0]]["school_id"]))
        told = {"run_id": await _checked(world, place), **await _merged(place)}
        for which in sets:
            world.objects[which] |= told


async def _checked(world: Any, place: Any) -> str:
    folder = world.site.settings.data_folder
    path = a_file(folder, 教师名册=[["I1", "新来的"]])
    FileStore(folder / FOLDER_NAME).keep(path.read_bytes())
    return str((await checked(place, ImportKind.TEACHERS, path)).run.id)


async def _merged(place: Any) -> dict[str, str]:
    persons = [await a_person("孪生"), await a_person("孪生")]
    await an_employment(place, persons[0], "M1", finished_on=LEFT)
    await an_employment(place, persons[1], "M2", started_on=LEFT + ONE_DAY)
    firms = [await did(register_enterprise, RegisterEnterprise(f"孪生企业{place.code}{name}")) for name in "甲乙"]
    scope, reading = Scope.school(place.id), reading_of(officer(place))
    of_persons, of_firms = uuid4(), uuid4()
    async with open_process("merge_persons", reading) as process:
        pair = Pair(persons[0].id, persons[1].id)
        await merge_persons(process, MergePersons(of_persons, pair, (1, 1), WHY), (scope,), people.FOLLOWERS)
    async with open_process("merge_enterprises", reading) as process:
        command = MergeEnterprises(of_firms, firms[0].id, firms[1].id, (1, 1), WHY)
        await merge_enterprises(process, command, scope, enterprises.FOLLOWERS)
    return {"merge_id": str(of_persons), "firm_merge_id": str(of_firms)}
