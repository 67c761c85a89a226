"""Two schools of two bureaus with one object of every kind that an address names, and an account for every role.

Three sets of objects: `own` of Lin, in the first school's first department; `colleague` of Du, in its second one;
`elsewhere` of Yan, at the school of the other bureau.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from registry.audit.process import open_process
from registry.identity.model.accounts import CreateAccount
from registry.identity.model.credentials import IssueToken
from registry.identity.model.principals import Principal
from registry.identity.model.roles import Delegate, Role, RoleWanted
from registry.identity.queries.principals import standing_of
from registry.identity.service.accounts import create_account
from registry.identity.service.roles import delegate
from registry.identity.service.sessions import principal_for
from registry.identity.service.tokens import issue_token
from registry.institutions.model.commands import RecordBreak, RegisterEnterprise, SetApprovalChain
from registry.institutions.model.facts import ApprovalStep
from registry.institutions.service.approval_chains import set_approval_chain
from registry.institutions.service.breaks import record_break
from registry.institutions.service.enterprises import register_enterprise
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.people.model.commands import RecordLeave
from registry.people.model.facts import LeaveKind
from registry.people.service.leaves import record_leave
from registry.practice.queries.batch_plans import lines_of
from registry.practice.queries.journal import journal_of
from registry.practice.queries.papers import papers_of
from registry.practice.queries.placements import placement
from registry.practice.records.confirmation import AskSupervisor
from registry.practice.records.grades import SetGradeCap
from registry.practice.records.planning import BatchContent, DutyAsked, StartBatch
from registry.practice.records.region_rules import SetRegionRule
from registry.practice.records.spot_checks import CheckManner, RecordSpotCheck
from registry.practice.service.confirmation import ask_supervisor
from registry.practice.service.grades import set_grade_cap
from registry.practice.service.planning import start_batch
from registry.practice.service.region_rules import set_region_rule
from registry.practice.service.spot_checks import record_spot_check
from tests.institutions.staging import BAOTOU, a_bureau, a_school, a_unit, an_office, did
from tests.people.staging import a_person, a_post, an_employment
from tests.platform.picture_makers import a_jpeg
from tests.portfolio.staging import entered as entered_title
from tests.practice.staging import LAST, THE_HOUSE, doing, entered, head
from tests.web.permission_certificates import certified
from tests.web.permission_office import kept_by_offices
from tests.web.permission_reminders import told
from tests.web.permission_roots import rooted
from tests.web.permission_sign_on import bound
from tests.web.site import OWN_PASSWORD, Site

OWN, COLLEAGUE, ELSEWHERE = "own", "colleague", "elsewhere"
LENT_UNTIL = date(2026, 11, 30)
FIRST_DAY = date(2026, 9, 1)
OWN_THINGS = ("grant_id", "delegation_id", "token_id")
"""What an address below /account/ names is the visitor's own."""


@dataclass
class World:
    """What was staged. `objects`: for each set the value of every parameter of an address.

    `held`: for each login its own grant, delegation and token. `first_passwords`: by login, where it still stands.
    """

    site: Site
    objects: dict[str, dict[str, str]] = field(default_factory=dict)
    held: dict[str, dict[str, str]] = field(default_factory=dict)
    first_passwords: dict[str, str] = field(default_factory=dict)
    accounts: dict[str, UUID] = field(default_factory=dict)

    def value(self, login: str | None, which: str, path: str, name: str) -> str:
        """What stands for a parameter of an address. Raises KeyError where none was staged."""
        mine = path.startswith("/account/") and name in OWN_THINGS and which == OWN
        return (self.held.get(login or "", {}) if mine else {}).get(name) or self.objects[which][name]

    def password(self, login: str) -> str:
        """The password with which somebody signs in."""
        return self.first_passwords.get(login, OWN_PASSWORD)


