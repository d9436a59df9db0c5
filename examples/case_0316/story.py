"""What happened in March 2021, payment by payment, as the gang's own bookkeeper could have noted it.

A line of MOVES is: date, payer's time, payer ``>`` payee, yuan, then options:
  words=…       what the payer's statement says about it (摘要)
  payer=…       how the PAYEE's statement prints the payer: card, number, name, nobody, masked, pool (default card)
  payee=…       how the PAYER's statement prints the payee, likewise; damaged = spoiled by Excel
  lag=N         the payee's clock in seconds after the payer's (default 1 to 3)
  hide=in|out   that side's statement lacks the row (a missing page, a statement that has ended)
  lost          it left the payer but never reached the payee, whose complete statement lacks it
  failed        the bank refused it: a row, but no money
  as=NAME, corrects=NAME   a 冲正 and the booking it reverses
  ordinary      clean money, part of a card holder's everyday life
  refunds=NAME  a 退款 of part of the payment of that name, with its order number
  from=CODE     who sent the red packet that is opened
  memo          the bank's note of a freeze: a row with an amount, and no money
  ref=NAME      both institutions' rows carry the same number; ref=NAME/note: the bank's has it in its 备注
Payees CASH and X, payers J…, are the ends of the story; see cast.py for who is who.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cast import fen, march

FILED = "2021-03-18T09:00:00+08:00"
AS_OF = "2021-03-20T18:00:00+08:00"

MOVES = """
# 1. The big platform: V01 and V08 pay T1a; a first "withdrawal" as bait
03-05 20:11:05 V01>T1a 5000 words=网上转账
03-06 10:30:22 T1a>V01 2000 words=跨行转出
03-07 09:15:40 T1a>T2a 2900
03-08 15:00:00 T3g>T4g 3000                        # before T4g's statement begins
03-09 14:02:37 V01>T1a 50000 words=网上转账
03-09 14:06:10 T1a>T2a 30000
03-09 14:06:55 T1a>T2b 19800
03-09 14:10:05 T2a>T3a 29900 payee=number
03-09 14:12:20 T2b>T3b 19700
03-09 14:15:31 T3a>T4a 29800
03-09 14:20:18 T3b>T4b 19600
03-09 15:00:44 T4b>D1 19500 words=货款
03-09 15:01:10 T4a>CASH 10000
03-09 15:02:25 T4a>CASH 10000
03-10 09:03:17 T4a>CASH 9800
03-11 09:41:20 V01>T1a 120000 words=网上转账
03-11 09:43:05 V08>T1a 200000
03-11 09:44:30 T1a>T2a 99900
03-11 09:45:02 T1a>T2b 99900
03-11 09:45:40 T1a>T2c 99900
03-11 09:46:15 T1a>T2d 20000
03-11 09:50:11 T2a>T3a 50000 payee=number payer=number
03-11 09:50:48 T2a>T3b 49800
03-11 09:52:00 T2b>T3c 60000
03-11 09:52:41 T2b>T3d 39800
03-11 09:55:10 T2c>T3e 50000
03-11 09:55:52 T2c>T3f 49800
03-11 09:56:20 T3a>T4a 30000
03-11 09:57:12 T3a>T4b 19900
03-11 10:00:30 T3c>D1 59800 words=货款
03-11 10:01:00 T2d>T3g 19900
03-11 10:05:03 T3b>T4c 49700 failed
03-11 10:07:15 T3b>T4c 49700
03-11 10:10:26 T3d>T4d 39700
03-11 10:12:50 T4b>D1 19800 words=货款
03-11 10:15:00 T3e>T4e 49900
03-11 10:18:09 T4d>D1 39600 words=货款
03-11 10:20:00 T3f>E1 49000
03-11 10:30:37 T3g>D1 19800 words=货款
03-11 10:41:02 T4a>CASH 10000
03-11 10:42:11 T4a>CASH 10000
03-11 10:50:30 T4e>CASH 10000
03-11 10:51:42 T4e>CASH 10000
03-12 08:30:15 T4c>CASH 2000
03-12 16:20:09 V08>T1a 88000
03-12 16:22:31 T1a>T2b 49900
03-12 16:23:02 T1a>T2c 38000
03-12 16:30:16 T2b>T3e 49800
03-12 16:35:40 T2c>T3f 37900
03-12 16:40:00 T3e>T4e 49700
03-12 17:00:12 T3f>E1 30000
03-12 17:05:51 T4e>X 30000 payee=masked
03-13 09:20:14 T4e>CASH 10000
03-13 09:21:30 T4e>CASH 10000

