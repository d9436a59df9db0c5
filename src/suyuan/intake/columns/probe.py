"""The row engine asked about single fields: what it would say of a row with just these cells."""

from __future__ import annotations

from collections.abc import Sequence

from suyuan.intake.bookings import BookingReader
from suyuan.intake.directions import Move
from suyuan.intake.fault import Fault
from suyuan.intake.rows import GridRow
from suyuan.model.booking import BookingKind, BookingStatus, Counterparty, Direction

NO_ROW = GridRow(0, ())


class Probe(BookingReader):
    """A reader that answers about one field at a time. One thread's own: it keeps what it was asked."""

    def move_of(self, cells: Sequence[str], currency: str) -> Move | Fault:
        """Return direction and amount."""
        return self._move(cells, frozenset(), currency)

    def currency_of(self, cells: Sequence[str]) -> str | Fault:
        """Return the currency."""
        return self._currency(cells, {})

    def own_numbers_of(self, cells: Sequence[str]) -> list[str] | Fault:
        """Return the own account's numbers."""
        return self._own_numbers(cells, NO_ROW, {})

    def status_of(self, cells: Sequence[str]) -> BookingStatus:
        """Return the status; an unknown one is remarked."""
        return self._status_of(cells, NO_ROW, refunded=False)

    def counterparty_of(self, cells: Sequence[str]) -> Counterparty:
        """Return the other side."""
        return self._counterparty(cells, NO_ROW, {}, Direction.NONE, "")

    def holder_of(self, cells: Sequence[str]) -> str:
        """Return the own account's holder."""
        return self._first(cells, "holder") or self.owner.holder

    def first_of(self, cells: Sequence[str], field: str) -> str:
        """Return the first filled cell of a field."""
        return self._first(cells, field)

    def kind_of(self, cells: Sequence[str], direction: Direction) -> BookingKind:
        """Return what the booking is."""
        return self._kind(cells, direction)

    def summary_of(self, cells: Sequence[str]) -> str:
        """Return what the row says in words."""
        return self._summary(cells)

    def corrected_of(self, cells: Sequence[str]) -> str:
        """Return the number of the booking that is reversed."""
        return self._corrected(cells)

    def numbers_of(self, cells: Sequence[str], field: str) -> list[str]:
        """Return the order numbers of a field."""
        return self._numbers(cells, field)
