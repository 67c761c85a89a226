"""Whether the papers that recognition rests on are in a placement's folder."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from registry.audit.process import Reading
from registry.practice.queries.papers import papers_of
from registry.practice.records.papers import Paper, PaperKind

TRANSLATION = "译"


class Proof(NamedTuple):
    """What a folder holds: the stamped appraisal form, the translation of a foreign proof."""

    has_stamped_form: bool
    has_translation: bool


async def proof_of(reading: Reading, chain_ids: Iterable[UUID]) -> dict[UUID, Proof]:
    """By chain, what is in the folders of placements that somebody may know already; removed papers do not count.

    A translation is a paper whose note or file name says so.
    """
    kept = await papers_of(reading, chain_ids)
    return {chain_id: _proof([each for each in kept[chain_id] if each.removed_at is None]) for chain_id in kept}


def _proof(papers: Sequence[Paper]) -> Proof:
    return Proof(
        any(each.kind is PaperKind.APPRAISAL for each in papers),
        any(TRANSLATION in each.note or TRANSLATION in each.original_name for each in papers),
    )
