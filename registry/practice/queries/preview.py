"""What a placement would change, while it is still being typed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from registry.audit.process import Reading
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.practice.model import PlacementState
from registry.practice.queries.teacher_file import TeacherFile, breaks_at, rule_view, teacher_file
from registry.practice.records import Notice, Placement, PlacementContent
from registry.practice.rules.draft import Draft, as_draft_fact, draft_faults, read_draft
from registry.practice.rules.entry import as_fact, notices
from registry.practice.rules.preview import Preview, preview

NOBODY = UUID(int=0)
FAULTS_THAT_ALLOW_A_PREVIEW = frozenset({"enterprise_name"})


@dataclass(frozen=True, slots=True)
class PlacementPreview:
    """What would change (None: too much is missing or wrong), what to look at again, and the faults by field."""

    preview: Preview | None
    notices: tuple[Notice, ...]
    faults: dict[str, str]


async def preview_placement(
    reading: Reading,
    person_id: UUID,
    content: PlacementContent | Mapping[str, object],
    scope: Scope = EVERYWHERE,
    instead_of: UUID | None = None,
) -> PlacementPreview:
    """The effect of a placement as typed (the form's fields by name, or a content), were it verified today.

    `instead_of`: the chain id of the placement that it changes, which then does not count beside it. Faults are
    told, not raised. Raises NotFound for whom the scope does not reach.
    """
    file = await teacher_file(reading, person_id, reading.today, scope)
    draft = _draft(reading, content)
    if draft.content is None or draft.faults.keys() - FAULTS_THAT_ALLOW_A_PREVIEW:
        return PlacementPreview(None, (), draft.faults)
    others = tuple(each for each in file.placements if each.chain_id != instead_of)
    facts = replace(file.facts, placements=tuple(map(as_fact, others)))
    line = rule_view(reading.book, file.jurisdiction).versions
    found = preview(facts, as_draft_fact(draft.content), line, reading.today)
    return PlacementPreview(found, await _notices(reading, file, draft.content, others), draft.faults)


def _draft(reading: Reading, content: PlacementContent | Mapping[str, object]) -> Draft:
    if isinstance(content, PlacementContent):
        return Draft(content, draft_faults(content, reading.today))
    return read_draft(content, reading.today)


async def _notices(
    reading: Reading, file: TeacherFile, content: PlacementContent, others: tuple[Placement, ...]
) -> tuple[Notice, ...]:
    """What entering it would tell."""
    leaves = [(leave.id, leave.period) for leave in file.leaves]
    calendar = [each.period for each in await breaks_at(reading, file.employed)]
    return notices(_as_entered(reading, content), others, leaves, reading.today, calendar)


def _as_entered(reading: Reading, content: PlacementContent) -> Placement:
    """The content as a record that nobody keeps: a plan where it has not begun, else handed in."""
    is_ahead = content.started_on > reading.today
    return Placement(
        id=NOBODY,
        chain_id=NOBODY,
        person_id=NOBODY,
        school_id=NOBODY,
        enterprise_id=content.enterprise_id,
        enterprise_name=content.enterprise_name,
        position=content.position,
        form=content.form,
        started_on=content.started_on,
        finished_on=content.finished_on,
        share_percent=content.share_percent,
        attended=content.attended,
        state=PlacementState.PLANNED if is_ahead else PlacementState.SUBMITTED,
        reason="",
        entered_by=None,
        entered_by_name="",
        entered_at=reading.now,
        verified_by=None,
        verified_by_name=None,
        verified_at=None,
        replaces_id=None,
        is_replaced=False,
        revision=1,
    )
