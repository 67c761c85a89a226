"""Pages of practice: entering and following a placement, its papers, approval, recognition, the supervisor's link."""

from registry.practice.pages import (
    acts,
    appraisal,
    approval,
    confirmation,
    correction,
    entry,
    journal,
    papers,
    placement,
    recognition,
    school_rules,
)

ROUTES = [
    *entry.ROUTES,
    *placement.ROUTES,
    *acts.ROUTES,
    *correction.ROUTES,
    *papers.ROUTES,
    *journal.ROUTES,
    *approval.ROUTES,
    *confirmation.ROUTES,
    *appraisal.ROUTES,
    *recognition.ROUTES,
    *school_rules.ROUTES,
]
