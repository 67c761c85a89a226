"""Certificates a second: our rendering beside Typst's of the same page, then archiving and signing, measured apart.

    python -m tests.benchmarks.certificates [--docs 300] [--rounds 6] [--keep FOLDER]

Page one of a statement in Chinese, for so many different teachers: the same fonts, the same lines, the code as vector
squares. Typst is told where each part begins, how high each row is and which scale fits, so it lays out less than we
do; its lines are its own. Both work in one thread of this process, in turns, so that both meet the same load.

    batch   one file after the other with everything warm: for Typst one Compiler, told new words for each file
    single  one call as a request makes it: for Typst `typst.compile` with its fonts at hand
    first   the first file of a fresh process, with all that is imported and opened for it
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

os.environ["RAYON_NUM_THREADS"] = "1"

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
TEMPLATE = HERE / "certificate.typ"
FONTS = ROOT / "registry/assets/fonts"
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "晓明丽强伟芳娜敏静磊洋艳勇军杰娟涛超秀霞"
AIM = 1.3
BOX = re.compile(r"(\d+) (\d+) (\d+) 1 re")
KEPT = 2
SIGNATURES, SINGLES, FIRSTS = 40, 30, 3
PASSPHRASE = "benchmark passphrase 0123456789"


class Record(NamedTuple):
    """What both print."""

    certificate: Any
    content: Any


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--docs", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=6, help="how often both take turns")
    parser.add_argument("--keep", type=Path, help="a folder for the first files of both, to be looked at")
    parser.add_argument("--first", choices=["ours", "typst"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.first:
        _render_first(options.first)
        return
    records = some_records(options.docs)
    ours, theirs = Ours(), Typst()
    _keep(options.keep, records, ours, theirs)
    batch = _in_turns(records, options.rounds, ours.render, theirs.render)
    single = _in_turns(records[:SINGLES], 1, ours.render, theirs.render_alone)
    print(f"{len(records)} certificates of one page, {os.cpu_count()} cores, one thread each\n")
    _compare("batch", *batch)
    _compare("single", *single)
    _compare("first", *_firsts())
    _whole_document(records, theirs)
    _finishing(records, ours)
    ratio = batch[1] / batch[0]
    print(f"\nbatch against Typst's batch: {ratio:.2f} x (aim {AIM}): {'reached' if ratio >= AIM else 'NOT reached'}")


class Ours:
    """Our rendering, warm."""

    def __init__(self) -> None:
        from registry.certificates.documents.certificate import certificate_pdf
        from tests.certificates.samples import ADDRESS, the_fonts

        self._pdf, self.fonts, self.address = certificate_pdf, the_fonts(), ADDRESS

    def render(self, record: Record) -> bytes:
        return self._pdf(record.certificate, record.content, self.fonts, self.address)


class Typst:
    """The same page by Typst."""

    def __init__(self) -> None:
        import typst

        self._typst = typst
        self._fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
        self._compiler = typst.Compiler(str(TEMPLATE), font_paths=self._fonts, ignore_system_fonts=True)
        self._told: dict[str, dict[str, Any]] = {}

    def prepare(self, records: Sequence[Record]) -> None:
        """Lay out beforehand what Typst is told: not counted in its time."""
        self._told = {record.certificate.number: _laid_out(record) for record in records}

    def render(self, record: Record) -> bytes:
        made: bytes = self._compiler.compile(
            sys_inputs=self._inputs(record), pdf_tags=False, timestamp=record.certificate.issued_at
        )
        return made

    def render_alone(self, record: Record) -> bytes:
        made: bytes = self._typst.compile(
            str(TEMPLATE),
            font_paths=self._fonts,
            ignore_system_fonts=True,
            sys_inputs=self._inputs(record),
            pdf_tags=False,
            timestamp=record.certificate.issued_at,
        )
        return made

    def render_all(self, records: Sequence[Record]) -> bytes:
        """All of them as the pages of one document."""
        pages = ",\n".join(json.dumps(json.dumps(self._whole(each), ensure_ascii=False)) for each in records)
        source = TEMPLATE.read_text(encoding="utf-8")
        head, rest = source.split("#let told = json(bytes(sys.inputs.told))\n")
        settings = [line for line in rest.splitlines() if line.startswith("#set ")]
        body = "\n".join(line for line in rest.splitlines() if not line.startswith("#set "))
        page = f"#page[\n#let told = json(bytes(words))\n{body}\n]"
        every = "\n".join([*settings, f"#for words in ({pages},) [\n{page}\n]"])
        made: bytes = self._typst.compile(
            (head + every).encode(), font_paths=self._fonts, ignore_system_fonts=True, pdf_tags=False
        )
        return made

    def _inputs(self, record: Record) -> dict[str, str]:
        return {"told": json.dumps(self._whole(record), ensure_ascii=False)}

    def _whole(self, record: Record) -> dict[str, Any]:
        return {**self._told[record.certificate.number], "qr": _code_as_svg(record)}


def some_records(count: int) -> list[Record]:
    """Statements about different teachers, as they would be drafted."""
    from registry.certificates.model import CertificateKind
    from tests.certificates.samples import a_certificate, a_content, a_file, a_placement

    found = []
    for number in range(count):
        name = SURNAMES[number % 20] + GIVEN[number // 20 % 20] + GIVEN[(number * 7 + 3) % 20]
        placements = [
            a_placement(each, date(2021 + each, 7, 1) + timedelta(days=number % 11), 20 + (number * each) % 60)
            for each in range(1, 6)
        ]
        file = a_file(*placements, name=name, staff_no=f"2013{number:04d}")
        content = a_content(file, kind=CertificateKind.COMPLIANCE)
        code = f"{number:020d}".replace("0", "K")
        changes = {"number": f"13957-C2026-{number + 1:05d}", "code": code, "check_digits": f"{number * 337:08d}"}
        found.append(Record(a_certificate(content, **changes), content))
    return found


def _laid_out(record: Record) -> dict[str, Any]:
    """The words and places of one page, as our own layout found them."""
    from registry.certificates.documents import checking_words as words
    from registry.certificates.documents.certificate import about
    from registry.certificates.documents.fact_grid import STRONG, FactGrid
    from registry.certificates.documents.front import BODY, Printed, front_of
    from registry.certificates.documents.wording import day_told
    from registry.platform.pdf.paper import Paper, TextStyle
    from tests.certificates.samples import ADDRESS, the_fonts

    certificate, content = record
    paper = Paper(the_fonts(), about(certificate, content))
    front = front_of(paper, Printed(certificate, content, ADDRESS))
    grid = FactGrid(paper, content.facts, BODY, front.scale)
    notes = [*content.basis, words.how_to_check(certificate, ADDRESS)]
    small, value_size = 7.4 * max(front.scale, 0.84), 11.5 * front.scale

    def lines(text: str, width: float, size: float) -> int:
        return round(paper.height_of(text, width, TextStyle(size, leading=1)))

    rows = [
        {
            "height": height,
            "cells": [
                {
                    "x": cell.x,
                    "label_width": cell.label_width,
                    "value_width": cell.value_width,
                    "label": cell.fact.label.zh,
                    "value": cell.fact.value.zh,
                    "lines": lines(cell.fact.value.zh, cell.value_width, value_size),
                    "strong": cell.fact.key in STRONG,
                }
                for cell in row
            ],
        }
        for row, height in grid.rows
    ]
    return {
        "scale": front.scale,
        "places": front.places(),
        "rows": rows,
        "school": content.school_name,
        "title": content.title.zh,
        "number": f"{words.NUMBER.zh} {certificate.number}",
        "statement": content.statement.zh,
        "scan": words.SCAN.zh,
        "code_label": words.CODE.zh,
        "code": words.code_of(certificate),
        "digits_label": words.CHECK_DIGITS.zh,
        "digits": words.digits_of(certificate),
        "seal": words.SEAL.zh,
        "day": day_told(certificate.issued_on).zh,
        "notes": [{"words": each.zh, "lines": lines(each.zh, BODY, small)} for each in notes],
    }


def _code_as_svg(record: Record) -> str:
    """The code of a certificate, by our own encoder, as one path of squares."""
    from registry.certificates.documents.checking_words import qr_words
    from registry.platform.pdf.qr import dark_modules
    from tests.certificates.samples import ADDRESS

    edge, boxes = dark_modules(qr_words(record.certificate, record.content, ADDRESS))
    drawn = BOX.sub(r"M\1 \2h\3v1h-\3z", boxes.removesuffix("f"))
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {edge} {edge}"><path d="{drawn}"/></svg>'


def _in_turns(
    records: Sequence[Record], rounds: int, ours: Callable[[Record], bytes], theirs: Callable[[Record], bytes]
) -> tuple[float, float]:
    """Median seconds a file of both, taking turns with equal parts of the records."""
    size = max(1, len(records) // rounds)
    parts = [records[start : start + size] for start in range(0, len(records), size)]
    ours(records[0])
    theirs(records[0])
    spent: tuple[list[float], list[float]] = ([], [])
    for part in parts:
        for render, found in zip((ours, theirs), spent, strict=True):
            _forget()
            begun = time.perf_counter()
            for record in part:
                render(record)
            found.append((time.perf_counter() - begun) / len(part))
    return statistics.median(spent[0]), statistics.median(spent[1])


def _forget() -> None:
    """Codes are of one certificate each: none is remembered from the other's turn."""
    from registry.platform.pdf.qr import dark_modules

    dark_modules.cache_clear()


