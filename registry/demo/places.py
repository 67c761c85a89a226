"""The two cities of the demo and the schools in them: whose rules hold, what they teach, who approves. Invented."""

from dataclasses import dataclass
from datetime import date, timedelta

from registry.demo.choices import between
from registry.institutions.model.facts import SchoolLevel

YEARS_BACK, YEARS_AHEAD = 6, 1
"""The calendar that each school has entered, in years around the year of the day."""
S, H = SchoolLevel.SECONDARY, SchoolLevel.HIGHER


@dataclass(frozen=True, slots=True)
class DemoCity:
    """A city with its bureau. `full_days`: full days that the five years ask for under the rule there."""

    name: str
    jurisdiction: str
    bureau_code: str
    bureau_name: str
    divisions: tuple[str, ...]
    full_days: int


@dataclass(frozen=True, slots=True)
class DemoSchool:
    """A school: its departments for professional courses, and its offices, the personnel office first.

    `officer` is the login of the personnel office.
    """

    city: DemoCity
    code: str
    name: str
    short_name: str
    level: SchoolLevel
    departments: tuple[str, ...]
    offices: tuple[str, ...]
    teachers: int
    officer: str
    officer_name: str

    @property
    def general_courses(self) -> str:
        """The department of public courses."""
        return "公共基础部"

    @property
    def workshop(self) -> str:
        """The department of practice instructors."""
        return "实训中心"


@dataclass(frozen=True, slots=True)
class DemoBreak:
    """A break of a school's calendar, both days counted."""

    name: str
    started_on: date
    finished_on: date

    @property
    def days(self) -> int:
        """How many calendar days it has."""
        return (self.finished_on - self.started_on).days + 1


PANJIN = DemoCity(
    "盘锦",
    "cn-liaoning-panjin",
    "211100",
    "盘锦市教育局",
    ("211102", "211103", "211104", "211122"),
    full_days=300,
)
BAOTOU = DemoCity(
    "包头",
    "cn-neimenggu-baotou",
    "150200",
    "包头市教育局",
    ("150202", "150203", "150204", "150207", "150221", "150222"),
    full_days=180,
)
CITIES = (PANJIN, BAOTOU)

_OFFICES = ("人事处", "教务处", "校企合作处")
SCHOOLS = (
    DemoSchool(
        *(PANJIN, "4121119001", "盘锦苇海职业技术学院", "苇海职院", H),
        ("石油化工系", "机电工程系", "信息工程系", "经济管理系"),
        _OFFICES,
        teachers=96,
        officer="chen",
        officer_name="陈慧",
    ),
    DemoSchool(
        *(PANJIN, "3621119002", "盘锦鹤栖中等职业学校", "鹤栖中职", S),
        ("机械加工部", "汽车运用部", "电子商务部"),
        ("组织人事处", "教学处", "实习就业处"),
        teachers=66,
        officer="hr-heqi",
        officer_name="郑雪",
    ),
    DemoSchool(
        *(PANJIN, "3621119003", "盘锦红滩中等职业技术学校", "红滩中职", S),
        ("现代农艺部", "旅游服务部", "食品加工部"),
        ("人事科", "教务科", "校企合作科"),
        teachers=60,
        officer="hr-hongtan",
        officer_name="马国栋",
    ),
    DemoSchool(
        *(PANJIN, "3621119004", "盘锦双河石化工程学校", "双河石化", S),
        ("化工工艺部", "仪表自动化部", "焊接技术部"),
        _OFFICES,
        teachers=72,
        officer="hr-shuanghe",
        officer_name="梁静",
    ),
    DemoSchool(
        *(BAOTOU, "4115029001", "包头昆河职业技术学院", "昆河职院", H),
        ("稀土与材料学院", "装备制造学院", "人工智能学院", "财经商贸学院"),
        ("人事处", "教务处", "产教融合处"),
        teachers=108,
        officer="sun",
        officer_name="孙丽",
    ),
    DemoSchool(
        *(BAOTOU, "4115029002", "包头敕勒职业学院", "敕勒职院", H),
        ("冶金工程系", "建筑工程系", "护理系"),
        _OFFICES,
        teachers=78,
        officer="hr-chile",
        officer_name="云娜",
    ),
    DemoSchool(
        *(BAOTOU, "3615029003", "包头青山麓中等职业学校", "青山麓中职", S),
        ("数控技术部", "汽车维修部", "学前教育部"),
        ("人事处", "教务处", "实训就业处"),
        teachers=66,
        officer="hr-qingshan",
        officer_name="郭振华",
    ),
    DemoSchool(
        *(BAOTOU, "3615029004", "包头草原情中等职业技术学校", "草原情中职", S),
        ("畜牧兽医部", "民族工艺部", "物流服务部"),
        ("人事科", "教务科", "校企合作科"),
        teachers=60,
        officer="hr-caoyuan",
        officer_name="乌兰",
    ),
)


def breaks_of(school: DemoSchool, on: date) -> tuple[DemoBreak, ...]:
    """The school's breaks from six years before the year of the day to the year after it, in order."""
    found = []
    for year in range(on.year - YEARS_BACK, on.year + YEARS_AHEAD + 1):
        winter = date(year, 1, between(8, 16, school.code, "winter", year))
        summer = date(year, 7, between(6, 12, school.code, "summer", year))
        length = between(36, 42, school.code, "winter days", year)
        found.append(DemoBreak(f"{year}年寒假", winter, winter + timedelta(length - 1)))
        found.append(DemoBreak(f"{year}年暑假", summer, date(year, 8, between(28, 31, school.code, "end", year))))
    return tuple(found)
