"""Provinces by what the names of branches print."""

from __future__ import annotations

import pytest

from suyuan.recovery.provinces import province_of


@pytest.mark.parametrize(
    ("bank", "province"),
    [
        ("中国工商银行股份有限公司杭州西湖支行", "浙江"),
        ("中国银行吉林省分行", "吉林"),
        ("中国农业银行吉林长春分行", "吉林"),
        ("宁波银行杭州分行", "浙江"),
        ("宁波银行苏州分行", "江苏"),
        ("北京银行", ""),
        ("上海浦东发展银行股份有限公司", ""),
        ("深圳农村商业银行", "广东"),
        ("贵州遵义某村镇银行", "贵州"),
        ("中国建设银行", ""),
        ("招商银行北京上海路支行", ""),
        ("", ""),
    ],
)
def test_the_branch_says_where(bank: str, province: str) -> None:
    """The branch's place counts, a bank's own name only where it is bound to its place; two places say nothing."""
    assert province_of(bank) == province