def _compare(what: str, ours: float, theirs: float) -> None:
    print(
        f"{what:8} ours {ours * 1000:8.1f} ms {1 / ours:7.1f}/s    typst {theirs * 1000:8.1f} ms {1 / theirs:7.1f}/s"
        f"    {theirs / ours:5.2f} x"
    )


def _firsts() -> tuple[float, float]:
    """Seconds that a fresh process takes for its first file, without the start of Python."""
    found = []
    for which in ("ours", "typst"):
        command = [sys.executable, "-m", "tests.benchmarks.certificates", "--first", which]
        runs = [subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True) for _ in range(FIRSTS)]
        found.append(statistics.median(float(run.stdout) for run in runs))
    return found[0], found[1]


def _render_first(which: str) -> None:
    records = some_records(1)
    laid_out = _laid_out(records[0]) if which == "typst" else {}
    begun = time.perf_counter()
    if which == "ours":
        Ours().render(records[0])
    else:
        theirs = Typst()
        theirs._told = {records[0].certificate.number: laid_out}
        theirs.render(records[0])
    print(time.perf_counter() - begun)


def _whole_document(records: Sequence[Record], theirs: Typst) -> None:
    begun = time.perf_counter()
    made = theirs.render_all(records)
    spent = (time.perf_counter() - begun) / len(records)
    print(f"{'together':8} typst, all as pages of one document: {spent * 1000:.1f} ms a page, {len(made) // 1000} kB")


