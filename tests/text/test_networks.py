from __future__ import annotations

from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgctl.domain.refusals import Code, InvalidInput
from orgctl.text.networks import clean_network


@pytest.mark.parametrize(
    "text, network",
    [
        ("203.0.113.0/24", "203.0.113.0/24"),
        ("203.0.113.7/32", "203.0.113.7/32"),
        ("0.0.0.0/0", "0.0.0.0/0"),
        ("2001:db8::/32", "2001:db8::/32"),
        ("2001:0DB8:0000:0000::/32", "2001:db8::/32"),
        ("::/0", "::/0"),
        ("2001:db8::1/128", "2001:db8::1/128"),
        ("::ffff:203.0.113.0/120", "203.0.113.0/24"),
        ("::ffff:0:0/96", "0.0.0.0/0"),
        ("::ffff:cb00:7100/128", "203.0.113.0/32"),
        ("64:ff9b::/96", "64:ff9b::/96"),
    ],
)
def test_a_network_is_kept_in_its_one_canonical_spelling(text: str, network: str):
    assert clean_network(text) == network


@pytest.mark.parametrize(
    "text",
    [
        "",
        "203.0.113.7",
        "203.0.113.1/24",
        "203.0.113.0/33",
        "203.0.113.0/-1",
        "203.0.113.0/024",
        "203.0.113.0/24 ",
        " 203.0.113.0/24",
        "203.0.113.0 /24",
        "203.0.113.0/255.255.255.0",
        "203.0.113.0/0.0.0.255",
        "203.0.113/24",
        "203.0.113.000/24",
        "0x7f.0.0.0/8",
        "203.0.113.0/",
        "/24",
        "203.0.113.0/24/24",
        "2001:db8::1/32",
        "2001:db8::/129",
        "fe80::%eth0/64",
        "fe80::1%1/128",
        "2001:db8:::/32",
        "٢٠٣.0.113.0/24",
        "203.0.113.0/\uff12\uff14",
        "3405803776/24",
        "example.com/24",
        "203.0.113.0/24\n",
        "203.0.113.0/24\x00",
        "1" * 1_000_000,
    ],
)
def test_anything_else_is_no_network(text: str):
    with pytest.raises(InvalidInput) as refused:
        clean_network(text)

    assert refused.value.code is Code.INPUT_NETWORK
    assert len(str(refused.value)) < 120


@pytest.mark.parametrize(
    "text, hint",
    [
        ("203.0.113.7/24", "The network is 203.0.113.0/24."),
        ("2001:db8::1/32", "The network is 2001:db8::/32."),
        ("203.0.113.7", "One address is the network 203.0.113.7/32."),
        ("2001:db8::1", "One address is the network 2001:db8::1/128."),
    ],
)
def test_the_network_that_was_meant_is_hinted_at(text: str, hint: str):
    with pytest.raises(InvalidInput) as refused:
        clean_network(text)

    assert str(refused.value.hint) == hint


@given(st.ip_addresses(), st.integers(0, 128))
def test_a_canonical_network_is_canonical_already(address, prefix: int):
    text = str(ip_network((address, min(prefix, address.max_prefixlen)), strict=False))

    network = clean_network(text)

    assert clean_network(network) == network
    assert ip_network(network).num_addresses == ip_network(text).num_addresses
