"""Lines that bind a root to the names of schools: read strictly, and no root is believed more widely by mistake."""

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from registry.kernel.errors import BadInput
from registry.platform.signing.bound_roots import anchors_from, bound_text, ended_text
from registry.platform.signing.keys import certificate_from
from tests.platform.signing.authority import MADE, a_root, a_school

A, B = "盘锦甲职业学校", "盘锦乙职业学校"
PEM, OTHER = a_root().certificate, a_root(1).certificate
ROOT = certificate_from(PEM)
LINE = f"Registry-School: {A}\n"


def test_a_root_is_bound_to_the_names_before_it_and_to_no_others():
    found = anchors_from([(bound_text(PEM, [B, A]) + OTHER).encode()])

    assert found.bound == {ROOT: frozenset({A, B})}
    assert found.roots == (ROOT, certificate_from(OTHER))


def test_windows_line_ends_bind_too():
    assert anchors_from([bound_text(PEM, [A]).replace("\n", "\r\n").encode()]).bound == {ROOT: frozenset({A})}


def test_the_names_of_several_files_add_up():
    files = [bound_text(PEM, [name]).encode() for name in (A, B)]

    assert anchors_from(files).bound == {ROOT: frozenset({A, B})}


@pytest.mark.parametrize("free", [PEM.encode(), ROOT.public_bytes(Encoding.DER), ended_text(PEM, MADE).encode()])
def test_whoever_gives_the_root_itself_believes_it_for_all(free):
    bound = bound_text(PEM, [A]).encode()

    assert [anchors_from(files).bound for files in ([bound, free], [free, bound], [free])] == [{}] * 3


def test_what_stands_below_a_bound_root_in_its_file_is_no_root():
    content = (a_school().certificate + bound_text(PEM, [A])).encode()

    assert anchors_from([content]) == ((ROOT,), {ROOT: frozenset({A})})


@pytest.mark.parametrize(
    "content",
    [
        LINE + "\n" + PEM,
        LINE + " " + PEM,
        PEM + LINE,
        LINE.replace("School", "school") + PEM,
        LINE.replace(": ", ":") + PEM,
        f"Registry-School: \n{PEM}",
        f"Registry-School:  {A}\n{PEM}",
        LINE.replace("\n", "\u200b\n") + PEM,
        LINE + "# 备注\n" + PEM,
        LINE + PEM.replace("BEGIN CERTIFICATE", "BEGIN X509 CERTIFICATE").replace("END C", "END X509 C"),
    ],
)
def test_a_line_that_is_not_as_written_here_is_never_passed_over(content):
    with pytest.raises(BadInput):
        anchors_from([content.encode()])


def test_a_line_in_another_encoding_is_never_passed_over():
    with pytest.raises(BadInput, match="UTF-8"):
        anchors_from([(LINE + PEM).encode("gb18030")])


@pytest.mark.parametrize("names", [[], [""], [f"{A}\nRegistry-School: {B}"], [f"{A} "]])
def test_a_name_that_could_be_read_as_another_is_not_written(names):
    with pytest.raises(BadInput):
        bound_text(PEM, names)