def _finishing(records: Sequence[Record], ours: Ours) -> None:
    """Archiving and signing of files that are already rendered."""
    from registry.certificates.documents.certificate import about
    from registry.certificates.documents.finished import DESCRIPTION, finished
    from registry.certificates.rules.facts_json import FILE_NAME, facts_of
    from registry.platform.pdf.archive import Attachment, archived

    chosen = records[:SIGNATURES]
    rendered = [ours.render(each) for each in chosen]
    begun = time.perf_counter()
    files = [
        archived(
            pdf,
            about(*record),
            Attachment(FILE_NAME, "application/json", facts_of(*record).encode(), DESCRIPTION),
        )
        for record, pdf in zip(chosen, rendered, strict=True)
    ]
    archiving = (time.perf_counter() - begun) / len(chosen)
    assert len(files[0]) == len(finished(*chosen[0], ours.fonts, ours.address))
    print(f"\nPDF/A-3b with facts attached: {archiving * 1000:.1f} ms, {1 / archiving:.1f}/s a core")
    signing, size = _signing(files)
    print(f"signing (RSA-2048, PAdES):    {signing * 1000:.1f} ms, {1 / signing:.1f}/s a core")
    sizes = [len(each) for each in files]
    print(f"size without annex: {max(sizes) / 1000:.1f} kB at most unsigned ({size / 1000:.1f} kB signed)")


def _signing(files: Sequence[bytes]) -> tuple[float, int]:
    """Seconds a signature, and the size of the first signed file."""
    from registry.platform.signing.keys import Subject, new_root, new_school_certificate, revocation_list
    from registry.platform.signing.signer import open_signer, signed

    at = datetime(2026, 11, 23, tzinfo=UTC)
    root = new_root("证书根", at, PASSPHRASE)
    school = new_school_certificate(root, PASSPHRASE, Subject("盘锦职业技术学院", "13957"), at)
    listed = revocation_list(root, PASSPHRASE, (), 1, at)
    signer = open_signer(school.certificate, school.private_key, PASSPHRASE, school.chain, listed)
    made = signed(files[0], signer, at, "benchmark")
    begun = time.perf_counter()
    for each in files:
        signed(each, signer, at, "benchmark")
    return (time.perf_counter() - begun) / len(files), len(made)


def _keep(folder: Path | None, records: Sequence[Record], ours: Ours, theirs: Typst) -> None:
    theirs.prepare(records)
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    for number, record in enumerate(records[:KEPT]):
        (folder / f"ours-{number}.pdf").write_bytes(ours.render(record))
        (folder / f"typst-{number}.pdf").write_bytes(theirs.render(record))


if __name__ == "__main__":
    main()
