"""Institutions by their printed names, and names that only look like theirs."""

from __future__ import annotations

import pytest

from suyuan.ledger.institutions import InstitutionKind, institution_named, institution_of, institutions
from suyuan.model.booking import Counterparty

NAMED = {
    "财付通支付科技有限公司": "tenpay",
    "财付通-微信转账": "tenpay",
    "微信支付-某超市": "tenpay",
    "支付宝（中国）网络技术有限公司客户备付金": "alipay",
    "支付宝-张某甲": "alipay",
    "网联清算有限公司": "netsunion",
    "银联商务股份有限公司": "chinaums",
    "中国银联股份有限公司": "unionpay",
    "云闪付": "yunshanfu",
    "网银在线（北京）科技有限公司": "jdpay",
    "京东支付": "jdpay",
    "拉卡拉支付股份有限公司": "lakala",
    "拉卡拉": "lakala",
    "通联支付网络服务股份有限公司": "allinpay",
    "快钱支付清算信息有限公司": "kuaiqian",
    "快钱-某店": "kuaiqian",
    "易宝支付有限公司": "yeepay",
    "上海汇付支付有限公司": "chinapnr",
    "宝付网络科技(上海)有限公司": "baofoo",
    "连连银通电子支付有限公司": "lianlian",
    "上海富友支付服务股份有限公司": "fuiou",
    "随行付支付有限公司": "suixingpay",
    "广州合利宝支付科技有限公司": "helipay",
    "新生支付有限公司": "hnapay",
    "平安付科技服务有限公司": "pinganfu",
    "武汉合众易宝科技有限公司": "douyinpay",
    "抖音支付": "douyinpay",
    "北京钱袋宝支付技术有限公司": "meituanpay",
    "上海付费通信息服务有限公司": "pinduoduopay",
    "翼支付": "bestpay",
    "和包支付": "hebao",
    "沃支付": "wopay",
    "某支付有限公司客户备付金": "clearing",
    "待清算商户消费款": "clearing",
    "代付专户": "clearing",
    "应解汇款及临时存款": "clearing",
    "OKX交易所": "okx",
    "火币网": "huobi",
    "HTX": "huobi",
    "Binance": "binance",
    "芝麻开门": "gate",
    "Gate.io": "gate",
    "库币": "kucoin",
}
LOOK_ALIKES = [
    "易宝贝母婴用品店",
    "快钱袋便利店",
    "连连看儿童乐园",
    "宝付强",
    "富友商贸有限公司",
    "新生",
    "新生活超市",
    "通联物流有限公司",
    "网联科技(临江)有限公司",
    "银联华通超市",
    "平安保险代理有限公司",
    "美团外卖",
    "京东商城",
    "拼多多商城",
    "抖音小店",
    "和包子铺",
    "沃尔玛超市",
    "汇付强",
    "杉德利五金店",
    "乐刷刷汽车美容",
    "支付宝典书店",
    "微信小店张某",
    "芝麻开门火锅店",
    "币安宁",
    "欧易明",
    "通联科技有限公司",
    "中币铸造厂",
    "智付通达物流",
    "小米粥铺",
    "Gates Travel",
    "HTXYZ Trading",
    "张某甲",
    "李通联",
]


@pytest.mark.parametrize(("name", "institution"), NAMED.items())
def test_printed_names_mean_their_institution(name: str, institution: str) -> None:
    """Registered names, brands and words for collecting accounts name the institution."""
    found = institution_named(name)
    assert found is not None
    assert found.id == institution


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_look_alikes_are_nobody(name: str) -> None:
    """A shop or a person whose name begins like a brand is no institution."""
    assert institution_named(name) is None


def test_a_number_names_its_institution() -> None:
    """The account number of a collecting account is enough, whatever name stands beside it."""
    found = institution_of(Counterparty(account="243300133", name="张某甲"))
    assert found is not None
    assert found.id == "tenpay"


def test_ids_are_unique_and_short_words() -> None:
    """Each institution has an id of its own that can stand in a node's name."""
    ids = [each.id for each in institutions()]
    assert len(ids) == len(set(ids))
    assert all(each.isalnum() and each.islower() for each in ids)
    assert {each.kind for each in institutions()} == set(InstitutionKind)
