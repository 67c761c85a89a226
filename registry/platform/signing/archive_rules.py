"""Whether a signed file is still PDF/A-3b: the signature by the rules of ISO 19005-3, all the rest by pikepdf.

pikepdf's check approves only what it knows, knows no signatures, and looks no further than a catalogue with one.
So what a signature adds is judged here, rule by rule as veraPDF counts them, then taken out in memory, and pikepdf
checks the whole document that is left.
"""

from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, pdfa

from registry.platform.pdf.archive import FLAVOUR
from registry.platform.signing.byte_ranges import places
from registry.platform.signing.signed_values import UNREADABLE, read_value

ADDED = (Name.AcroForm, Name.Perms, Name("/DSS"))
"""What a signature puts into the catalogue."""
EXTENSION = "/ESIC"
"""Says that the signature is PAdES in a PDF 1.7; no rule of PDF/A-3 speaks against it, and pikepdf knows Adobe's."""
MAY_PERMIT = frozenset({"/DocMDP", "/UR3"})
NOT_IN_REFERENCES = ("/DigestLocation", "/DigestMethod", "/DigestValue")
PRINTED = 4
HIDDEN = 1 | 2 | 32 | 256
"""Flags of an annotation: invisible, hidden, not shown, shown and hidden by turns."""


def signed_archive_faults(content: bytes) -> tuple[str, ...]:
    """What keeps a signed file from being PDF/A-3b; empty: nothing does. A file without a signature is judged, too.

    Raises nothing for a file that cannot be read: that is a fault as well.
    """
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            return (*_of_form(pdf), *_of_values(content, pdf), *_of_the_rest(pdf))
    except (pikepdf.PdfError, pikepdf.PasswordError, LookupError, ValueError, TypeError, AttributeError) as fault:
        return (f"unreadable: {type(fault).__name__}",)


def _of_form(pdf: Pdf) -> Iterator[str]:
    form, permissions = pdf.Root.get(Name.AcroForm, Dictionary()), pdf.Root.get(Name.Perms, Dictionary())
    if not set(permissions.keys()) <= MAY_PERMIT:
        yield "ISO_19005_3:6.1.12-1: other permissions than DocMDP and UR3"
    if form.get("/NeedAppearances", False):
        yield "ISO_19005_3:6.4.1-3: appearances are left to the reader"
    if "/XFA" in form:
        yield "ISO_19005_3:6.4.2-1: a form in XML"
    if "/NeedsRendering" in pdf.Root:
        yield "ISO_19005_3:6.4.2-2: it needs rendering"
    for field in form.get("/Fields", Array()):
        yield from _of_field(field)


def _of_field(field: Object) -> Iterator[str]:
    """A field that is its own annotation, as the one of a signature is."""
    flags = int(field.get("/F", 0))
    if not flags & PRINTED or flags & HIDDEN:
        yield "ISO_19005_3:6.3.2-2: an annotation that is not printed"
    left, low, right, high = (float(side) for side in field.Rect)
    if (left != right or low != high) and "/AP" not in field:
        yield "ISO_19005_3:6.3.3-1: an annotation without an appearance"
    if "/A" in field or "/AA" in field:
        yield "ISO_19005_3:6.4.1-1: an annotation that acts"
    for reference in field.get("/V", Dictionary()).get("/Reference", Array()):
        if any(key in reference for key in NOT_IN_REFERENCES):
            yield "ISO_19005_3:6.1.12-2: digests beside the signature's own"


def _of_values(content: bytes, pdf: Pdf) -> Iterator[str]:
    found, unreadable = places(content)
    if unreadable or bool(found) != (Name.AcroForm in pdf.Root):
        yield "ISO_19005_3:6.4.3-2: a signature that cannot be read"
    for place in found:
        if place.has_gap or place.covered != len(content):
            yield "ISO_19005_3:6.4.3-1: the digest is not that of the entire file"
        try:
            value = read_value(place)
        except UNREADABLE:
            value = None
        if value is None:
            yield "ISO_19005_3:6.4.3-3: not the value of exactly one signer with the certificate"


def _of_the_rest(pdf: Pdf) -> Iterator[str]:
    for name in ADDED:
        if name in pdf.Root:
            del pdf.Root[name]
    extensions = pdf.Root.get(Name.Extensions, Dictionary())
    if set(extensions.keys()) == {EXTENSION}:
        del pdf.Root.Extensions
    for page in pdf.pages:
        left = [each for each in page.get(Name.Annots, Array()) if each.get(Name.Subtype) != Name.Widget]
        if left:
            page.Annots = Array(left)
        elif Name.Annots in page:
            del page.Annots
    yield from map(str, pdfa.check(pdf, FLAVOUR).findings)
