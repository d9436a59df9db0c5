"""Keccak-256, the hash by which Ethereum's addresses write their letters large or small (EIP-55).

It is Keccak as submitted, with the padding 0x01; the SHA3-256 of Python's hashlib pads otherwise (FIPS 202).
"""

from __future__ import annotations

RATE = 136
"""Bytes taken in at a time: 1600 bits of state less twice 256."""

_LANES = 25
_MASK = (1 << 64) - 1
_ROTATIONS = (0, 1, 62, 28, 27, 36, 44, 6, 55, 20, 3, 10, 43, 25, 39, 41, 45, 15, 21, 8, 18, 2, 61, 56, 14)
_ROUNDS = (
    0x0000000000000001, 0x0000000000008082, 0x800000000000808A, 0x8000000080008000, 0x000000000000808B,
    0x0000000080000001, 0x8000000080008081, 0x8000000000008009, 0x000000000000008A, 0x0000000000000088,
    0x0000000080008009, 0x000000008000000A, 0x000000008000808B, 0x800000000000008B, 0x8000000000008089,
    0x8000000000008003, 0x8000000000008002, 0x8000000000000080, 0x000000000000800A, 0x800000008000000A,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
)  # fmt: skip


def keccak_256(data: bytes) -> bytes:
    """Return the 32 bytes of the hash."""
    padded = bytearray(data + b"\x01")
    padded += bytes(-len(padded) % RATE)
    padded[-1] |= 0x80
    state = [0] * _LANES
    for start in range(0, len(padded), RATE):
        for lane in range(RATE // 8):
            at = start + 8 * lane
            state[lane] ^= int.from_bytes(padded[at : at + 8], "little")
        state = _permuted(state)
    return b"".join(lane.to_bytes(8, "little") for lane in state[:4])


def _permuted(state: list[int]) -> list[int]:
    """Return the state after the 24 rounds of Keccak-f[1600]; lane x + 5y is that of column x, row y."""
    lanes = state
    for constant in _ROUNDS:
        columns = [lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20] for x in range(5)]
        mixed = [columns[x - 1] ^ _turned(columns[(x + 1) % 5], 1) for x in range(5)]
        moved = [0] * _LANES
        for x in range(5):
            for y in range(5):
                lane = lanes[x + 5 * y] ^ mixed[x]
                moved[y + 5 * ((2 * x + 3 * y) % 5)] = _turned(lane, _ROTATIONS[x + 5 * y])
        lanes = [
            moved[x + 5 * y] ^ (~moved[(x + 1) % 5 + 5 * y] & _MASK & moved[(x + 2) % 5 + 5 * y])
            for y in range(5)
            for x in range(5)
        ]
        lanes[0] ^= constant
    return lanes


def _turned(lane: int, by: int) -> int:
    return ((lane << by) | (lane >> (64 - by))) & _MASK
