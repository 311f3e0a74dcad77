"""Which accounts of both systems belong together, by the settings: each group of them is a row of the comparison."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sandbox.proof.books.entries import State
from sandbox.proof.ledgers.joining import Groups
from sandbox.proof.ledgers.journals import Journal, Line
from sandbox.stand_ins.brightpearl.reference import (
    CREDITORS,
    DEBTORS,
    EXCHANGE_GAINS,
    STOCK,
    STOCK_CORRECTIONS,
)
from shared.settings import NO_MONEY, AdjustmentMode

Raw = Mapping[str, Any]
Place = str  # an account of either system, and for a nominal what its journal is about

TAXES: Final = ("2200", "2201")
SYSTEM: Final = {DEBTORS: "DEBTORS", CREDITORS: "CREDITORS", TAXES[0]: "GST", TAXES[1]: "GST"}
GAINS: Final = ("REALISEDCURRENCYGAIN", "BANKCURRENCYGAIN", "UNREALISEDCURRENCYGAIN")
SIDES: Final = {"SI": "sales", "SC": "sales", "SR": "sales", "PI": "purchases", "PC": "purchases", "PP": "purchases"}
BRIGHTPEARL: Final = frozenset({*SIDES, "IA", "JJ", "BP", "BR", "BT", "EX", "OB"})
DOCUMENTS: Final = frozenset({"SI", "SC", "PI", "PC"})
CORRECTION: Final = "IA"
EVERYWHERE: Final = frozenset({*SYSTEM, EXCHANGE_GAINS})  # nominals that mean the same in every journal


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Row:
    """A group of accounts in one currency. `is_turnover`: rows of orders lead there, not a control account, tax or money."""

    name: str
    currency: str
    is_turnover: bool = False


class Accounts:
    """`brightpearl` and `xero` are the two states, `settings` the connection's document, `journals` those of both ledgers."""

    def __init__(
        self,
        brightpearl: State,
        xero: State,
        settings: Raw,
        *,
        journals: tuple[Iterable[Journal], Iterable[Journal]],
    ) -> None:
        self._methods: Raw = brightpearl["methods"]
        self._settings = settings
        self._ids = {one["Code"]: one["AccountID"] for one in xero["Accounts"] if one.get("Code")}
        self._systems = {one["SystemAccount"]: one["AccountID"] for one in xero["Accounts"] if one.get("SystemAccount")}
        self._base: str = settings["base_currency"]
        self._groups: Groups[tuple[Place, str]] = Groups()
        self._titles: dict[tuple[Place, str], str] = {}
        ours, theirs = journals
        for currency in {self._base, *(journal.currency for journal in (*ours, *theirs))}:
            for one, other in self._pairs(currency):
                self._groups.join((one, currency), (other, currency))
            for one in xero["Accounts"]:
                self._titles[f"X {one['AccountID']}", currency] = f"{one.get('Code') or ''} {one['Name']}".strip()
        for journal in ours:
            for line in journal.lines:
                self._settle(journal, line)
        self._rows = self._named()

    def row(self, journal: Journal, line: Line) -> Row:
        """The row of a line, whichever ledger it is of."""
        group = self._groups.name(self._at(journal, line))
        return self._rows.get(group) or Row(name=group[0], currency=group[1])

    def of_payment(self, method: str, currency: str, *, sales: bool) -> tuple[str, str] | None:
        """The account in Xero that a method leads to, and that of debtors or creditors; None for one that moves no money."""
        account = self._settings["payment_methods"]["to_xero"].get(method, {}).get(currency, NO_MONEY)
        control = self._systems[SYSTEM[DEBTORS if sales else CREDITORS]]
        return None if account == NO_MONEY else (self._ids.get(account, account), control)

    @property
    def of_corrections(self) -> tuple[str, str]:
        """The accounts in Xero of what a stock correction adds, and of the other side."""
        told = self._settings["adjustments"]
        stock, other = (self._ids.get(told[name], told[name]) for name in ("stock_account", "adjustment_account"))
        as_journal = told["mode"] == AdjustmentMode.MANUAL_JOURNAL
        return (stock, other) if as_journal else (other, self._systems[SYSTEM[CREDITORS]])

    def _at(self, journal: Journal, line: Line) -> tuple[Place, str]:
        currency = self._base if line.amount is None else journal.currency
        place = self._place(journal, line.account, currency) if journal.type in BRIGHTPEARL else f"X {line.account}"
        return place, currency

    def _place(self, journal: Journal, nominal: str, currency: str) -> Place:
        if nominal in EVERYWHERE:
            return f"B {nominal}"
        return f"B {nominal} {self._side(journal, nominal, currency)}"

    def _side(self, journal: Journal, nominal: str, currency: str) -> str:
        """A nominal that leads to one account in sales and another in purchases is split by what the journal is about."""
        if journal.type == CORRECTION:
            return "stock"
        if journal.type not in DOCUMENTS and any(
            nominals.get(currency) == nominal for nominals in self._methods.values()
        ):
            return "money"
        by_hand = "purchases" if nominal in self._by_nominal("purchases") else "sales"
        return SIDES.get(journal.type, by_hand)

    def _settle(self, journal: Journal, line: Line) -> None:
        """Remember how a nominal is called; join it with the account that it leads to."""
        place, currency = self._at(journal, line)
        self._titles[place, currency] = f"{line.account} {line.name}"
        side = place.rpartition(" ")[2]
        if side in SIDES.values():
            account = self._by_nominal(side).get(line.account, self._settings["accounts"][side]["default"])
            self._groups.join((place, currency), (self._in_xero(account), currency))

    def _by_nominal(self, side: str) -> Mapping[str, str]:
        told: Mapping[str, str] = self._settings["accounts"][side]["by_nominal_code"]
        return told

    def _named(self) -> dict[tuple[Place, str], Row]:
        """A row is called by all accounts in it: `4000 Sales, 4010 Sales, wholesale | 200 Sales`."""
        together: dict[tuple[Place, str], list[tuple[Place, str]]] = {}
        for at, title in self._titles.items():
            together.setdefault(self._groups.name(at), []).append((at[0], title))
        return {group: _row(members, currency=group[1]) for group, members in together.items()}

    def _pairs(self, currency: str) -> Iterator[tuple[Place, Place]]:
        """What the settings join, whatever is on the accounts."""
        for nominal, system in SYSTEM.items():
            yield from ((f"B {nominal}", account) for account in self._system(system))
        yield from ((f"B {TAXES[0]}", self._in_xero(account)) for account in self._taxes() if account)
        yield from ((f"B {EXCHANGE_GAINS}", account) for system in GAINS for account in self._system(system))
        yield from ((self._in_xero(self._settings["rounding_account"]), one) for one in self._system("ROUNDING"))
        yield from self._methods_of(currency)
        yield from self._corrections()

    def _methods_of(self, currency: str) -> Iterator[tuple[Place, Place]]:
        to_xero = self._settings["payment_methods"]["to_xero"]
        for method, nominals in self._methods.items():
            account = to_xero.get(method, {}).get(currency, NO_MONEY)
            if account != NO_MONEY and nominals.get(currency):
                yield f"B {nominals[currency]} money", self._in_xero(account)
        for account, methods in self._settings["payment_methods"]["to_brightpearl"].items():
            nominal = self._methods.get(methods.get(currency, ""), {}).get(currency)
            if nominal:
                yield f"B {nominal} money", self._in_xero(account)

    def _taxes(self) -> Iterator[str | None]:
        """Where lines carry a tax that is no rate."""
        settings = self._settings
        yield settings.get("sales_tax_account")
        yield settings.get("purchase_tax_account")
        yield (settings.get("import_tax") or {}).get("account")
        yield from (settings.get("marketplace_tax_accounts") or {}).values()

    def _corrections(self) -> Iterator[tuple[Place, Place]]:
        """As a journal: stock against the adjustment account. As a bill: the adjustment account against the supplier."""
        for nominal, account in zip((STOCK, STOCK_CORRECTIONS), self.of_corrections, strict=True):
            yield f"B {nominal} stock", f"X {account}"

    def _system(self, name: str) -> tuple[Place, ...]:
        return (f"X {self._systems[name]}",) if name in self._systems else ()

    def _in_xero(self, account: str) -> Place:
        """By code, or by AccountID where it has none."""
        return f"X {self._ids.get(account, account)}"


def _row(members: Sequence[tuple[Place, str]], *, currency: str) -> Row:
    titles = (sorted({title for place, title in members if place.startswith(system)}) for system in "BX")
    return Row(
        name=" | ".join(", ".join(both) or "-" for both in titles),
        currency=currency,
        is_turnover=any(place.endswith(tuple(SIDES.values())) for place, _ in members),
    )
