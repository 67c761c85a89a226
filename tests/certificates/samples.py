"""Certificates for tests without a database: facts of one teacher, drafted and ready to print."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from uuid import UUID

from registry.certificates.model import Certificate, CertificateAsk, CertificateKind, CertificateState, Wording
from registry.certificates.queries.drafts import File, draft_of
from registry.institutions.model.facts import School, SchoolLevel
from registry.kernel.periods import Period
from registry.people.model.facts import EmployedAt, Employment, Leave, LeaveKind, Person, Post
from registry.people.model.facts import PostCategory as HeldCategory
from registry.platform.pdf.fonts import fonts_of
from registry.policy.book import shipped_book
from registry.practice.model import AttendedDay, PlacementState, PostCategory, PostHeld, PracticeForm, TeacherFacts
from registry.practice.records import Placement
from registry.practice.rules.entry import as_fact

ON = date(2026, 11, 22)
ISSUED_AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
PANJIN = "cn-liaoning-panjin"
ADDRESS = "https://registry.pjzy.edu.cn/verify"
LONG_SCHOOL = "盘锦市大洼区现代农业与石油化工装备制造中等职业技术专业学校"
RARE = "王䶮㛃𬭎𨭎"


@cache
def the_fonts():
    return fonts_of(None)


def an_id(number):
    return UUID(int=number)


def a_placement(number=1, started_on=date(2026, 7, 1), days=30, **changes):
    values = {
        "id": an_id(1000 + number),
        "chain_id": an_id(2000 + number),
        "person_id": an_id(1),
        "school_id": an_id(2),
        "enterprise_id": None,
        "enterprise_name": "辽河机械制造有限公司",
        "position": "数控铣工",
        "form": PracticeForm.POST_WORK,
        "started_on": started_on,
        "finished_on": started_on + timedelta(days=days - 1),
        "share_percent": 100,
        "attended": None,
        "state": PlacementState.VERIFIED,
        "reason": "",
        "entered_by": None,
        "entered_by_name": "陈",
        "entered_at": ISSUED_AT,
        "verified_by": None,
        "verified_by_name": "李",
        "verified_at": ISSUED_AT,
        "replaces_id": None,
        "is_replaced": False,
        "revision": 3,
    }
    return Placement(**{**values, **changes})


def an_attended(number, days, halves=2, **changes):
    listed = tuple(AttendedDay(day, halves) for day in days)
    span = (days[-1] - days[0]).days + 1
    return a_placement(number, days[0], span, attended=listed, form=PracticeForm.RESEARCH, **changes)


def a_file(*placements, name="林晓", school_name="盘锦职业技术学院", **changes):
    """What the registry knows of one teacher; `changes` are fields of the facts, `department`, `category`."""
    jurisdiction = changes.pop("jurisdiction", PANJIN)
    category = changes.pop("category", PostCategory.PROFESSIONAL)
    since = changes.pop("since", None)
    leaves = changes.pop("leaves", ())
    school = School(an_id(2), "13957", school_name, "盘职院", SchoolLevel.HIGHER, jurisdiction, None, None, 1)
    started_on, finished_on = changes.pop("employed", (None, None))
    employment = Employment(
        an_id(3),
        an_id(1),
        an_id(2),
        changes.pop("staff_no", "20130047"),
        None,
        started_on,
        finished_on,
        None,
        None,
        1,
    )
    employed = EmployedAt(employment, "13957", jurisdiction, None, None, changes.pop("department", "机电工程学院"))
    post = Post(an_id(4), an_id(3), HeldCategory(category.value), since, None, None, None, 1)
    held = tuple(
        Leave(an_id(50 + place), an_id(1), LeaveKind.SICK, *days, "陈", ISSUED_AT, None, None, 1)
        for place, days in enumerate(leaves)
    )
    facts = TeacherFacts(
        (PostHeld(category, since),),
        tuple(as_fact(each) for each in placements),
        tuple(each.period for each in held),
        changes.pop("records_from", None),
    )
    assert not changes, changes
    person = Person(an_id(1), name, None, None, None, None, 1)
    return File(school, person, employed, employed, (employed,), (post,), held, tuple(placements), facts)


def an_ask(kind=CertificateKind.PRACTICE, on=ON, period=None, wording=Wording.CHINESE):
    return CertificateAsk(kind, an_id(1), on, Period(*period) if period else None, wording)


def a_content(file, **asked):
    return draft_of(shipped_book(), an_ask(**asked), file).content


def a_certificate(content, **changes):
    letter = "P" if content.kind is CertificateKind.PRACTICE else "C"
    issued = Certificate(
        id=an_id(9),
        number=f"13957-{letter}2026-00012",
        code="7Q4MZ0K9XB3TRN5WEHVA",
        check_digits="48209317",
        kind=content.kind,
        wording=content.wording,
        school_id=an_id(2),
        person_id=an_id(1),
        as_of=content.as_of,
        state=CertificateState.VALID,
        facts_digest="0" * 64,
        issued_at=ISSUED_AT,
        issued_by=None,
        issued_by_name="陈",
    )
    return replace(issued, **changes)


def a_usual_file(**changes):
    """Four placements in two forms of release, leave, an older one outside the window."""
    weekdays = [date(2025, 3, 3) + timedelta(days=7 * week) for week in range(24)]
    return a_file(
        a_placement(1, date(2020, 7, 10), 45, enterprise_name="盘锦辽油晨宇集团有限公司"),
        a_placement(2, date(2022, 1, 10), 180, position="装配工艺员"),
        a_placement(3, date(2023, 7, 1), 62, share_percent=50, enterprise_name="北方华锦化学工业集团有限公司"),
        an_attended(4, weekdays, enterprise_name="辽宁忠旺机械设备制造有限公司", position="工艺研发"),
        a_placement(5, date(2026, 7, 6), 50, enterprise_name="盘锦北方沥青燃料有限公司", position=""),
        leaves=[(date(2022, 5, 1), date(2022, 5, 20))],
        **changes,
    )


def a_long_file(count=40, **changes):
    """So many placements, some of them on the same days."""
    firms = ("辽河机械制造有限公司", "盘锦辽油晨宇集团有限公司油气工程技术服务分公司(大洼作业区)", "北方数控")
    placements = (
        a_placement(n, date(2019, 1, 7) + timedelta(days=68 * n), 30 + n % 50, enterprise_name=firms[n % 3])
        for n in range(1, count + 1)
    )
    return a_file(*placements, **changes)
