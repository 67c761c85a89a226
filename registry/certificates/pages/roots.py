"""What an offline check needs, for anybody to take: root certificates and the newest revocation lists.

The addresses of lists stand in certificates for ten years and do not move. What is handed out is public and signed by
itself; it may be kept by caches, for an hour at most, since a revocation must reach whoever asks.
"""

import re
from datetime import timedelta
from hashlib import sha256
from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from registry.certificates.pages.shared import VERIFY
from registry.identity.access import Door
from registry.institutions.queries.published_keys import published_list, published_root, published_roots
from registry.institutions.rules.signing_keys import LIST_ENDING, LISTS
from registry.kernel.errors import NotFound
from registry.platform.web.pages import Visitor, page

ROOTS = f"{VERIFY}/roots"
ROOT_ENDING = ".pem"
PEM, CRL = "application/x-pem-file", "application/pkix-crl"
KEPT_FOR = timedelta(hours=1)
FINGERPRINT = re.compile(r"[0-9a-f]{64}", re.ASCII)
NO_SUCH = "没有这个文件"


@get(ROOTS, name="verify_roots", public=True)
async def roots(request: Visitor, reading: Door) -> Response[Any]:
    """All roots with their fingerprints and lists, and what to do with them."""
    found = await published_roots(reading)
    return page(
        request,
        "certificates/roots.html",
        roots=found,
        root_ending=ROOT_ENDING,
        list_ending=LIST_ENDING,
        pairs=_pairs,
        now=reading.now,
    )


@get(f"{ROOTS}/{{root_file:str}}", name="verify_root", public=True)
async def root(request: Visitor, reading: Door, root_file: FromPath[str]) -> Response[bytes]:
    """A root certificate, PEM, named by its fingerprint."""
    fingerprint = _fingerprint(root_file, ROOT_ENDING)
    content = (await published_root(reading, fingerprint)).encode("utf-8")
    return _file(request, content, PEM, root_file)


@get(f"{LISTS}/{{list_file:str}}", name="verify_list", public=True)
async def revocation_list(request: Visitor, reading: Door, list_file: FromPath[str]) -> Response[bytes]:
    """The newest revocation list of the root with this fingerprint, DER, as RFC 5280 has it fetched."""
    content = await published_list(reading, _fingerprint(list_file, LIST_ENDING))
    return _file(request, content, CRL, list_file)


def _fingerprint(file: str, ending: str) -> str:
    """The fingerprint that a file is named by. Raises NotFound for what is none, or has another ending."""
    fingerprint = file.removesuffix(ending)
    if not file.endswith(ending) or not FINGERPRINT.fullmatch(fingerprint):
        raise NotFound(NO_SUCH)
    return fingerprint


def _file(request: Visitor, content: bytes, media_type: str, name: str) -> Response[bytes]:
    """The bytes, or only the word that whoever asks has them already."""
    tag = f'"{sha256(content).hexdigest()}"'
    headers = {"etag": tag, "cache-control": f"public, max-age={int(KEPT_FOR.total_seconds())}"}
    known = {each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")}
    if tag in known:
        return Response(b"", status_code=304, headers=headers)
    headers["content-disposition"] = f'attachment; filename="{name}"'
    return Response(content, media_type=media_type, headers=headers)


def _pairs(fingerprint: str) -> list[str]:
    """The parts of a fingerprint as people compare it; a line ends only between them."""
    return [fingerprint[at : at + 2].upper() for at in range(0, len(fingerprint), 2)]


ROUTES = [roots, root, revocation_list]
