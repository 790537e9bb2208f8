"""Twenty thousand inputs nobody would write: each is read or refused, and nothing else happens.

The seed is fixed, so that a finding can be found again; ORGCTL_FUZZ_SEED and ORGCTL_FUZZ_INPUTS change it.
"""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING

import pytest

from orgctl.domain.refusals import InvalidInput
from orgctl.manifest.reading import read
from orgctl.manifest.writing import to_json, to_yaml
from orgctl.text.addresses import parse_address
from orgctl.text.characters import refused_character
from orgctl.text.urls import clean_url, reference_slug
from tests.manifest.test_writing import EXAMPLE, YAML

if TYPE_CHECKING:
    from collections.abc import Callable

    from orgctl.manifest.values import Manifest

SEED = int(os.environ.get("ORGCTL_FUZZ_SEED", "20"))
SHARE = int(os.environ.get("ORGCTL_FUZZ_INPUTS", "20000")) // 20

CSV = 'org,email,role\nzylker,anna@zylker.example,superadmin\n"zylker",\'+jan@zylker.example,"standard"\nother,a@b.test,superadmin\n'
ADDRESSES = [
    "anna@zylker.example",
    "Łukasz@bücher.example",
    '"a b"@x.test',
    "a@[192.0.2.1]",
    "a@xn--bcher-kva.example",
]
URLS = ["zylker", "ZYL-KER", "https://crm.example/org/zylker/?a=b#c"]

PIECES = [
    *"{}[]:,&*!|>'\"%@`#-?~=+<>()\\/ \t\n\r\x00\x07\x1b\x7f\x85\x9b",
    *"\u00a0\u00ad\u0131\u017f\u200b\u200d\u202e\u2028\u2029\u2066\u212a\ufb01\ufe0f\ufeff\uff20\ufffe\u0301\u0663ßłИ日💶",
    *("---", "...", "<<", "<<: *a", "&a", "*a", "!!python/object:os.system", "!x", "? ", "- ", ": ", "|-", ">+", "null", "~"),
    *("true", "1e999", "0x", "9" * 30, "[" * 30, "{a: " * 30, "a" * 300, "xn--", "..", "@@", "%YAML 1.1", "\\ud800", "\\U00110000"),
    *("version: 1", "version: 2", "- {email: a@b.test}", "\r\n", '""', "\t- x", "\\x", "\\N", "1:30", "''"),
]  # fmt: skip


def mangled(random_: random.Random, text: str) -> str:
    for _ in range(random_.randint(1, 5)):
        at = random_.randint(0, len(text))
        upto = min(len(text), at + random_.choice([0, 0, 1, 2, 5, 20]))
        other = random_.randint(0, len(text))
        piece = random_.choice(
            [*PIECES, text[other : other + random_.randint(1, 40)], chr(random_.randrange(0xD800))]
        )
        text = text[:at] + piece + text[upto:]
    return text


def mangled_bytes(random_: random.Random, text: str) -> bytes:
    data = bytearray(mangled(random_, text).encode("utf-8", "surrogatepass"))
    if random_.random() < 0.2:
        data[random_.randrange(len(data) + 1) :][:1] = b""
        data.insert(random_.randrange(len(data) + 1), random_.randrange(256))
    return bytes(data)


def survived(parse: Callable[[], object]) -> bool:
    """Whether the input was accepted; if it was refused, then with words that a terminal can show."""
    try:
        parse()
    except InvalidInput as refused:
        for line in str(refused).splitlines():
            assert refused_character(line) is None, ascii(line)
        return False
    return True


def read_and_written(data: bytes, name: str) -> Manifest:
    manifest = read(data, name=name)
    assert read(to_yaml(manifest).encode(), name="again.yaml") == manifest
    assert read(to_json(manifest).encode(), name="again.json") == manifest
    return manifest


@pytest.mark.parametrize(
    "name, text, share",
    [("x.yaml", YAML, 2), ("x.json", to_json(EXAMPLE), 3), ("x.csv", CSV, 4)],
    ids=["yaml", "json", "csv"],
)
def test_a_mangled_file_is_read_or_refused(name: str, text: str, share: int):
    random_ = random.Random(f"{SEED}{name}")  # noqa: S311 (inputs, not secrets)
    inputs = [mangled_bytes(random_, text) for _ in range(SHARE * share)]

    accepted = sum(survived(lambda data=data: read_and_written(data, name)) for data in inputs)

    assert 0 < accepted < len(inputs)


@pytest.mark.parametrize(
    "parse, texts, share",
    [(parse_address, ADDRESSES, 6), (clean_url, URLS, 4), (reference_slug, URLS, 1)],
    ids=["address", "url", "reference"],
)
def test_a_mangled_word_is_read_or_refused(parse: Callable[[str], object], texts: list[str], share: int):
    random_ = random.Random(SEED)  # noqa: S311 (inputs, not secrets)
    inputs = [mangled(random_, random_.choice(texts)) for _ in range(SHARE * share)]

    accepted = sum(survived(lambda text=text: parse(text)) for text in inputs)

    assert 0 < accepted <= len(inputs)
