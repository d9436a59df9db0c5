"""Account numbers: normal form, masks, damage."""

from __future__ import annotations

import pytest

from suyuan.model.account import fits_mask, is_damaged, is_masked, normal_form


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("6200 0000 1111 2222", "6200000011112222"),
        ("\t6200000011112222\t", "6200000011112222"),
        ("'6200000011112222", "6200000011112222"),
        ('="0012345"', "0012345"),
        ("[2088000000000001]", "2088000000000001"),
        ("６２００", "6200"),
        ("Abc@Example.com", "ABC@EXAMPLE.COM"),
        ("TXinventedAddressForTests111111111", "TXinventedAddressForTests111111111"),
        ("0xABCDEF0000000000000000000000000000000001", "0xabcdef0000000000000000000000000000000001"),
        ("--", ""),
        ("/", ""),
        ("null", ""),
        ("----------", ""),
        ("无", ""),
    ],
)
def test_normal_form(raw: str, normal: str) -> None:
    """Dirt goes, capitals are compared alike, chain addresses stay as they are where case counts."""
    assert normal_form(raw) == normal


def test_masks() -> None:
    """A masked number is a pattern: it fits what agrees at both ends, and nothing else."""
    assert is_masked("6226******5669")
    assert fits_mask("6226******5669", "6226000000005669")
    assert not fits_mask("6226******5669", "6226000000005668")
    assert not fits_mask("6226******5669", "6227000000005669")
    assert not is_masked("6226000000005669")


def test_damage() -> None:
    """More than 15 digits kept as a float have lost digits; the same digits kept as text have not."""
    assert is_damaged("6200000011112200", stored_as_number=True)
    assert not is_damaged("6200000011112200", stored_as_number=False)
    assert not is_damaged("620000001111", stored_as_number=True)
    assert is_damaged("6.2E+15", stored_as_number=False)
