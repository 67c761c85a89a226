"""The folder of a placement: what is there and what is missing, papers put in and taken out, the files themselves."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import File

from registry.audit.process import Reading, open_process
from registry.identity.access import Door, scopes
from registry.identity.model.permissions import Permission
from registry.identity.model.principals import principal_of
from registry.kernel.errors import InvalidFields, NotFound
from registry.kernel.scopes import Scope
from registry.kernel.verdicts import require
from registry.platform.image_terms import JPEG, MAX_PHOTO_BYTES, MEGABYTE
from registry.platform.web.forms import Form, filled
from registry.platform.web.pages import Visitor, go, page
from registry.practice.pages.files import LARGEST_UPLOAD, Sent, Shown, answer_with, kept
from registry.practice.queries.chains import standing_of
from registry.practice.queries.papers import NO_SUCH_PAPER, missing_papers, paper, same_file_elsewhere
from registry.practice.queries.placements import placement_scope
from registry.practice.records import Placement
from registry.practice.records.papers import AddPaper, Paper, PaperKind, RemovePaper
from registry.practice.rules.papers import KIND_WORDS, LONGEST_NOTE, may_keep_papers, paper_faults
from registry.practice.service.loading import acting_of
from registry.practice.service.papers import add_paper, as_paper_file, remove_paper

READ = Permission.READ_PLACEMENTS
MOST_FILES = 20
"""Files of one form; more are sent in several."""
LABELS = {"kind": "材料种类", "files": "文件", "note": "说明", "reason": "移除理由"}


async def section(reading: Reading, placement: Placement, scope: Scope) -> dict[str, Any]:
    """What the part of a placement's page shows."""
    chain_id = placement.chain_id
    acting = acting_of(principal_of(reading.actor), placement.person_id, placement.school_id, scope)
    may_keep = not placement.is_replaced and may_keep_papers(placement.state, acting.parts).allowed
    return {
        "paper_list": (await missing_papers(reading, [chain_id], scope))[chain_id],
        "papers_elsewhere": await same_file_elsewhere(reading, [chain_id], scope),
        "may_keep_papers": may_keep,
        "paper_kinds": [(kind.value, KIND_WORDS[kind]) for kind in PaperKind],
        "kind_words": KIND_WORDS,
        "paper_limit": MAX_PHOTO_BYTES // MEGABYTE,
        "most_files": MOST_FILES,
        "upload_limit": LARGEST_UPLOAD // 10**6,
        "paper_values": {"kind": PaperKind.APPRAISAL.value},
        "paper_faults": {},
        "paper_refusals": (),
    }


@get("/placements/{placement_id:uuid}/papers", name="papers", permission=READ)
async def show(request: Visitor, reading: Door, placement_id: FromPath[UUID]) -> Response[Any]:
    """The folder on a page of its own."""
    found, scope = await placement_scope(reading, placement_id, scopes(reading, READ))
    return await _page(request, reading, found, scope)


@post(
    "/placements/{placement_id:uuid}/papers",
    name="add_papers",
    permission=READ,
    request_max_body_size=LARGEST_UPLOAD,
)
async def add(request: Visitor, reading: Door, placement_id: FromPath[UUID]) -> Response[Any]:
    """Put files in, all of one kind. What can be kept is; the others are named. The same file twice is one paper."""
    form = await filled(request)
    found, scope = await placement_scope(reading, placement_id, scopes(reading, READ))
    acting = acting_of(principal_of(reading.actor), found.person_id, found.school_id, scope)
    require(may_keep_papers(found.state, acting.parts))
    try:
        kind, note = _told(form)
    except InvalidFields as wrong:
        return await _page(request, reading, found, scope, form.values, wrong.faults)
    sent = await kept(request, form.files("files"))
    async with open_process("add_paper", reading) as process:
        for each in sent.kept:
            await add_paper(process, AddPaper(found.chain_id, kind, as_paper_file(each), note), scope)
    if sent.refused:
        return await _page(request, reading, found, scope, form.values, {"files": _refused(sent)}, sent.refused)
    return go(request, "placement", note=f"已添加 {len(sent.kept)} 份材料", placement_id=found.id)


