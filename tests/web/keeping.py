"""Schools, teachers and operators for the tests of accounts and of the installation."""

import re
from dataclasses import dataclass
from typing import Any

from registry.identity.model.roles import Role, RoleWanted
from registry.institutions.model.commands import OpenUnit
from registry.institutions.model.facts import UnitKind
from registry.institutions.service.units import open_unit
from registry.kernel.scopes import EVERYWHERE, Scope
from tests.institutions.staging import a_bureau, a_school, did
from tests.people.staging import a_person, an_employment
from tests.web.site import Site

SYSTEM_OPERATOR = RoleWanted(Role.OPERATOR, EVERYWHERE)
FIRST_PASSWORD = re.compile(r"<code>([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})</code>")

NAMES = re.compile("盘锦职业技术学院|盘锦职院|邻市职业学校|邻校|机电系|王芳|李强|教育局 211100")


@dataclass
class Town:
    """Two schools of a bureau, a department, two teachers, and who signs in: see `a_town`."""

    site: Site
    bureau: Any
    school: Any
    other: Any
    department: Any
    wang: Any
    li: Any
    ids: dict[str, Any]


async def a_town(site: Site) -> Town:
    """`root` keeps the installation, `keeper` the first school, `other.keeper` the second.

    `hr` and `colleague` are of the first school, `stranger` of the second. Wang (1001) and Li (1002) teach at the
    first and have no account.
    """
    bureau = await a_bureau()
    school = await a_school("2101", name="盘锦职业技术学院", short_name="盘锦职院", bureau_id=bureau.id)
    other = await a_school("2102", name="邻市职业学校", short_name="邻校")
    department = await did(open_unit, OpenUnit(school.id, UnitKind.DEPARTMENT, "机电系"))
    wang, li = await a_person("王芳"), await a_person("李强")
    await an_employment(school, wang, "1001", department=department)
    await an_employment(school, li, "1002")
    ids = {
        "root": await site.account("root", SYSTEM_OPERATOR),
        "keeper": await site.account("keeper", _role(Role.OPERATOR, school), school_id=school.id),
        "other.keeper": await site.account("other.keeper", _role(Role.OPERATOR, other), school_id=other.id),
        "hr": await site.account("hr", _role(Role.HR_OFFICER, school), school_id=school.id),
        "colleague": await site.account("colleague", school_id=school.id),
        "stranger": await site.account("stranger", _role(Role.HR_OFFICER, other), school_id=other.id),
    }
    return Town(site, bureau, school, other, department, wang, li, ids)


def _role(role: Role, school: Any) -> RoleWanted:
    return RoleWanted(role, Scope.school(school.id))


def first_passwords(text: str) -> list[str]:
    """The first passwords that a page shows."""
    return FIRST_PASSWORD.findall(text)


def chinese_left(page: str) -> list[str]:
    """The Chinese on an English page beside the names that the tests give."""
    body = page.partition("<main")[2].partition("</main>")[0]
    body = re.sub(
        r"盘锦职业技术学院|盘锦职院|邻市职业学校|邻校|机电系|王芳|李强|教育局 211100|盘锦市教育局", "", body
    )
    return re.findall(r"[\u4e00-\u9fff]+", body)
