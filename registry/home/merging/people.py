"""People entered twice: who may be, both records side by side before they become one, and the way back."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from litestar import Response, get, post, route
from litestar.params import FromPath, FromQuery

from registry.audit import wording
from registry.audit.process import Reading, open_process
from registry.certificates.service.merging import CERTIFICATES
from registry.identity.access import Door, school_scopes
from registry.identity.model.permissions import Permission
from registry.identity.model.principals import principal_of
from registry.identity.queries.people import accounts_of_people
from registry.institutions.pages.asking import BOTH, HIGHEST_REVISION
from registry.institutions.queries.schools import school
from registry.kernel.errors import InvalidFields, NotFound
from registry.kernel.scopes import Scope
from registry.people.model.facts import EmployedAt, Leave, Person, PersonName
from registry.people.model.merging import Likeness, MergePersons, Obstacle, Pair, UndoPersonMerge
from registry.people.pages.words import SEX_WORDS
from registry.people.queries.careers import employments_of, leaves_of
from registry.people.queries.duplicates import LISTED_AT_MOST, duplicate_people
from registry.people.queries.merging import kept_in, merge, merges_of, obstacles_between
from registry.people.queries.persons import names_of, person, teacher_by_staff_no
from registry.people.queries.reach import stood_for
from registry.people.queries.since_merge import changed_since
from registry.people.rules.merging import may_merge
from registry.people.service.merging import merge_persons
from registry.people.service.unmerging import UNDO_REFUSED, undo_person_merge
from registry.platform.web.forms import LONGEST_TEXT, Form, filled
from registry.platform.web.pages import Visitor, go, page
from registry.portfolio.model import Title
from registry.portfolio.queries.titles import titles_of
from registry.portfolio.service.merging import TITLES
from registry.practice.queries.merging import effects_of_merge
from registry.practice.records import Placement
from registry.practice.service.merging import PLACEMENTS

MERGE = Permission.MERGE_DUPLICATES
FOLLOWERS = (PLACEMENTS, TITLES, CERTIFICATES)
"""What goes with a person's record besides what people keep themselves."""
LIKENESS_WORDS = {
    Likeness.NAME_AND_BIRTH: "姓名和出生日期都相同",
    Likeness.NAME_AND_STAFF_NO: "姓名相同,工号写法相近",
    Likeness.NAME: "姓名相同,资料不全,请核对",
}


@dataclass(frozen=True, slots=True)
class Side:
    """One of two records as the preview shows it."""

    person: Person
    names: tuple[PersonName, ...]
    employed: tuple[EmployedAt, ...]
    schools: dict[UUID, str]
    leaves: tuple[Leave, ...]
    titles: tuple[Title, ...]
    placements: tuple[Placement, ...]
    login: str | None


@get("/people/duplicates", name="duplicate_people", permission=MERGE)
async def listed(
    request: Visitor, reading: Door, first: FromQuery[str] = "", second: FromQuery[str] = ""
) -> Response[Any]:
    """Who may have been entered twice; or the two that the office names by their staff numbers."""
    among = school_scopes(reading, MERGE)
    faults: dict[str, str] = {}
    if first or second:
        chosen = {name: await _by_number(reading, typed, among) for name, typed in _typed(first, second)}
        faults = {name: "没有找到这个工号" for name, found in chosen.items() if found is None}
        if not faults:
            return go(request, "merge_people", survivor=chosen["first"], merged=chosen["second"])
    return page(
        request,
        "home/merging/people.html",
        422 if faults else 200,
        found=await duplicate_people(reading, among),
        most=LISTED_AT_MOST,
        words=LIKENESS_WORDS,
        values={"first": first, "second": second},
        faults=faults,
    )


@get("/people/merge", name="merge_people", permission=MERGE)
async def preview(
    request: Visitor, reading: Door, survivor: FromQuery[UUID | None] = None, merged: FromQuery[UUID | None] = None
) -> Response[Any]:
    """Both side by side, what moves, what stands in the way, and how the answers change."""
    if survivor is None or merged is None:
        return go(request, "duplicate_people")
    pair = Pair(survivor, merged)
    return await _shown(request, reading, pair, Form({"merge_id": [str(uuid4())]}))


@post("/people/merge", name="carry_out_merge", permission=MERGE)
async def carry_out(request: Visitor, reading: Door) -> Response[Any]:
    """The two become one."""
    form = await filled(request)
    pair = Pair(_key(form, "survivor"), _key(form, "merged"))
    try:
        command = _command(form, pair)
        async with open_process("merge_persons", reading, command.reason) as process:
            await merge_persons(process, command, school_scopes(reading, MERGE), FOLLOWERS)
    except InvalidFields as wrong:
        told = {"voided": "请勾选,或先到两条档案里改好再合并"} if "voided" in wrong.faults else {}
        form.faults = {**form.faults, **wrong.faults, **told}
        return await _shown(request, reading, pair, form)
    except NotFound:
        await kept_in(reading, pair.survivor_id, school_scopes(reading, MERGE))
        if await stood_for(pair.merged_id) != pair.survivor_id:
            raise
    return go(request, "person", note="两条记录已合并", person_id=pair.survivor_id)


