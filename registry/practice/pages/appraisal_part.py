"""What a placement's page shows of checks, grade and rulings, and which of them the visitor may enter."""

from typing import Any

from registry.audit.process import Reading
from registry.identity.model.principals import principal_of
from registry.kernel.scopes import Scope
from registry.practice.model import PlacementState, PracticeForm
from registry.practice.queries.grades import excellent_places, grade_of
from registry.practice.queries.spot_checks import spot_checks_of
from registry.practice.records import FirmRelation, Placement
from registry.practice.records.grades import Grade
from registry.practice.records.spot_checks import CheckManner
from registry.practice.rules.grades import may_grade
from registry.practice.rules.lifecycle import Part
from registry.practice.service.loading import acting_of

OVER = frozenset({PlacementState.VERIFIED, PlacementState.REJECTED, PlacementState.VOIDED, PlacementState.WITHDRAWN})


async def section(reading: Reading, placement: Placement, scope: Scope) -> dict[str, Any]:
    """The checks, the grade with the places left, and what still has to be ruled on."""
    acting = acting_of(principal_of(reading.actor), placement.person_id, placement.school_id, scope)
    is_teacher = Part.TEACHER in acting.parts
    is_office = Part.OFFICE in acting.parts and not is_teacher
    may_give = is_office and may_grade(placement.state).allowed and not placement.is_replaced
    seats = await excellent_places(reading, placement.school_id, placement.finished_on, scope) if may_give else None
    is_open = placement.state not in OVER and not placement.is_replaced
    return {
        "checks": await spot_checks_of(reading, placement.id, scope),
        "grade": await grade_of(reading, placement.id, scope),
        "seats": seats,
        "may_grade": may_give,
        "may_inspect": not is_teacher and bool(acting.parts & {Part.OFFICE, Part.APPROVER}),
        "may_rule_on_firm": is_office
        and is_open
        and placement.relation is not FirmRelation.NONE
        and placement.relation_approved_at is None,
        "may_rule_on_post": is_office
        and is_open
        and placement.form is PracticeForm.SECONDMENT
        and placement.fits_subject is None,
        "Grade": Grade,
        "CheckManner": CheckManner,
        "today": reading.today,
    }
