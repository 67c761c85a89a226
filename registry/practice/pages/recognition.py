"""The pile on the office's desk: placements handed in, each beside its stamped form, recognised many at once."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromQuery

from registry.audit.process import Reading, open_process
from registry.identity.access import Door, school_scopes
from registry.identity.model.permissions import Permission
from registry.identity.model.principals import principal_of
from registry.institutions.queries.schools import school
from registry.kernel.errors import InvalidFields, NotFound
from registry.kernel.scopes import Scope
from registry.people.queries.persons import persons
from registry.platform.web.forms import Form, filled
from registry.platform.web.pages import Visitor, go, page
from registry.practice.documents import words
from registry.practice.model import PlacementState
from registry.practice.pages.confirmation_part import missing_now
from registry.practice.queries.grades import grades_among
from registry.practice.queries.papers import papers_of, same_file_elsewhere
from registry.practice.queries.placements import waiting_at
from registry.practice.queries.recognition import recognition_facts
from registry.practice.records import Seen, VerifyPlacements
from registry.practice.records.grades import Grade
from registry.practice.records.papers import PaperKind
from registry.practice.rules.progress import HANDED_IN
from registry.practice.service.recognising import recognise_placements

OFFICE = Permission.RECOGNISE_PLACEMENTS
GRADE_WORDS = {Grade.EXCELLENT: "优秀", Grade.QUALIFIED: "合格", Grade.UNQUALIFIED: "不合格"}
SHOWN_AT_ONCE = 100


@get("/recognition", name="recognition", permission=OFFICE)
async def show(request: Visitor, reading: Door, school_id: FromQuery[UUID | None] = None) -> Response[Any]:
    """What waits to be recognised, the oldest first."""
    return await _list(request, reading, _scope(reading, school_id), {})


@post("/recognition", name="recognise", permission=OFFICE)
async def recognise(request: Visitor, reading: Door) -> Response[Any]:
    """Recognise what was ticked, all or none; each fault is told in its row."""
    form = await filled(request)
    scope = _scope(reading, form.key("school_id"))
    chosen = tuple(_seen(form))
    if not chosen:
        return await _list(request, reading, scope, {"": "请先勾选要认定的实践"})
    try:
        async with open_process("recognise_placements", reading) as process:
            await recognise_placements(process, VerifyPlacements(chosen), scope)
    except InvalidFields as wrong:
        if not await _all_done(reading, scope, chosen):
            return await _list(request, reading, scope, wrong.faults, {str(one.placement_id) for one in chosen})
    return go(request, "recognition", school_id=scope.id, note=f"已认定 {len(chosen)} 条")


async def _list(
    request: Visitor, reading: Reading, scope: Scope, faults: dict[str, str], ticked: set[str] | None = None
) -> Response[Any]:
    assert scope.id is not None
    found = await waiting_at(reading, scope.id, HANDED_IN, scope)
    shown = found[:SHOWN_AT_ONCE]
    chains = [each.chain_id for each in shown]
    papers, facts = await papers_of(reading, chains, scope), await recognition_facts(reading, shown)
    forms = {chain: [paper for paper in papers[chain] if _is_stamped_form(paper)] for chain in chains}
    me = principal_of(reading.actor).person_id
    return page(
        request,
        "practice/recognition.html",
        422 if faults else 200,
        school=await school(reading, scope.id, scope),
        placements=shown,
        left_out=len(found) - len(shown),
        names=await persons(reading, {each.person_id for each in shown}, scope),
        forms=forms,
        elsewhere=await same_file_elsewhere(reading, chains, scope),
        grades=await grades_among(chains),
        missing={each.id: missing_now(each, facts[each.id]) for each in shown},
        grade_words=GRADE_WORDS,
        own={each.id for each in shown if each.person_id == me},
        faults=faults,
        ticked=ticked or set(),
        words=words,
    )


def _is_stamped_form(paper: Any) -> bool:
    return paper.kind is PaperKind.APPRAISAL and paper.removed_at is None


def _scope(reading: Reading, school_id: UUID | None) -> Scope:
    """The school whose pile is meant; the first one where none is named. Raises NotFound."""
    own = school_scopes(reading, OFFICE)
    found = next((scope for scope in own if school_id is None or scope.id == school_id), None)
    if found is None:
        raise NotFound("没有找到该学校")
    return found


def _seen(form: Form) -> list[Seen]:
    """The ticked rows, each as `placement:revision`."""
    found = []
    for ticked in form.many("chosen"):
        placement, _, revision = ticked.partition(":")
        try:
            found.append(Seen(UUID(placement), int(revision)))
        except ValueError:
            form.faults["chosen"] = "请从列表中选择"
    form.require_valid()
    return found


async def _all_done(reading: Reading, scope: Scope, chosen: tuple[Seen, ...]) -> bool:
    """Whether a former click of the same visitor recognised all of these already."""
    assert scope.id is not None
    done = await waiting_at(reading, scope.id, [PlacementState.VERIFIED], scope)
    me = reading.actor.account_id
    mine = {each.id for each in done if each.verified_by == me and me is not None}
    return {one.placement_id for one in chosen} <= mine


ROUTES = [show, recognise]
