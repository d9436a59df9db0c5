"""Totals that a camt message prints of itself, compared with its entries."""

from __future__ import annotations

import pytest

from suyuan.intake.grid import open_bytes
from suyuan.intake.statement import read_opened
from suyuan.model.text import Language

ENTRY = (
    '<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd><Sts>BOOK</Sts>'
    "<BookgDt><Dt>2021-03-0{day}</Dt></BookgDt></Ntry>\n"
)
MESSAGE = (
    '<?xml version="1.0"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt>'
    "<Id>1</Id><Acct><Id><IBAN>DE00000000000000000001</IBAN></Id><Ccy>EUR</Ccy></Acct>\n<TxsSummry>"
    "<TtlNtries><NbOfNtries>{count}</NbOfNtries><Sum>{total}</Sum></TtlNtries>\n"
    "<TtlCdtNtries><NbOfNtries>1</NbOfNtries><Sum>{credits}</Sum></TtlCdtNtries>"
    "<TtlDbtNtries><NbOfNtries>2</NbOfNtries><Sum>20.50</Sum></TtlDbtNtries></TxsSummry>\n"
    + ENTRY.format(amount="100.00", way="CRDT", day=1)
    + ENTRY.format(amount="20.00", way="DBIT", day=2)
    + ENTRY.format(amount="0.50", way="DBIT", day=3)
    + "</Stmt></BkToCstmrStmt></Document>"
)


@pytest.mark.parametrize(
    ("count", "total", "credits", "said"),
    [
        ("3", "120.50", "100.00", []),
        (
            "4",
            "120.50",
            "100.0",
            ["TtlNtries/NbOfNtries on line 3 prints 4, but the entries read come to 3"],
        ),
        (
            "3",
            "120.50",
            "90",
            ["TtlCdtNtries/Sum on line 4 prints 90.00, but the entries read come to 100.00"],
        ),
        ("3", "121", "", ["TtlNtries/Sum on line 3 prints 121.00, but the entries read come to 120.50"]),
    ],
)
def test_printed_totals_are_compared(count: str, total: str, credits: str, said: list[str]) -> None:
    """A number or a sum that is not that of the entries is said with both figures; nothing else is."""
    text = MESSAGE.format(count=count, total=total, credits=credits)
    file = read_opened(open_bytes("a.xml", text.encode()))
    assert file.tables[0].rows.read == 3
    found = [each.render(Language.EN) for each in file.warnings]
    assert [each for each in found if "total" in each] == [f"the total {each}" for each in said]
