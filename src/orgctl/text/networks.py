"""Networks that an organization is restricted to, as CIDR has them."""

from __future__ import annotations

import re
from typing import Final

from orgctl.domain.refusals import Code, InvalidInput, Sentence, say
from orgctl.text.characters import visible

_CIDR: Final = re.compile(r"[0-9A-Fa-f:.]{2,45}/(?:0|[1-9][0-9]{0,2})")
_MAPPED_BITS: Final = 96


def clean_network(text: str) -> str:
    """The network in its one canonical spelling: IPv4 or IPv6 CIDR without host bits.

    IPv4 written as IPv6 (`::ffff:203.0.113.0/120`) is kept as IPv4: one network has one name. Raises
    InvalidInput `input.network`: for a bare address, host bits, a dotted mask, leading zeros, spaces.
    """
    from ipaddress import IPv4Network, IPv6Network, ip_network

    if not _CIDR.fullmatch(text):
        raise _invalid(text, _example(text))
    try:
        network = ip_network(text)
    except ValueError:
        pass
    else:
        if isinstance(network, IPv6Network) and network.prefixlen >= _MAPPED_BITS:
            mapped = network.network_address.ipv4_mapped
            if mapped is not None:
                return str(IPv4Network((mapped, network.prefixlen - _MAPPED_BITS)))
        return str(network)
    try:
        without_host_bits = ip_network(text, strict=False)
    except ValueError:
        raise _invalid(text, _example(text)) from None
    raise InvalidInput(
        Code.INPUT_NETWORK,
        say("{text} has bits set beyond its prefix.", text=text),
        say("The network is {network}.", network=without_host_bits),
    )


def _invalid(text: str, hint: Sentence) -> InvalidInput:
    return InvalidInput(Code.INPUT_NETWORK, say("{text} is no network.", text=visible(text) or "''"), hint)


def _example(text: str) -> Sentence:
    from ipaddress import ip_address

    try:
        address = ip_address(text)
    except ValueError:
        return say("Networks are written as 203.0.113.0/24 or 2001:db8::/32.")
    return say("One address is the network {network}.", network=f"{address}/{address.max_prefixlen}")
