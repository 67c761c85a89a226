"""The whole check of a set of packs: each file, all together, the law cases, and the day of the last look."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from registry.kernel.errors import BadInput
from registry.policy.book import book_of, gap_faults
from registry.policy.cases import case_faults, cases_in, read_cases
from registry.policy.loader import SHIPPED_FOLDER, load, sources_in
from registry.policy.pack import PackFault
from registry.policy.rules import check_date_faults
from registry.policy.wording import sentence


class Checked(NamedTuple):
    """What was looked at, and every fault found."""

    packs: int
    parameters: int
    cases: int
    faults: Sequence[PackFault]


def check_packs(drafts: Path | None, on: date) -> Checked:
    """Check the shipped packs and with them a folder of drafts; a draft replaces the shipped pack of its name.

    Gaps and cases are judged only where the packs themselves can be understood. Raises BadInput.
    """
    folders = [SHIPPED_FOLDER]
    if drafts is not None:
        if not sources_in(drafts):
            raise BadInput(sentence("no_draft", folder=drafts))
        folders.append(drafts)
    loaded = load(source for folder in folders for source in sources_in(folder))
    cases, faults_of_cases = read_cases(source for folder in folders for source in cases_in(folder))
    faults = [*loaded.faults, *check_date_faults(loaded.packs, on), *faults_of_cases]
    if not loaded.faults:
        book = book_of(loaded)
        faults += gap_faults(book) or case_faults(book, cases)
    parameters = sum(len(pack.parameters) for pack in loaded.packs.values())
    return Checked(len(loaded.packs), parameters, len(cases), faults)
