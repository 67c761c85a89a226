"""The papers of placements: what is there, what is missing, and which file serves another placement too."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from registry.audit.process import Reading
from registry.kernel.errors import NotFound
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.practice import tables
from registry.practice.queries.chains import standing_if_any, standing_of
from registry.practice.queries.confirmation import stored_confirmations
from registry.practice.queries.rows import Row, these
from registry.practice.records import Placement
from registry.practice.records.confirmation import Confirmation, ConfirmationMethod
from registry.practice.records.papers import Paper, PaperKind
from registry.practice.rules.papers import REQUIRED_KINDS, PaperList, paper_list

NO_SUCH_PAPER = "没有找到该材料"
ELSEWHERE = """
SELECT DISTINCT own.id AS paper_id, other.chain AS chain_id
FROM paper own
JOIN LATERAL (
    SELECT chain FROM paper
    WHERE removed_at IS NULL AND (digest IN (own.digest, own.original_digest)
        OR original_digest IN (own.digest, own.original_digest))
    UNION
    SELECT chain FROM journal_photograph photograph JOIN journal_entry entry ON entry.id = photograph.entry
    WHERE entry.voided_at IS NULL AND entry.state = 'kept'
        AND (photograph.digest IN (own.digest, own.original_digest)
        OR photograph.original_digest IN (own.digest, own.original_digest))
) other ON other.chain <> own.chain
JOIN placement standing ON standing.chain = other.chain AND NOT standing.is_replaced
WHERE own.removed_at IS NULL AND own.chain = ANY({}::uuid[]) AND standing.state <> 'withdrawn'
ORDER BY own.id, other.chain
"""
"""The same file, as it was sent or as it is kept, in the folder or the journal of another placement that was not
withdrawn."""


class Elsewhere(NamedTuple):
    """Another placement that holds the same file. `placement` None: one that the scope does not reach."""

    placement: Placement | None


async def papers_of(
    reading: Reading, chain_ids: Iterable[UUID], scope: Scope = EVERYWHERE
) -> dict[UUID, tuple[Paper, ...]]:
    """The papers of each placement in the order they were added, removed ones too. Raises NotFound."""
    asked = await standing_of(reading, chain_ids, scope)
    found: dict[UUID, list[Paper]] = {chain_id: [] for chain_id in asked}
    for each in await papers_from(tables.Paper.chain.is_in(these(asked))):
        found[each.chain_id].append(each)
    return {chain_id: tuple(papers) for chain_id, papers in found.items()}


async def paper(reading: Reading, paper_id: UUID, scope: Scope = EVERYWHERE) -> Paper:
    """One paper, also a removed one; its digests name the files. Raises NotFound."""
    found = await papers_from(tables.Paper.id == paper_id)
    if not found or not await standing_if_any(reading, [found[0].chain_id], scope):
        raise NotFound(NO_SUCH_PAPER)
    return found[0]


async def missing_papers(
    reading: Reading,
    chain_ids: Iterable[UUID],
    scope: Scope = EVERYWHERE,
    required: frozenset[PaperKind] = REQUIRED_KINDS,
) -> dict[UUID, PaperList]:
    """The list of each placement's folder with what is there and what is missing. Raises NotFound.

    `required`: the kinds that the school asks for. What is confirmed otherwise needs no stamped form.
    """
    found = await papers_of(reading, chain_ids, scope)
    answers = await stored_confirmations(found, reading.house.vault)
    return {
        chain_id: paper_list(papers, _is_confirmed_otherwise(answers[chain_id]), required)
        for chain_id, papers in found.items()
    }


def _is_confirmed_otherwise(answers: Sequence[Confirmation]) -> bool:
    """Whether the last answer confirms, and rests on no stamped paper."""
    return bool(answers) and answers[-1].confirms and answers[-1].method is not ConfirmationMethod.STAMPED_PAPER


async def same_file_elsewhere(
    reading: Reading, chain_ids: Iterable[UUID], scope: Scope = EVERYWHERE
) -> dict[UUID, tuple[Elsewhere, ...]]:
    """For each paper whose file serves another placement too, of whomever: the other placements. Raises NotFound.

    Of a placement outside the scope nothing is told but that there is one.
    """
    asked = await standing_of(reading, chain_ids, scope)
    rows = await tables.Paper.raw(ELSEWHERE, list(asked))
    seen = await standing_if_any(reading, {row["chain_id"] for row in rows}, scope)
    found: dict[UUID, list[Elsewhere]] = {}
    for row in rows:
        found.setdefault(row["paper_id"], []).append(Elsewhere(seen.get(row["chain_id"])))
    return {paper_id: tuple(others) for paper_id, others in found.items()}


async def digests_of_papers() -> set[str]:
    """Every file that a paper or a journal names, for whoever checks that all of them are kept."""
    rows = await tables.Paper.raw(
        "SELECT digest FROM paper UNION SELECT digest FROM journal_photograph "
        "UNION SELECT thumbnail_digest FROM paper WHERE thumbnail_digest IS NOT NULL "
        "UNION SELECT thumbnail_digest FROM journal_photograph"
    )
    return {row["digest"] for row in rows}


async def papers_from(narrowed: Any) -> list[Paper]:
    """The papers for which a condition holds, in the order they were added, whoever asks."""
    table = tables.Paper
    rows = await table.select().where(narrowed).order_by(table.added_at, table.id)
    return [_paper(row) for row in rows]


def _paper(row: Row) -> Paper:
    values = {**row, "chain_id": row["chain"], "kind": PaperKind(row["kind"])}
    del values["chain"]
    return Paper(**values)
