"""``suyuan seizure``: seized property from its taking to its disposal, and what suspects give back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from suyuan.cli import measure_currency, measure_shown, output
from suyuan.cli import measure_options as given
from suyuan.cli.home import AsJson, CaseOption, Home
from suyuan.cli.language import LANGUAGE, words
from suyuan.cli.measure_options import AMOUNT, TEXT, option
from suyuan.model.text import Text
from suyuan.recovery.seizure_facts import Disposal, SaleGround, SeizureStep, Way
from suyuan.settings import load

if TYPE_CHECKING:
    from suyuan.actions.measures import Entered
    from suyuan.actions.seizures import SeizureView

app = typer.Typer(
    no_args_is_help=True,
    help=words(
        Text(
            zh="查封扣押与退赃退赔：登记、估价、交接、变卖、处理意见、返还、移送、解除、没收。",
            en="Seized property and voluntary return, from the taking to the disposal.",
        )
    ),
)
TAKE_HELP = Text(
    zh="登记查封、扣押的财物，或嫌疑人、家属退赃退赔的款物。\n\n"
    "例：suyuan seizure take --case A0316 --way given_up --from 张某甲 --amount 30000 --keeper 涉案款专户",
    en="Record property that was sealed or seized, or what a suspect or his family gives back.\n\n"
    "Example: suyuan seizure take --case A0316 --way given_up --from NAME --amount 30000 --keeper ACCOUNT",
)
NONE = Text(zh="没有查封扣押或退赃退赔记录。", en="There is no seized property and no voluntary return.")
LINE = Text(
    zh="{id}  {way}  {state}  {person}：{what}；现为金钱 {money} {currency}，余 {left}",
    en="{id}  {way}  {state}  {person}: {what}; as money {money} {currency}, left {left}",
)
VALUED = Text(zh="（估价 {amount} {currency}）", en=" (valued at {amount} {currency})")
Basis = Annotated[
    str,
    option("--basis", TEXT, "依据，虚拟货币为汇率及来源", "what it rests on; of tokens rate and source"),
]


@app.callback()
def seizure() -> None:
    """Stand before the commands."""


@app.command(help=words(TAKE_HELP))
def take(  # noqa: PLR0913  an option each
    case: CaseOption,
    way: Annotated[
        str, option("--way", "seized|sealed|given_up|compensated", "扣押、查封、退赃、退赔", "how it came")
    ],
    person: Annotated[str, option("--from", TEXT, "从何人处", "from whom")],
    amount: Annotated[str | None, option("--amount", AMOUNT, "金额（金钱）", "the sum, of money")] = None,
    kind: Annotated[
        str,
        option(
            "--object",
            "cash|vehicle|property|crypto|securities|equity|policy|listed_shares",
            "财产种类",
            "kind of property",
        ),
    ] = "cash",
    name: Annotated[str, option("--name", TEXT, "财物名称", "what the thing is")] = "",
    number: Annotated[str, option("--number", TEXT, "车牌、证号等", "plate, certificate, …")] = "",
    quantity: Annotated[str, option("--quantity", TEXT, "数量", "quantity")] = "",
    unit: Annotated[str, option("--unit", TEXT, "单位", "its unit")] = "",
    address: Annotated[str, option("--address", TEXT, "虚拟货币接收地址", "of tokens: the custody address")] = "",
    key_holder: Annotated[str, option("--key-holder", TEXT, "密钥保管人", "of tokens: who holds the key")] = "",
    transaction: Annotated[
        list[str] | None,
        option("--transaction", TEXT, "转入交易哈希，可重复", "of tokens: the transactions; may be repeated"),
    ] = None,
    keeper: Annotated[str, option("--keeper", TEXT, "保管单位或账户", "where it is kept")] = "",
    account: Annotated[
        str, option("--account", TEXT, "该款出自的账户或去向", "the account or exit it came from")
    ] = "",
    document: given.Document = "",
    currency: given.Currency = "CNY",
    why: given.Why = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Record an item."""
    from suyuan.actions import seizures
    from suyuan.recovery.measured_objects import Custody, ObjectClass, ThingFacts
    from suyuan.recovery.seizure_facts import Taking

    currency = measure_currency.code(currency)
    custody = Custody(address, key_holder, tuple(transaction or ())) if address or key_holder else None
    thing = ThingFacts(name, number, quantity, unit, custody=custody) if name or custody else None
    taking = Taking(
        given.word(Way, way),
        person,
        given.word(ObjectClass, kind),
        thing,
        given.optional_minor(amount, currency),
        currency,
        document,
        keeper,
        account.strip(),
    )
    _said(seizures.take_item(load(home), case, taking, given.entered(at, on, why)), as_json)


