"""A signed file is judged as an archive: by the rules for signatures, and the rest of it by pikepdf."""

from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from registry.platform.signing.archive_rules import signed_archive_faults
from tests.platform.signing.authority import a_file, a_list, a_signed_file


def _changed(change):
    """A signed file written anew with a change; what the signature says of the bytes is wrong then in any case."""
    written = BytesIO()
    with pikepdf.open(BytesIO(a_signed_file())) as pdf:
        change(pdf)
        pdf.save(written, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return written.getvalue()


@pytest.mark.parametrize("is_listed", [False, True])
def test_a_signed_file_is_an_archive(is_listed):
    assert signed_archive_faults(a_signed_file(a_list() if is_listed else None)) == ()


def test_so_is_one_without_a_signature():
    assert signed_archive_faults(a_file()) == ()


def test_what_was_appended_is_not_under_the_digest():
    (fault,) = signed_archive_faults(a_signed_file() + b"\n")

    assert "6.4.3-1" in fault


@pytest.mark.parametrize("content", [b"", b"nothing", b"%PDF-1.7\nnothing"])
def test_what_cannot_be_read_is_a_fault(content):
    (fault,) = signed_archive_faults(content)

    assert fault.startswith("unreadable")


def _field(pdf):
    return pdf.Root.AcroForm.Fields[0]


def _put(place, key, value):
    """A change that puts a value into a dictionary of the file."""

    def change(pdf):
        place(pdf)[key] = value

    return change


CHANGES = {
    "6.1.12-1": _put(lambda pdf: pdf.Root.Perms, "/Other", Dictionary()),
    "6.1.12-2": _put(lambda pdf: _field(pdf).V.Reference[0], "/DigestMethod", Name.SHA1),
    "6.3.2-2": _put(_field, "/F", 2),
    "6.3.3-1": _put(_field, "/Rect", Array([0, 0, 9, 9])),
    "6.4.1-1": _put(_field, "/AA", Dictionary()),
    "6.4.1-3": _put(lambda pdf: pdf.Root.AcroForm, "/NeedAppearances", True),
    "6.4.2-1": _put(lambda pdf: pdf.Root.AcroForm, "/XFA", Array()),
    "6.4.2-2": _put(lambda pdf: pdf.Root, "/NeedsRendering", True),
    "/Collection": _put(lambda pdf: pdf.Root, "/Collection", Dictionary()),
}


@pytest.mark.parametrize("rule", CHANGES)
def test_each_rule_is_looked_at(rule):
    as_before = signed_archive_faults(_changed(lambda pdf: None))

    faults = [each for each in signed_archive_faults(_changed(CHANGES[rule])) if each not in as_before]

    assert rule in " ".join(faults)
