"""A school with its offices and one teacher, a second school with a stranger, and values worth hiding.

The logins: `lin` the teacher, `chen` the personnel office, `li` the head of the teacher's department, `wang` the
leader, `sun` the personnel office of the other school.
"""

import re
from dataclasses import dataclass
from datetime import date

from registry.identity.model.roles import Role, RoleWanted
from registry.institutions.model.facts import School, Unit
from registry.kernel.scopes import Scope
from registry.people.model.commands import RecordLeave
from registry.people.model.facts import Employment, Leave, LeaveKind, Person, Post, Sex
from registry.people.service.leaves import record_leave
from tests.institutions.staging import a_bureau, a_school, a_unit, did, rows_of
from tests.people.staging import a_person, a_post, an_employment, an_id_number
from tests.web.site import Site

ID_NUMBER = an_id_number(7)
HAN = re.compile("[\u4e00-\u9fff]")
BEGUN = date(2020, 9, 1)


@dataclass(frozen=True)
class PeopleStage:
    """What was staged."""

    site: Site
    school: School
    other_school: School
    department: Unit
    person: Person
    employment: Employment
    post: Post
    leave: Leave

    @property
    def path(self) -> str:
        """The address of the teacher's file."""
        return f"/people/{self.person.id}"


async def staged_people(site: Site) -> PeopleStage:
    """Everything."""
    bureau = await a_bureau()
    school, other_school = await a_school(bureau_id=bureau.id), await a_school("S2")
    department = await a_unit(school)
    person = await a_person(sex=Sex.FEMALE, birth_on=date(1980, 1, 1), id_number=ID_NUMBER)
    employment = await an_employment(school, person, department=department, started_on=BEGUN)
    post = await a_post(employment)
    days = date(2025, 3, 1), date(2025, 6, 30)
    leave = await did(record_leave, RecordLeave(person.id, LeaveKind.SICK, *days))
    at_school, elsewhere = Scope.school(school.id), Scope.school(other_school.id)
    await site.account("lin", RoleWanted(Role.TEACHER), person_id=person.id, school_id=school.id, staff_no="T1")
    await site.account("chen", RoleWanted(Role.HR_OFFICER, at_school))
    await site.account("li", RoleWanted(Role.DEPARTMENT_HEAD, Scope.department(department.id), school.id))
    await site.account("wang", RoleWanted(Role.SCHOOL_LEADER, at_school))
    await site.account("sun", RoleWanted(Role.HR_OFFICER, elsewhere))
    return PeopleStage(site, school, other_school, department, person, employment, post, leave)


async def kinds(database: str, subject: object) -> list[str]:
    """The kinds of events of one subject, in order."""
    rows = await rows_of(database, "SELECT kind FROM audit_event WHERE subject_id = $1 ORDER BY number", str(subject))
    return [row["kind"] for row in rows]


async def left_in_chinese(browser, path: str, *names: str) -> list[str]:
    """The lines of a page in English that still hold Chinese, names left out; the frame has tests of its own."""
    await browser.send("/language", {"to": "en"})
    answer = await browser.see(path)
    assert answer.status_code == 200, (path, answer.status_code)
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    lines = re.sub(r"<[^>]+>", "", main).splitlines()
    return [line for line in lines if HAN.search(line) and not any(name in line for name in names)]
