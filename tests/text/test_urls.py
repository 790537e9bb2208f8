from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgctl.domain.refusals import Code, InvalidInput
from orgctl.text.urls import clean_url, reference_slug


@pytest.mark.parametrize(
    "slug", ["ab", "zylker", "a1", "42", "0x1f", "zylker-pl", "a-b-c-d", "admin", "api", "www", "a" * 63]
)
def test_a_slug_is_kept_and_no_word_is_reserved(slug: str):
    assert clean_url(slug) == slug


def test_upper_case_is_folded():
    assert clean_url("ZYLKER-Pl") == "zylker-pl"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a" * 64,
        "-zylker",
        "zylker-",
        "zyl--ker",
        "--",
        "zyl ker",
        " zylker",
        "zylker ",
        "zylker\n",
        "zyl_ker",
        "zyl.ker",
        "zyl/ker",
        "../etc",
        "żabka",
        "zyl\u212aer",
        "\uff5aylker",
        "zyl\u0131er",
        "zyl\u200bker",
        "zyl\u202eker",
        "zyl\x00ker",
        "zyl\udc80ker",
        "²²",
        "٣٣",
        "xn--bcher-kva",
        "'; drop table organizations; --",
        "a" * 10_000_000,
    ],
)
def test_anything_else_is_no_access_url(text: str):
    with pytest.raises(InvalidInput) as refused:
        clean_url(text)

    assert refused.value.code is Code.URL_INVALID
    assert len(str(refused.value)) < 120


@pytest.mark.parametrize(
    "text",
    [
        "zylker",
        "ZYLKER",
        "https://crm.example/org/zylker/",
        "https://crm.example/org/zylker",
        "https://crm.example/Zylker",
        "HTTP://CRM.EXAMPLE:8080/a/b/c/zylker?tab=leads#top",
        "https://user@crm.example/zylker/#/org/other",
    ],
)
def test_an_organization_is_referred_to_by_its_slug_or_a_full_url_ending_in_it(text: str):
    assert reference_slug(text) == "zylker"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://crm.example",
        "https://crm.example/",
        "https://zylker.example",
        "https:///zylker",
        "ftp://crm.example/zylker",
        "crm.example/zylker",
        "/zylker",
        "zylker/",
        "https://crm.example/zyl ker",
        "https://crm.example/zylker//",
        "https://crm.example/żabka",
        "https://crm.example/zylker%2f",
        "javascript:alert(1)/zylker",
        "https://crm.example/" + "a/" * 2_000_000 + "zylker",
        "Zylker Polska",
    ],
)
def test_other_text_refers_to_no_slug(text: str):
    assert reference_slug(text) is None


@given(st.from_regex(r"\A[a-zA-Z0-9-]{1,70}\Z"))
def test_a_clean_url_is_clean_already_and_refers_to_itself(text: str):
    try:
        slug = clean_url(text)
    except InvalidInput:
        assert reference_slug(text) is None
        return

    assert clean_url(slug) == slug == reference_slug(text)
    assert "--" not in slug
    assert 2 <= len(slug) <= 63