async def a_world(site: Site) -> World:
    """Everything, written through the services; photographs go through the pages that take them."""
    world = World(site)
    here = await a_school("S1", bureau_id=(await a_bureau()).id)
    there_bureau = await a_bureau("150200", BAOTOU)
    there = await a_school("S2", bureau_id=there_bureau.id, jurisdiction=BAOTOU, name="包头第S2职业学校")
    first, second, office = await a_unit(here, "机电系"), await a_unit(here, "化工系"), await an_office(here)
    away, office_away = await a_unit(there, "采矿系"), await an_office(there)
    rules, rules_away = await _rules(here, office), await _rules(there, office_away)
    roots = await rooted()
    world.objects = {OWN: rules | roots, COLLEAGUE: rules | roots, ELSEWHERE: rules_away | roots}
    await _person(world, OWN, ("lin", "林晓"), here, first)
    await _person(world, COLLEAGUE, ("du", "杜䶮"), here, second)
    await _person(world, ELSEWHERE, ("yan", "阎淑琴"), there, away)
    await _roles(world, here, there, first, office)
    await _lend(world, "chen", "zhou")
    await _lend(world, "sun", "qi")
    await told(world)
    await kept_by_offices(world)
    await bound(world)
    for which, login in ((OWN, "lin"), (COLLEAGUE, "du"), (ELSEWHERE, "yan")):
        lender = "sun" if which == ELSEWHERE else "chen"
        world.objects[which] |= {**world.held[login], "delegation_id": world.held[lender]["delegation_id"]}
        await _write(world, which, login)
    return world


async def _rules(school: Any, office: Any) -> dict[str, str]:
    """What the school decided for itself: who approves, the share of the excellent, the regions asked for."""
    steps = (ApprovalStep(None, "系部审核"), ApprovalStep(office.id, "人事处审批"))
    chain = await did(set_approval_chain, SetApprovalChain(school.id, FIRST_DAY, steps))
    cap, _ = await doing(THE_HOUSE, set_grade_cap, SetGradeCap(school.id, FIRST_DAY, 20, "校内办法"))
    rule, _ = await doing(THE_HOUSE, set_region_rule, SetRegionRule(school.id, FIRST_DAY, ("21",), "省内"))
    return {"chain_id": str(chain.id), "cap_id": str(cap.id), "rule_id": str(rule.id)}


async def _person(world: World, which: str, named: tuple[str, str], school: Any, department: Any) -> None:
    login, name = named
    person = await a_person(name)
    employment = await an_employment(school, person, f"T-{login}", department=department)
    post = await a_post(employment)
    leave = await did(
        record_leave, RecordLeave(person.id, LeaveKind.SICK, date(2026, 3, 2), date(2026, 3, 9)), EVERYWHERE
    )
    pause = await did(record_break, RecordBreak(school.id, f"寒假{which}", *_break(which)))
    title = await entered_title(person)
    firm = await did(register_enterprise, RegisterEnterprise(f"辽河机械厂{which}"))
    filed = await entered(school, person, enterprise_name=firm.name, enterprise_id=firm.id)
    check = RecordSpotCheck(filed.id, LAST, "何老师", CheckManner.ON_SITE, "在岗")
    issued, _ = await doing(THE_HOUSE, ask_supervisor, AskSupervisor(filed.id, filed.revision, 7))
    account_id = await world.site.account(
        login, RoleWanted(Role.TEACHER), person_id=person.id, school_id=school.id, staff_no=f"T-{login}"
    )
    plan, line = await _planned(school, department, person)
    world.objects[which] |= await certified(world.site, school, person) | {
        "plan_id": plan,
        "line_id": line,
        "account_id": str(account_id),
        "person_id": str(person.id),
        "school_id": str(school.id),
        "unit_id": str(department.id),
        "break_id": str(pause.id),
        "employment_id": str(employment.id),
        "post_id": str(post.id),
        "leave_id": str(leave.id),
        "title_id": str(title.id),
        "enterprise_id": str(firm.id),
        "placement_id": str(filed.id),
        "check_id": str((await doing(THE_HOUSE, record_spot_check, check))[0].id),
        "token": issued.token,
        "file_path": "registry.css",
        "topic": "teacher",
        "file_name": "teacher.png",
        "staff_no": f"T-{login}",
        "school": school.code,
    }
    await _hold(world, login, account_id)


async def _planned(school: Any, department: Any, person: Any) -> tuple[str, str]:
    """A draft for one person, by the head of the department; the keys of the plan and of its line."""
    content = BatchContent("暑假实践", DutyAsked.YEARLY, date(2027, 8, 31))
    command = StartBatch(uuid4(), school.id, department.id, content, (person.id,))
    plan, _ = await doing(head(department), start_batch, command, Scope.department(department.id))
    return str(plan.id), str((await lines_of([plan.id]))[plan.id][0].id)