@app.command(help=words(Text(zh="登记估价", en="record a valuation")))
def value(  # noqa: PLR0913
    word: given.Word,
    case: CaseOption,
    amount: Annotated[str, option("--amount", AMOUNT, "估价", "the value")],
    appraiser: Annotated[str, option("--appraiser", TEXT, "估价机构", "who valued it")],
    basis: Basis = "",
    document: given.Document = "",
    currency: given.Currency = "CNY",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Record a valuation."""
    from suyuan.recovery.seizure_facts import Valuation

    currency = measure_currency.code(currency)
    facts = Valuation(given.minor(amount, currency), currency, appraiser, document, basis)
    _step(home, case, word, SeizureStep.VALUE, facts, given.entered(at, on), as_json)


@app.command(help=words(Text(zh="登记保管交接", en="record a change of custody")))
def move(  # noqa: PLR0913
    word: given.Word,
    case: CaseOption,
    giver: Annotated[str, option("--giver", TEXT, "移交人", "who gave it")],
    taker: Annotated[str, option("--taker", TEXT, "接收人", "who took it")],
    place: Annotated[str, option("--place", TEXT, "保管地点", "where it lies")] = "",
    transaction: Annotated[
        list[str] | None, option("--transaction", TEXT, "交易哈希，可重复", "transactions; may be repeated")
    ] = None,
    why: given.Why = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Record a change of custody."""
    from suyuan.recovery.seizure_facts import CustodyChange

    facts = CustodyChange(giver, taker, place, tuple(transaction or ()))
    _step(home, case, word, SeizureStep.MOVE, facts, given.entered(at, on, why), as_json)


@app.command(help=words(Text(zh="登记先行变卖（须另一人批准）", en="record an early sale that another approved")))
def sell(  # noqa: PLR0913
    word: given.Word,
    case: CaseOption,
    ground: Annotated[
        str,
        option(
            "--ground",
            "spoils|loses_value|costly|owner_asked",
            "易损毁、易贬值、保管困难、权利人申请",
            "why before judgment",
        ),
    ],
    proceeds: Annotated[str, option("--proceeds", AMOUNT, "价款", "gross proceeds")],
    buyer: Annotated[str, option("--buyer", TEXT, "买受人或拍卖机构", "buyer or auctioneer")],
    approved_by: given.ApprovedBy,
    costs: Annotated[str, option("--costs", AMOUNT, "费用", "costs")] = "0",
    basis: Basis = "",
    level: given.LevelOption = None,
    document: given.Document = "",
    currency: given.Currency = "CNY",
    why: given.Why = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Record an early sale."""
    from suyuan.recovery.seizure_facts import Sale

    currency = measure_currency.code(currency)
    facts = Sale(
        given.word(SaleGround, ground),
        given.minor(proceeds, currency),
        given.minor(costs, currency),
        currency,
        buyer,
        document,
        basis,
        given.level(level),
    )
    _step(home, case, word, SeizureStep.SELL, facts, given.entered(at, on, why, approved_by), as_json)


@app.command(help=words(Text(zh="提出处理意见", en="propose what becomes of it")))
def propose(  # noqa: PLR0913
    word: given.Word,
    case: CaseOption,
    disposal: Annotated[
        str,
        option(
            "--disposal",
            "return_victim|return_owner|confiscate|destroy|evidence",
            "返还被害人、退还权利人、没收、销毁、作为证据",
            "what is proposed",
        ),
    ],
    why: given.Why,
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Propose a disposal."""
    from suyuan.recovery.seizure_facts import DisposalProposal

    facts = DisposalProposal(given.word(Disposal, disposal))
    _step(home, case, word, SeizureStep.PROPOSE, facts, given.entered(at, on, why), as_json)


@app.command(help=words(Text(zh="登记返还被害人的款项", en="record a sum that was returned to victims")))
def pay(  # noqa: PLR0913
    word: given.Word,
    case: CaseOption,
    amount: Annotated[str, option("--amount", AMOUNT, "返还金额", "the sum")],
    document: Annotated[str, option("--document", TEXT, "返还决定文书号", "the decision's number")],
    currency: measure_currency.Stated = "",
    why: given.Why = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Record a sum that was returned."""
    from suyuan.recovery.seizure_facts import PaidOut

    currency = measure_currency.of_seizure(home, case, word, currency)
    facts = PaidOut(given.minor(amount, currency), document)
    _step(home, case, word, SeizureStep.PAY, facts, given.entered(at, on, why), as_json)


@app.command("hand-over", help=words(Text(zh="随案移送（须有处理意见）", en="hand it over with the case")))
def hand_over(  # noqa: PLR0913
    word: given.Word,
    case: CaseOption,
    taker: Annotated[str, option("--taker", TEXT, "接收机关", "who takes it")],
    document: Annotated[str, option("--document", TEXT, "移送清单号", "the list's number")],
    why: given.Why = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Hand it over."""
    from suyuan.recovery.seizure_facts import HandOver

    facts = HandOver(taker, document)
    _step(home, case, word, SeizureStep.HAND_OVER, facts, given.entered(at, on, why), as_json)


@app.command(help=words(Text(zh="解除并退还（须另一人批准）", en="release it; another person approves")))
def release(  # noqa: PLR0913
    word: given.Word,
    case: CaseOption,
    taker: Annotated[str, option("--taker", TEXT, "退还给何人", "to whom")],
    approved_by: given.ApprovedBy,
    why: given.Why,
    level: given.LevelOption = None,
    document: given.Document = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Release it."""
    from suyuan.recovery.seizure_facts import SeizureRelease

    facts = SeizureRelease(taker, document, given.level(level))
    _step(home, case, word, SeizureStep.RELEASE, facts, given.entered(at, on, why, approved_by), as_json)


@app.command(help=words(Text(zh="登记判决没收", en="record that a judgment confiscates it")))
def confiscate(  # noqa: PLR0913
    word: given.Word,
    case: CaseOption,
    court: Annotated[str, option("--court", TEXT, "法院", "the court")],
    document: Annotated[str, option("--document", TEXT, "判决书号", "the judgment's number")],
    why: given.Why = "",
    on: given.On = None,
    at: given.At = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Record a confiscation."""
    from suyuan.recovery.seizure_facts import Confiscation

    facts = Confiscation(court, document)
    _step(home, case, word, SeizureStep.CONFISCATE, facts, given.entered(at, on, why), as_json)


@app.command("list", help=words(Text(zh="列出本案查封扣押与退赃退赔", en="list a case's items")))
def list_(case: CaseOption, as_json: AsJson = False, home: Home = None) -> None:
    """List the items."""
    from suyuan.actions import seizures

    found = seizures.list_items(load(home), case)
    if as_json:
        output.say_json([seizures.item_object(each, LANGUAGE) for each in found])
        return
    if not found:
        output.say(NONE)
    for each in found:
        _said(each, as_json=False)


@app.command(help=words(Text(zh="一项财物的全部步骤", en="one item with all its steps")))
def show(word: given.Word, case: CaseOption, as_json: AsJson = False, home: Home = None) -> None:
    """Show one item."""
    from suyuan.actions import seizures

    view = seizures.show_item(load(home), case, word)
    _said(view, as_json)
    if not as_json:
        measure_shown.say_steps(view.proceeding)


def _step(
    home: Home, case: str, word: str, step: SeizureStep, facts: object, entered: Entered, as_json: bool
) -> None:
    from suyuan.actions import seizures

    _said(seizures.carry_on_item(load(home), case, word, step, facts, entered), as_json)


def _said(view: SeizureView, as_json: bool) -> None:
    from suyuan.actions import seizures
    from suyuan.model.money import text_from_minor
    from suyuan.recovery.measured_objects import OBJECT_NAMES
    from suyuan.recovery.seizure_facts import SEIZURE_STATES, WAY_NAMES

    if as_json:
        output.say_json(seizures.item_object(view, LANGUAGE))
        return
    item, taking = view.seizure, view.seizure.taking
    thing = taking.thing
    what = words(OBJECT_NAMES[taking.object])
    if thing is not None:
        what = " ".join(part for part in (thing.name, thing.number, thing.quantity + thing.unit) if part)
    if item.valuation is not None and item.sale is None:
        value = text_from_minor(item.valuation.amount, item.valuation.currency)
        what += words(VALUED(amount=value, currency=item.valuation.currency))
    output.say(
        LINE(
            id=view.proceeding.id,
            way=WAY_NAMES[taking.way],
            state=SEIZURE_STATES[item.state],
            person=taking.person,
            what=what,
            money=text_from_minor(item.money, item.currency),
            left=text_from_minor(item.left, item.currency),
            currency=item.currency,
        )
    )
