"""The text of what is printed: canonical, whole, and read back as it was."""

import json
from dataclasses import replace
from datetime import date

from registry.certificates.model import (
    Bilingual,
    CertificateKind,
    Content,
    PrintedFact,
    PrintedTable,
    Wording,
)
from registry.certificates.rules.facts_json import (
    Heading,
    content_from,
    content_text,
    digest_of,
    facts_json,
    printed_texts,
)

PICTURE = '{"shapes":[{"text":"\\u738b\\u4dae"},{"x":1}]}'
HEADING = Heading("13957-P2026-00012", "0123456789ABCDEFGHJK", date(2026, 11, 22))
CONTENT = Content(
    kind=CertificateKind.PRACTICE,
    wording=Wording.BOTH,
    title=Bilingual("企业实践证明", "Certificate"),
    school_name="盘锦职业学校",
    person_name="赵𬭎",
    statement=Bilingual("兹证明", "This certifies"),
    facts=(PrintedFact("days", Bilingual("天数", "Days"), Bilingual("301 天", "301 days")),),
    tables=(PrintedTable("list", Bilingual("经历"), (Bilingual("企业"),), ((Bilingual("辽河机械厂"),),)),),
    basis=(Bilingual("盘政发〔2021〕4号"),),
    as_of=date(2026, 11, 22),
    picture=PICTURE,
)


def test_what_is_kept_is_read_back_as_it_was():
    assert content_from(content_text(CONTENT)) == CONTENT
    assert content_from(content_text(replace(CONTENT, picture=None, tables=()))) == replace(
        CONTENT, picture=None, tables=()
    )


def test_the_facts_say_everything_that_is_printed():
    assert json.loads(facts_json(HEADING, CONTENT)) == {
        "form": 1,
        "number": "13957-P2026-00012",
        "code": "0123456789ABCDEFGHJK",
        "issued_on": "2026-11-22",
        "kind": "practice",
        "wording": "zh-en",
        "title": {"zh": "企业实践证明", "en": "Certificate"},
        "school_name": "盘锦职业学校",
        "person_name": "赵𬭎",
        "statement": {"zh": "兹证明", "en": "This certifies"},
        "facts": [
            {"key": "days", "label": {"zh": "天数", "en": "Days"}, "value": {"zh": "301 天", "en": "301 days"}}
        ],
        "tables": [
            {
                "key": "list",
                "title": {"zh": "经历", "en": ""},
                "headings": [{"zh": "企业", "en": ""}],
                "rows": [[{"zh": "辽河机械厂", "en": ""}]],
            }
        ],
        "basis": [{"zh": "盘政发〔2021〕4号", "en": ""}],
        "as_of": "2026-11-22",
        "picture_sha256": digest_of(PICTURE),
    }


def test_the_facts_are_canonical():
    text = facts_json(HEADING, CONTENT)

    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert "赵𬭎" in text
    assert text.startswith('{"as_of":"2026-11-22","basis":[{"en":"","zh":')


def test_another_number_fact_or_picture_is_another_digest():
    texts = [
        facts_json(HEADING, CONTENT),
        facts_json(HEADING._replace(number="13957-P2026-00013"), CONTENT),
        facts_json(HEADING, replace(CONTENT, person_name="赵宏")),
        facts_json(HEADING, replace(CONTENT, picture=None)),
    ]

    assert len({digest_of(text) for text in texts}) == 4


def test_every_printed_text_is_looked_at_for_its_characters_those_of_the_picture_too():
    texts = printed_texts(CONTENT)

    assert {"盘锦职业学校", "赵𬭎", "王䶮", "301 天", "301 days", "辽河机械厂", "盘政发〔2021〕4号"} <= set(texts)
    assert "" not in texts
