"""Who may take which step from which state: every combination, and nobody about themselves."""

from itertools import product

import pytest

from registry.kernel.verdicts import Verdict
from registry.practice.model import PlacementState as S
from registry.practice.records import Step
from registry.practice.rules.lifecycle import (
    MOVES,
    NOT_YOUR_OWN,
    NOT_YOURS,
    Part,
    is_decision,
    may_correct,
    may_enter,
    may_mend,
    may_move,
)

T, A, U, O = Part.TEACHER, Part.APPROVER, Part.SUPERVISOR, Part.OFFICE  # noqa: E741 -- the four parts

PERMITTED = {
    Step.APPROVE: ({S.PLANNED}, {A, O}),
    Step.SUBMIT: ({S.PLANNED, S.APPROVED, S.RETURNED, S.DISPUTED}, {T, O}),
    Step.CONFIRM: ({S.SUBMITTED, S.DISPUTED}, {U, O}),
    Step.DISPUTE: ({S.SUBMITTED, S.CONFIRMED}, {U}),
    Step.VERIFY: ({S.CONFIRMED}, {O}),
    Step.RETURN: ({S.SUBMITTED, S.CONFIRMED, S.DISPUTED}, {O}),
    Step.REJECT: ({S.SUBMITTED, S.CONFIRMED, S.DISPUTED}, {O}),
    Step.UNDO_REJECTION: ({S.REJECTED}, {O}),
    Step.WITHDRAW: ({S.PLANNED, S.APPROVED, S.SUBMITTED, S.RETURNED}, {T, O}),
    Step.VOID: ({S.VERIFIED}, {O}),
}


@pytest.mark.parametrize("step", Step)
def test_each_step_is_taken_from_its_states_by_its_parts_and_no_others(step):
    states, parts = PERMITTED[step]

    allowed = {
        (state, part) for state, part in product(S, Part) if may_move(step, state, frozenset({part}), "因").allowed
    }

    assert allowed == set(product(states, parts))


@pytest.mark.parametrize("step", [Step.DISPUTE, Step.RETURN, Step.REJECT, Step.UNDO_REJECTION, Step.VOID])
def test_a_step_back_or_away_says_why(step):
    states, parts = PERMITTED[step]
    state, part = min(states), frozenset(parts)

    assert may_move(step, state, part, " ") == Verdict.no("请写明理由")
    assert may_move(step, state, part, "缺章").allowed


@pytest.mark.parametrize("step", [step for step in Step if T not in PERMITTED[step][1]])
def test_nobody_decides_about_their_own_practice_whatever_offices_they_hold(step):
    state = min(PERMITTED[step][0])

    assert may_move(step, state, frozenset(Part), "因") == Verdict.no(NOT_YOUR_OWN)
    assert is_decision(step)


def test_an_officer_hands_in_and_takes_back_their_own():
    assert may_move(Step.SUBMIT, S.PLANNED, frozenset({T, O}), "").allowed
    assert may_move(Step.WITHDRAW, S.SUBMITTED, frozenset({T, O}), "").allowed


def test_whoever_has_no_part_is_told_whom_to_ask():
    assert may_move(Step.VERIFY, S.CONFIRMED, frozenset(), "") == Verdict.no(NOT_YOURS)
    assert may_mend(S.PLANNED, frozenset({A})) == Verdict.no(NOT_YOURS)
    assert may_correct(S.VERIFIED, frozenset({T}), "错字") == Verdict.no(NOT_YOURS)


def test_no_step_leads_out_of_the_last_states():
    left = {state for move in MOVES.values() for state in move.starts_from}

    assert set(S) - left == {S.VOIDED, S.WITHDRAWN}


def test_a_placement_is_entered_as_a_plan_or_as_done():
    allowed = {(state, part) for state, part in product(S, Part) if may_enter(state, frozenset({part})).allowed}

    assert allowed == set(product({S.PLANNED, S.SUBMITTED}, {T, O}))


def test_what_is_not_confirmed_yet_is_mended_and_what_is_verified_is_corrected():
    mended = {(state, part) for state, part in product(S, Part) if may_mend(state, frozenset({part})).allowed}
    corrected = {
        (state, part) for state, part in product(S, Part) if may_correct(state, frozenset({part}), "错字").allowed
    }

    assert mended == set(product({S.PLANNED, S.APPROVED, S.SUBMITTED, S.RETURNED, S.DISPUTED}, {T, O}))
    assert corrected == {(S.VERIFIED, O)}
    assert may_correct(S.VERIFIED, frozenset({O}), " ") == Verdict.no("请写明更正理由")
    assert may_correct(S.VERIFIED, frozenset({O, T}), "错字") == Verdict.no(NOT_YOUR_OWN)