# 2. V02 and V06 pay T1b; P13 pays too and has reported nothing; six payments in one second
03-12 11:02:15 V02>T1b 80000
03-12 11:05:10 T1b>T2h 40000
03-12 11:06:00 T1b>T2k 39500
03-12 11:15:00 T2h>T3f 39000
03-12 11:20:05 T2k>T3k 30000
03-12 11:25:33 T2k>T3g 9000
03-12 11:30:00 T3f>T4h 38900
03-12 12:00:21 T4h>D1 38800 words=货款
03-13 15:05:20 V02>T1b 60000 payee=masked
03-13 15:08:02 V06>T1b 100000
03-13 15:10:44 V06>T1b 68000
03-13 15:12:19 P13>T1b 36600
03-13 15:20:07 T1b>T2h 49000
03-13 15:20:07 T1b>T2c 49000
03-13 15:20:07 T1b>T2k 49000
03-13 15:20:07 T1b>T2d 49000 lag=1
03-13 15:20:07 T1b>T2i 49000
03-13 15:20:07 T1b>T2d 20000 lag=2
03-13 15:26:01 T2h>T3l 8000 as=R1
03-13 15:26:31 T3l>T2h 8000 corrects=R1 words=冲正
03-13 15:31:20 T2c>T3e 48900 hide=in               # on the missing page of T3e
03-13 15:33:10 T3e>X9 45000 hide=out               # on the missing page of T3e
03-13 15:40:00 T2d>T4h 68900
03-13 15:45:06 T2k>T3g 40000 payee=damaged
03-13 16:00:00 T2i>T3g 30000
03-13 16:05:18 T3g>T4g 50000
03-13 16:07:44 T3g>T4h 20000
03-13 17:00:09 T4g>D1 60000 words=货款
03-13 18:10:00 T4h>D1 80000 words=货款
03-17 10:10:00 T2k>T3g 5000                        # after T2k's statement ends

# 3. V11 and V12 pay T1f
03-13 16:01:12 V11>T1f 26000
03-13 16:03:30 V12>T1f 52000
03-13 16:10:00 T1f>T2h 40000
03-13 16:11:00 T1f>T2i 37000
03-13 16:20:00 T2h>T4f 40000
03-13 16:30:00 T2i>T4g 25000
03-13 17:30:00 T2h>T3e 48000
03-13 17:45:00 T3e>T4f 30000
03-13 18:00:40 T4f>D1 50000 words=货款
03-15 11:00:00 T2i>T3j 6600 lost                   # T3j's complete statement does not have it

# 4. V09 and V10 pay T1e; a reversed payment with another booking in between
03-12 10:05:10 V10>T1e 15000
03-12 10:05:50 V10>T1e 15000
03-12 10:12:00 T1e>T2g 30000
03-12 10:20:30 V09>T1e 45000
03-12 10:31:00 T1e>T2g 44000
03-12 10:40:00 T2g>T3d 30000
03-13 11:20:00 T2g>T3k 12000 as=R2
03-13 11:21:10 T2g>T3j 5000
03-13 11:25:00 T3k>T2g 12000 corrects=R2 words=冲正
03-13 11:30:00 T2g>T3b 11900

# 5. V03, worked out with a pencil in STORY.md
03-10 10:02:11 V03>T1c 30000
03-10 10:05:40 T1c>T2e 20000
03-10 10:20:00 T1c>CASH 5000
03-11 10:30:00 V03>T1c 12000
03-11 10:35:00 T1c>T2e 16000
03-11 10:50:00 T2e>T3i 25000
03-11 11:10:00 T2e>CASH 6000

# 6. V07, small orders repaid before the large loss; worked out with a pencil
03-08 19:00:10 V07>T1d 100
03-08 19:20:33 T1d>V07 130 words=佣金
03-09 19:05:00 V07>T1d 300
03-09 19:25:12 T1d>V07 390 words=佣金
03-10 19:02:00 V07>T1d 1000
03-10 19:40:45 T1d>V07 1200 words=佣金
03-11 19:10:08 V07>T1d 30000
03-11 19:14:00 T1d>T2f 29500
03-11 19:20:00 T2f>E2 20000
03-11 19:45:00 T2f>CASH 5000

# 7. V05, through wallets to a card; worked out with a pencil
03-14 19:45:00 V05>W1 2000
03-14 20:10:00 V05>W1 18000
03-14 20:12:00 W1>W2 10000
03-14 20:13:00 W1>W2 9800
03-14 20:15:00 W2>T3h 10000 ref=N1 payer=pool lag=40
03-14 20:16:00 W2>T3h 9700 ref=N2/note payer=pool lag=35
03-14 20:30:00 T3h>CASH 5000
03-14 20:31:00 T3h>CASH 5000

# 8. V04, small orders through Alipay
03-07 12:10:00 V04>WA 120
03-07 12:40:00 WA>V04 150
03-08 12:15:00 V04>WA 1500
03-08 13:05:00 V04>WA 8000
03-08 13:20:00 WA>T2j 9000 ref=N3 payer=pool lag=25
03-08 13:30:00 T2j>T3j 8900
03-08 14:00:00 T3j>CASH 5000
03-08 14:02:00 T3j>CASH 3000

