"""Why somebody of a file cannot be written: what is wrong with what it says, or with whom it says it of."""

from datetime import date

from registry.audit.process import Process
from registry.institutions.rules import order_fault
from registry.kernel.periods import Period
from registry.people.model.bulk import Newcomer
from registry.people.model.facts import PersonRecord
from registry.people.model.roster import RosterFault
from registry.people.queries.roster import RosterKnown
from registry.people.rules import birth_fault, days_fault, id_number_fault, leave_fault, written
from registry.people.rules.roster import have_common_days

DUTY = {"started_on": "duty_from", "finished_on": "duty_to"}


def faults_of(process: Process, newcomer: Newcomer, seen: dict[str, str]) -> list[RosterFault]:
    """What is wrong with what the file says of one person. `seen`: who had each identity number before."""
    person, on = newcomer.person, process.today
    id_number = written(person.id_number or "") or None
    found = {**id_number_fault(id_number, on), **birth_fault(person.birth_on, on)}
    for post in newcomer.posts:
        days = post.started_on, post.finished_on
        wrong = {**order_fault(*days), **days_fault(*days, on)}
        found |= {DUTY[name]: words for name, words in wrong.items()}
    posts = sorted(newcomer.posts, key=lambda post: post.started_on or date.min)
    if not found and have_common_days(posts):
        found["category"] = "同一时期有两个教师岗位"
    holder = seen.setdefault(id_number, newcomer.staff_no) if id_number else newcomer.staff_no
    if holder != newcomer.staff_no:
        found["id_number"] = f"身份证件号码与工号 {holder} 的相同"
    faults = [RosterFault(newcomer.staff_no, name, words) for name, words in found.items()]
    return faults + leave_faults(process, newcomer)


def leave_faults(process: Process, newcomer: Newcomer) -> list[RosterFault]:
    """What is wrong with the days of somebody's leave."""
    return [
        RosterFault(newcomer.staff_no, name, words, (leave.started_on, leave.finished_on))
        for leave in newcomer.leaves
        for name, words in leave_fault(leave.started_on, leave.finished_on, process.today).items()
    ]


def who_it_is(newcomer: Newcomer, known: RosterKnown) -> tuple[PersonRecord | None, RosterFault | None]:
    """The person a newcomer is, None when nobody knows them; or why they cannot be whoever the numbers say."""
    id_number = written(newcomer.person.id_number or "")
    standing, holder = known.numbered.get(newcomer.staff_no), known.by_id_number.get(id_number)
    person_id = standing.employment.person_id if standing else holder
    if person_id is None:
        return None, None
    person = known.persons[person_id]
    words = _why_not(newcomer, person, known)
    if words:
        return None, RosterFault(newcomer.staff_no, *words)
    return person, None


def _why_not(newcomer: Newcomer, person: PersonRecord, known: RosterKnown) -> tuple[str, str] | None:
    id_number = written(newcomer.person.id_number or "")
    if id_number and known.by_id_number.get(id_number, person.id) != person.id:
        return "id_number", "身份证件号码已登记在另一人名下"
    if id_number and person.id_number and id_number != person.id_number:
        return "id_number", "身份证件号码与已登记的不符,请核对工号和号码"
    if newcomer.staff_no in known.numbered:
        return None
    names = {person.name, *known.other_names.get(person.id, ())}
    if newcomer.person.name.strip() not in names:
        return "name", "该身份证件号码的人员不叫这个姓名,请核对;如已改名,请先登记新姓名"
    days = Period(newcomer.started_on or date.min, newcomer.finished_on or date.max)
    if any(days.overlap(each.employment.period) for each in known.here.get(person.id, ())):
        return "staff_no", "此人在本校同一时期已有另一个工号"
    return None