@route("/people/merges/{merge_id:uuid}/undo", http_method=BOTH, name="undo_person_merge", permission=MERGE)
async def undo(request: Visitor, reading: Door, merge_id: FromPath[UUID]) -> Response[Any]:
    """Taken back as a whole, or what was changed since and stands in the way."""
    among = school_scopes(reading, MERGE)
    stands = await merge(merge_id)
    kept = await kept_in(reading, stands.survivor_id, among)
    form = await filled(request) if request.method == "POST" else Form({})
    if request.method == "POST":
        try:
            reason = form.text("reason", required=True, longest=LONGEST_TEXT)
            form.require_valid()
            async with open_process("undo_person_merge", reading, reason) as process:
                await undo_person_merge(process, UndoPersonMerge(merge_id, reason), among, FOLLOWERS)
            return go(request, "person", note="合并已撤销,两条记录各自恢复", person_id=stands.survivor_id)
        except InvalidFields as wrong:
            form.faults = {**form.faults, **wrong.faults}
    later = () if stands.undone_at else await changed_since(reading, stands, FOLLOWERS)
    return page(
        request,
        "home/merging/undo_person.html",
        422 if form.faults else 200,
        merge=stands,
        person=await person(reading, stands.survivor_id, kept.scope),
        later=later,
        refused=UNDO_REFUSED,
        wording=wording,
        values=form.values,
        faults=form.faults,
    )


async def merges_shown(reading: Reading, person_id: UUID) -> tuple[Any, ...]:
    """The merges that whoever keeps the person's file may take back; none for others."""
    among = school_scopes(reading, MERGE)
    try:
        kept = await kept_in(reading, person_id, among)
    except NotFound:
        return ()
    return await merges_of(person_id) if kept.reach.keeps else ()


def _command(form: Form, pair: Pair) -> MergePersons:
    reason = form.text("reason", required=True, longest=LONGEST_TEXT)
    revisions = [form.whole(name, 1, HIGHEST_REVISION) or 0 for name in ("survivor_revision", "merged_revision")]
    voided = frozenset(UUID(each) for each in form.many("voided") if _is_key(each))
    merge_id = form.key("merge_id", required=True)
    form.require_valid()
    assert merge_id is not None
    return MergePersons(merge_id, pair, (revisions[0], revisions[1]), reason, voided)


async def _shown(request: Visitor, reading: Reading, pair: Pair, form: Form) -> Response[Any]:
    among = school_scopes(reading, MERGE)
    if pair.survivor_id == pair.merged_id:
        raise NotFound("没有找到此人")
    kept = {one: await kept_in(reading, one, among) for one in pair}
    verdicts = [may_merge(principal_of(reading.actor), each.scope, each.reach, pair) for each in kept.values()]
    obstacles = await obstacles_between(reading, pair)
    for follower in FOLLOWERS:
        obstacles += await follower.obstacles(reading, pair)
    voidable = {each.fact_id for each in obstacles if each.fact_id}
    effects = await effects_of_merge(reading, pair, among, voidable)
    logins = await accounts_of_people(pair)
    sides = [await _side(reading, one, kept[one].scope, effects.placements[one], logins.get(one)) for one in pair]
    return page(
        request,
        "home/merging/merge_people.html",
        422 if form.faults else 200,
        stays=sides[0],
        comes=sides[1],
        effects=effects,
        on=reading.today,
        obstacles=obstacles,
        blocks=_blocking(obstacles),
        refusals=[each.reason for each in verdicts if not each.allowed],
        ticked=set(form.many("voided")),
        sex=SEX_WORDS,
        values=form.values,
        faults=form.faults,
    )


def _blocking(obstacles: tuple[Obstacle, ...]) -> tuple[Obstacle, ...]:
    return tuple(each for each in obstacles if each.fact_id is None)


async def _side(
    reading: Reading, person_id: UUID, scope: Scope, placements: tuple[Placement, ...], login: str | None
) -> Side:
    employed = (await employments_of(reading, [person_id], scope))[person_id]
    ids = {each.employment.school_id for each in employed}
    return Side(
        await person(reading, person_id, scope),
        await names_of(reading, person_id, scope),
        employed,
        {one: (await school(reading, one)).short_name for one in ids},
        (await leaves_of(reading, [person_id], scope))[person_id],
        (await titles_of(reading, [person_id], scope))[person_id],
        placements,
        login,
    )


def _typed(first: str, second: str) -> tuple[tuple[str, str], ...]:
    return ("first", first), ("second", second)


async def _by_number(reading: Reading, typed: str, among: tuple[Scope, ...]) -> UUID | None:
    for scope in among:
        assert scope.id is not None
        place = await school(reading, scope.id, scope)
        try:
            return (await teacher_by_staff_no(reading, place.code, typed, scope)).person.id
        except NotFound:
            continue
    return None


def _key(form: Form, name: str) -> UUID:
    found = form.key(name)
    if found is None:
        raise NotFound("没有找到此人")
    return found


def _is_key(typed: str) -> bool:
    return Form({"key": [typed]}).key("key") is not None


ROUTES = [listed, preview, carry_out, undo]