def _break(which: str) -> tuple[date, date]:
    month = {OWN: 1, COLLEAGUE: 2, ELSEWHERE: 1}[which]
    return date(2027, month, 10), date(2027, month, 20)


async def _roles(world: World, here: Any, there: Any, department: Any, office: Any) -> None:
    """An account for every role but the teachers'; `new` never replaced its first password."""
    at = {"school_id": here.id}
    head = RoleWanted(Role.DEPARTMENT_HEAD, Scope.department(department.id), here.id)
    clerk = RoleWanted(Role.DEPARTMENT_HEAD, Scope.department(office.id), here.id)
    of_bureau = Scope.bureau(here.bureau_id)
    for login, wanted, given in (
        ("li", head, at),
        ("gao", clerk, at),
        ("chen", RoleWanted(Role.HR_OFFICER, Scope.school(here.id)), at),
        ("zhou", None, at),
        ("wang", RoleWanted(Role.SCHOOL_LEADER, Scope.school(here.id)), at),
        ("bao", RoleWanted(Role.BUREAU_OFFICER, of_bureau), {}),
        ("bian", RoleWanted(Role.STAFFING_OFFICE, of_bureau), {}),
        ("wu", RoleWanted(Role.EVALUATOR), {}),
        ("root", RoleWanted(Role.OPERATOR, EVERYWHERE), {}),
        ("keeper", RoleWanted(Role.OPERATOR, Scope.school(here.id)), at),
        ("sun", RoleWanted(Role.HR_OFFICER, Scope.school(there.id)), {"school_id": there.id}),
        ("qi", None, {"school_id": there.id}),
        ("ma", None, at),
    ):
        account_id = await world.site.account(login, *([wanted] if wanted else []), **given)
        await _hold(world, login, account_id)
    async with open_process("create_account", world.site.reading()) as process:
        slip = await create_account(process, CreateAccount("new", "New", (head,), **at))
    world.accounts["new"], world.first_passwords["new"] = slip.account_id, slip.first_password


async def _hold(world: World, login: str, account_id: UUID) -> None:
    """Note the account's first grant, and give it a token."""
    world.accounts[login] = account_id
    standing = await standing_of(world.site.reading(), account_id)
    assert standing
    grants = {"grant_id": str(standing.roles[0].grant_id)} if standing.roles else {}
    reading = world.site.reading(await _principal(world, login))
    async with open_process("issue_token", reading) as process:
        issued = await issue_token(process, IssueToken("表格", frozenset({"placements:read"}), date(2026, 12, 31)))
    world.held[login] = {**grants, "token_id": str(issued.record.id)}


async def _principal(world: World, login: str) -> Principal:
    found = await principal_for(world.site.reading(), world.accounts[login])
    assert found
    return found


async def _lend(world: World, lender: str, borrower: str) -> None:
    given = Delegate(
        UUID(world.held[lender]["grant_id"]), world.accounts[borrower], world.site.now.date(), LENT_UNTIL
    )
    async with open_process("delegate", world.site.reading(await _principal(world, lender))) as process:
        world.held[lender]["delegation_id"] = str((await delegate(process, given)).id)


async def _write(world: World, which: str, login: str) -> None:
    """The owner uploads a stamped form and writes a day of the journal, each with a photograph."""
    told = world.objects[which]
    path, entry_id = f"/placements/{told['placement_id']}", str(uuid4())
    async with world.site.browser(login) as browser:
        sent = [("files", ("鉴定表.jpg", a_jpeg(), "image/jpeg"))]
        answer = await browser.send(f"{path}/papers", {"kind": "appraisal"}, sent)
        assert answer.status_code == 303, answer.text
        entry = {"entry_id": entry_id, "revision": "0", "written_on": LAST.isoformat(), "text": "车间", "as": "kept"}
        picture = [("photographs", ("一.jpg", a_jpeg((300, 200)), "image/jpeg"))]
        answer = await browser.send(f"{path}/journal", entry, picture)
        assert answer.status_code == 303, answer.text
    chain_id = (await placement(world.site.reading(), UUID(told["placement_id"]))).chain_id
    (paper,) = (await papers_of(world.site.reading(), [chain_id]))[chain_id]
    (written,) = (await journal_of(world.site.reading(), [chain_id]))[chain_id]
    told |= {"paper_id": str(paper.id), "entry_id": str(written.id), "digest": written.photographs[0].digest}