@post("/papers/{paper_id:uuid}/remove", name="remove_paper", permission=READ)
async def remove(request: Visitor, reading: Door, paper_id: FromPath[UUID]) -> Response[Any]:
    """Take a paper out, with the reason. Sent twice, it is taken out once."""
    form = await filled(request)
    found, scope = await _paper(reading, paper_id)
    placement = (await standing_of(reading, [found.chain_id], scope))[found.chain_id]
    if found.removed_at is not None:
        return go(request, "placement", note="已移除,文件仍可查阅", placement_id=placement.id)
    reason = form.text("reason", longest=LONGEST_NOTE)
    try:
        form.require_valid()
        async with open_process("remove_paper", reading, reason) as process:
            await remove_paper(process, RemovePaper(paper_id, reason), scope)
    except InvalidFields as wrong:
        values = {"removed": str(paper_id), "reason": reason}
        return await _page(request, reading, placement, scope, values, wrong.faults)
    return go(request, "placement", note="已移除,文件仍可查阅", placement_id=placement.id)


@get("/papers/{paper_id:uuid}/file", name="paper_file", permission=READ)
async def file(request: Visitor, reading: Door, paper_id: FromPath[UUID]) -> File:
    """The file of a paper, also of a removed one."""
    found, _ = await _paper(reading, paper_id)
    return await answer_with(request, Shown(found.digest, found.media_type, found.original_name))


@get("/papers/{paper_id:uuid}/thumbnail", name="paper_thumbnail", permission=READ)
async def thumbnail(request: Visitor, reading: Door, paper_id: FromPath[UUID]) -> File:
    """A small picture of a photographed paper."""
    found, _ = await _paper(reading, paper_id)
    if found.thumbnail_digest is None:
        raise NotFound(NO_SUCH_PAPER)
    return await answer_with(request, Shown(found.thumbnail_digest, JPEG, found.original_name))


def _told(form: Form) -> tuple[PaperKind, str]:
    """Kind and note of the files that were chosen. Raises InvalidFields before any file is looked at."""
    kind = form.choice("kind", PaperKind, PaperKind.APPRAISAL) or PaperKind.APPRAISAL
    note, count = form.text("note", longest=LONGEST_NOTE), len(form.files("files"))
    if not count:
        form.faults["files"] = "请选择文件"
    elif count > MOST_FILES:
        form.faults["files"] = f"一次最多 {MOST_FILES} 个文件,请分次上传"
    for name, words in paper_faults(note).items():
        form.faults.setdefault(name, words)
    form.require_valid()
    return kind, note


def _refused(sent: Sent) -> str:
    """How many could not be kept, and that the others need not be chosen again."""
    words = f"有 {len(sent.refused)} 个文件没有添加"
    return f"{words},其余 {len(sent.kept)} 个已添加" if sent.kept else words


async def _paper(reading: Reading, paper_id: UUID) -> tuple[Paper, Scope]:
    """A paper and the first of the actor's scopes in which it is seen. Raises NotFound."""
    for scope in scopes(reading, READ):
        try:
            return await paper(reading, paper_id, scope), scope
        except NotFound:
            continue
    raise NotFound(NO_SUCH_PAPER)


async def _page(
    request: Visitor,
    reading: Reading,
    found: Placement,
    scope: Scope,
    values: dict[str, str] | None = None,
    faults: dict[str, str] | None = None,
    refusals: tuple[str, ...] = (),
) -> Response[Any]:
    context = await section(reading, found, scope)
    if values is not None:
        context |= {"paper_values": values, "paper_faults": faults or {}, "paper_refusals": refusals}
    return page(request, "practice/papers.html", 422 if faults else 200, placement=found, labels=LABELS, **context)


ROUTES = [show, add, remove, file, thumbnail]
