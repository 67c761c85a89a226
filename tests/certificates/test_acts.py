"""Who may issue and end, and what is wrong with what is asked."""

from datetime import date
from uuid import UUID

import pytest

from registry.certificates.model import CertificateKind
from registry.certificates.rules.acts import (
    LARGEST_BATCH,
    LONGEST_REASON,
    NOT_YOUR_LENDERS,
    NOT_YOUR_OWN,
    NOT_YOURS,
    Part,
    batch_faults,
    day_faults,
    may_issue,
    reason_faults,
    words_of,
)

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({Part.OFFICE}, ""),
        (set(), NOT_YOURS),
        ({Part.OWNER}, NOT_YOURS),
        ({Part.OFFICE, Part.OWNER}, NOT_YOUR_OWN),
        ({Part.OFFICE, Part.STANDS_IN}, NOT_YOUR_LENDERS),
    ],
)
def test_the_office_issues_for_others(parts, words):
    verdict = may_issue(parts)

    assert (verdict.allowed, verdict.reason) == (words == "", words)


@pytest.mark.parametrize(
    ("on", "faults"),
    [(date(2026, 11, 21), set()), (TODAY, set()), (date(2026, 11, 23), {"on"})],
)
def test_nothing_is_certified_as_of_a_day_to_come(on, faults):
    assert set(day_faults(on, TODAY)) == faults


@pytest.mark.parametrize(
    ("reason", "faults"),
    [(" ", {"reason"}), ("错", set()), ("错" * LONGEST_REASON, set()), ("错" * (LONGEST_REASON + 1), {"reason"})],
)
def test_a_reason_is_given_and_short(reason, faults):
    assert set(reason_faults(reason)) == faults


def test_a_batch_is_for_somebody_and_for_nobody_twice():
    people = [UUID(int=number) for number in range(LARGEST_BATCH + 1)]

    told = [set(batch_faults(each)) for each in ([], people[:1], people[:1] * 2, people[:-1], people)]

    assert told == [{"person_ids"}, set(), {"person_ids"}, set(), {"person_ids"}]


def test_a_certificate_is_named_without_values_of_persons():
    assert words_of(CertificateKind.PRACTICE, "13957-P2026-00012") == "企业实践证明 13957-P2026-00012"
    assert words_of(CertificateKind.COMPLIANCE, "13957-C2026-00001") == "企业实践情况证明 13957-C2026-00001"
