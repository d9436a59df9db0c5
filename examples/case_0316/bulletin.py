"""The case's own official bulletin, in the manner of the joint ones, and the facts a reader must find in it."""

from __future__ import annotations

from typing import Any

TITLE = "临江公安机关通报“3.16”电信网络诈骗案侦办进展"
NOTICE = "（本文为虚构样例，城市、案件、人员、金额均为虚构，仅供程序演示和测试。）"
PARAGRAPHS = (
    "　　临江日报（虚构）讯 4月12日，临江市公安局、临江市人民检察院联合通报一起"
    "跨境电信网络诈骗犯罪案件的侦办进展。",
    "　　<strong>临江“3.16”电信网络诈骗案</strong>",
    "　　2021年3月，临江公安机关从“断卡”行动线索入手，深挖出一个盘踞在缅北地区的电信网络诈骗集团，以及一个在市内"
    "贩卖银行卡的犯罪团伙。公安机关初步查明，2021年2月至2021年3月，该诈骗集团通过搭建虚假投资平台、刷单等方式对"
    "我国公民实施诈骗，已核实被害人13名；该贩卡团伙组织人员非法买卖银行卡、电话卡。现已抓获诈骗窝点、贩卡团伙人员"
    "30余名，涉案金额人民币100万余元。",
)
PUBLISHED = "2021-04-12"


def as_page() -> bytes:
    """The bulletin as a news page that somebody saved."""
    front = f"---\ntitle: '{TITLE}'\ncategories:\n - 虚构\nauthor: 临江日报（虚构）\ncomments: false\n"
    front += "date: Mon, 12 Apr 2021 03:16:00 GMT\n---\n"
    body = "\n".join(f'<p cms-style="font-L">{text}</p>' for text in PARAGRAPHS)
    return f"{front}\n<div>\n{body}\n<p>{NOTICE}</p>\n</div>\n".encode()


def as_text() -> bytes:
    """The same as plain text."""
    plain = [text.replace("<strong>", "").replace("</strong>", "") for text in PARAGRAPHS]
    lines = [TITLE, "2021年4月12日 10:05　来源：临江日报（虚构）", *plain, NOTICE]
    return ("\n\n".join(lines) + "\n").encode()


EXPECTED: dict[str, Any] = {
    "title": TITLE,
    "published": PUBLISHED,
    "issuers": ["临江市公安局", "临江市人民检察院"],
    "cases": [
        {
            "name": "临江“3.16”电信网络诈骗案",
            "province": None,
            "date_phrase": "2021年3月",
            "date_resolved": "2021-03",
            "lead_kind": "card_crackdown",
            "base_country_or_region": "缅北地区",
            "methods": ["虚假投资平台", "刷单"],
            "period": ["2021-02", "2021-03"],
            "arrested": {"value": 30, "qualifier": "余", "text": "30余名"},
            "amount_yuan": {"value": 1000000, "qualifier": "余", "text": "100万余元"},
            "amount_kind": "involved",
            "victims": {"value": 13, "qualifier": "", "text": "13名"},
            "other_numbers": [],
            "helpers": ["贩卖银行卡的犯罪团伙"],
        }
    ],
    "aggregate_numbers": [],
}