# 9. V13 pays by credit card, worked out with a pencil; a first small return repays the card's lender
03-12 14:02:10 V13>T1g 12000 payee=name words=转账
03-12 14:20:00 T1g>V13 600 words=返利 payer=name
03-13 10:15:30 V13>T1g 8000 payee=name words=转账
03-13 10:20:00 T1g>T2l 15000
03-13 10:20:02 T1g>FEE 7.50 words=手续费
03-13 10:30:00 T2l>W3 6000 ref=N4 payee=pool lag=20 words=快捷支付
03-13 10:40:00 T2l>POOL:TENPAY 3500 words=快捷支付            # Tenpay was not asked about this one
03-13 10:50:00 T2l>PRODUCT:yuebao 2500 words=余额宝转入
03-14 16:20:00 T2l>SHOP:虚构超市 1200 words=POS消费 as=S1
03-15 09:00:00 PRODUCT:yuebao>T2l 1501.26 words=余额宝转出
03-15 20:00:00 T2l>T2m 1000 words=信用卡还款 payer=nobody
03-16 11:05:00 PRODUCT:yuebao>T2l 1000.42 words=余额宝转出
03-16 11:30:00 T2l>PRODUCT:yuebao 1800 words=余额宝转入
03-17 15:40:00 SHOP:虚构超市>T2l 500 words=退款 refunds=S1 lag=0
03-16 20:00:00 W3>PACKET:P1 200
03-16 20:01:00 PACKET:P1>W1 88 lag=0 from=W3
03-17 20:00:00 PACKET:P1>W3 112 lag=0
03-17 18:00:00 T2l>M1 800 ref=N5 payee=pool lag=3 words=快捷支付
03-18 09:30:00 X>V13 5000 words=还款 lag=0
03-20 10:00:00 T2l>FROZEN 2000 words=公安冻结 memo

# 11. V14 keeps a rebate and forwards V15's money; cash is taken out and paid in again; worked out with a pencil
03-14 09:00:10 V14>T1h 6000
03-14 09:30:00 T1h>V14 800 words=佣金
03-15 10:00:00 V15>V14 20000 as=F1
03-15 10:20:00 V14>T1h 20000 as=F2 forwards
03-15 10:40:00 T1h>CASH 4800 as=C1
03-15 10:52:00 CASHIN>T2n 4800 words=现金存入 lag=0 as=C2

# 10. Two everyday oddities before the fraud (all other everyday bookings come from ordinary.py)
03-04 10:30:00 T2c>PRODUCT:NP0316A 1000 words=理财申购产品代码NP0316A ordinary
03-05 11:20:00 CASHIN>T1e 1500 words=现金存入 lag=0 ordinary
"""


@dataclass
class Move:
    """One payment as it really was (or, failed, was tried). ``at`` is the payer's clock, ``seen_at`` the payee's.

    ``payer`` and ``payee`` are codes of cast.py, or CASH, CASHIN, FEE, INTEREST, PRODUCT:…, POOL:…, SHOP:…,
    PACKET:…, FROZEN, X (nobody knows).
    """

    place: int
    at: datetime
    payer: str
    payee: str
    amount: int
    words: str = "转账"
    prints_payer: str = "card"
    prints_payee: str = "card"
    lag: int = 2
    hidden: tuple[str, ...] = ()
    failed: bool = False
    lost: bool = False
    name: str = ""
    corrects: str = ""
    refunds: str = ""
    sender: str = ""
    memo: bool = False
    shared_reference: str = ""
    shared_in_note: bool = False
    ordinary: bool = False
    forwards: bool = False
    """The payer passes on what another victim paid: no payment of his own that he reports."""
    rows: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Side (out, in) to (file, row), filled when the files are written."""

    @property
    def seen_at(self) -> datetime:
        return self.at + timedelta(seconds=self.lag)

    def at_side(self, side: str) -> datetime:
        return self.at if side == "out" else self.seen_at


_LINE = re.compile(r"03-(\d\d) (\d\d):(\d\d):(\d\d) ([\w:]+)>([\w:]+) (\d+(?:\.\d+)?)(.*)")


def _move(place: int, line: str) -> Move:
    match = _LINE.fullmatch(line.partition("#")[0].rstrip())
    if match is None:
        raise ValueError(line)
    day, hour, minute, second = (int(part) for part in match.groups()[:4])
    words = [word.partition("=")[::2] for word in match[8].split()]
    options = dict(words)
    reference, _, note = options.get("ref", "").partition("/")
    move = Move(place, march(day, hour, minute, second), match[5], match[6], fen(match[7]))
    move.words = options.get("words", "ATM取款" if match[6] == "CASH" else "转账")
    move.prints_payer = options.get("payer", "card")
    move.prints_payee = options.get("payee", "card")
    move.lag = int(options.get("lag", 1 + place % 3))
    move.hidden = (options["hide"],) if "hide" in options else ()
    move.failed, move.lost, move.ordinary = "failed" in options, "lost" in options, "ordinary" in options
    move.name, move.corrects = options.get("as", ""), options.get("corrects", "")
    move.sender, move.forwards = options.get("from", ""), "forwards" in options
    move.refunds, move.memo = options.get("refunds", ""), "memo" in options
    move.shared_reference, move.shared_in_note = reference, note == "note"
    if move.corrects:
        move.lag = 0
    return move


def told_moves() -> list[Move]:
    """The story's own payments, in the order in which they are told."""
    lines = [line for line in MOVES.splitlines() if line.strip() and not line.startswith("#")]
    return [_move(place, line) for place, line in enumerate(lines)]
