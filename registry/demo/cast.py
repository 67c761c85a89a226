"""The people of the demo's stories and the accounts of its sign-in page. Nobody of them exists."""

from dataclasses import dataclass
from datetime import date, timedelta

from registry.demo.choices import between
from registry.demo.numbers import id_number
from registry.demo.places import SCHOOLS, DemoSchool
from registry.demo.world import World
from registry.identity.model.accounts import CreateAccount
from registry.identity.model.roles import Role, RoleWanted
from registry.kernel.periods import years_before
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.people.model.bulk import Newcomer, PostWanted
from registry.people.model.commands import RegisterPerson
from registry.people.model.facts import PostCategory, Sex

HOME, ELSEWHERE = SCHOOLS[0], SCHOOLS[4]
"""苇海职院 in Panjin, where the stories happen, and 昆河职院 in Baotou."""
F, M = Sex.FEMALE, Sex.MALE
PROFESSIONAL, PUBLIC = PostCategory.PROFESSIONAL, PostCategory.PUBLIC
TAUGHT_YEARS = 12
CHANGED_POST_YEARS_AGO = 2


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody of the stories. `department`: its place among the school's; `changes`: from public courses."""

    key: str
    name: str
    sex: Sex
    school: DemoSchool = HOME
    department: int = 0
    changes: bool = False
    is_teacher: bool = True

    @property
    def staff_no(self) -> str:
        """Numbers that no staff list of the demo reaches."""
        return f"Z{CAST.index(self) + 1:03d}"


CAST = (
    Part("lin", "林晓梅", F),
    Part("chen", "陈慧", F, is_teacher=False),
    Part("he", "何志刚", M),
    Part("wang", "王立新", M, is_teacher=False),
    Part("sun", "孙丽", F, ELSEWHERE, is_teacher=False),
    Part("zhou", "周博", M, is_teacher=False),
    Part("tian", "田雨", F),
    Part("luo", "罗建", M, department=1),
    Part("bao", "包萨仁", F, department=2),
    Part("xu", "许宏宇", M, department=2),
    Part("meng", "孟瑶", F, department=3),
    Part("qin", "秦朗", M, department=3),
    Part("jin", "金玉兰", F),
    Part("feng", "冯凯", M, changes=True),
    Part("yan", "阎淑琴", F, department=1),
    Part("du", "杜䶮", M, department=2),
)


def newcomers_of(world: World, school: DemoSchool) -> tuple[Newcomer, ...]:
    """The people of the stories whom this school employs from the first."""
    return tuple(_newcomer(world, each) for each in CAST if each.school is school)


def accounts_of(world: World) -> tuple[CreateAccount, ...]:
    """The accounts of the sign-in page, and one for the personnel office of every other school."""
    home, elsewhere = world.of_school(HOME.code), world.of_school(ELSEWHERE.code)
    bureau = Scope.bureau(world.bureaus[HOME.city.bureau_code])
    department = world.units[HOME.code, HOME.departments[0]]
    of_department = RoleWanted(Role.DEPARTMENT_HEAD, Scope.department(department.id), school_id=department.school_id)
    own = RoleWanted(Role.TEACHER)
    shown = (
        _account(world, "lin", own),
        _account(world, "chen", RoleWanted(Role.HR_OFFICER, home)),
        _account(world, "he", own, of_department),
        _account(world, "wang", RoleWanted(Role.SCHOOL_LEADER, home)),
        CreateAccount("zhao", "赵敏", (RoleWanted(Role.BUREAU_OFFICER, bureau),)),
        CreateAccount("bian", "卞永胜", (RoleWanted(Role.STAFFING_OFFICE, bureau),)),
        CreateAccount("wu", "吴文博", (RoleWanted(Role.EVALUATOR),)),
        _account(world, "sun", RoleWanted(Role.HR_OFFICER, elsewhere)),
        CreateAccount("yunwei", "系统运维", (RoleWanted(Role.OPERATOR, EVERYWHERE),)),
    )
    teachers = tuple(_account(world, each.key, own) for each in CAST if each.key in TELLING)
    return (*shown, *teachers, _account(world, "zhou"), *_other_offices(world))


TELLING = frozenset({"tian", "luo", "bao", "xu", "qin"})
"""Teachers who act themselves in a story, besides those on the sign-in page."""


def _other_offices(world: World) -> tuple[CreateAccount, ...]:
    others = [school for school in SCHOOLS if school not in (HOME, ELSEWHERE)]
    return tuple(
        CreateAccount(
            school.officer,
            school.officer_name,
            (RoleWanted(Role.HR_OFFICER, world.of_school(school.code)),),
            school_id=world.schools[school.code].id,
        )
        for school in others
    )


def _account(world: World, key: str, *roles: RoleWanted) -> CreateAccount:
    part = next(each for each in CAST if each.key == key)
    school_id = world.schools[part.school.code].id
    return CreateAccount(key, part.name, roles, world.people[key], school_id, part.staff_no)


def _newcomer(world: World, part: Part) -> Newcomer:
    born_on = years_before(world.on, between(32, 50, part.key)) - timedelta(between(0, 364, part.key, "day"))
    serial = 2 * (CAST.index(part) + 1) + (part.sex is M)
    number = id_number(part.school.city.divisions[0], born_on, serial)
    begun = date(world.on.year - TAUGHT_YEARS, 9, 1)
    return Newcomer(
        part.staff_no,
        RegisterPerson(part.name, part.sex, born_on, number),
        world.units[part.school.code, part.school.departments[part.department]].id if part.is_teacher else None,
        begun,
        posts=_posts(world, part, begun),
    )


def _posts(world: World, part: Part, begun: date) -> tuple[PostWanted, ...]:
    if not part.is_teacher:
        return ()
    if part.changes:
        changed_on = date(world.on.year - CHANGED_POST_YEARS_AGO, 9, 1)
        public = PostWanted(PUBLIC, begun, changed_on - timedelta(1))
        return (public, PostWanted(PROFESSIONAL, changed_on, None))
    return (PostWanted(PROFESSIONAL, begun, None),)
