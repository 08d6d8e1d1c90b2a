"""Label Studio's brush: RGBA bytes of the whole picture, row by row, as bit-packed runs.

The form is that of thi.ng's rle-pack: 32 bits how many values, 5 bits their width less one, four
times 4 bits the sizes of lengths less one; then for each run one bit whether it repeats, two bits
which size its length has, its length less one, and its one value or all of them. What is set is
what the alpha channel says.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from app.formats import pixels

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_BYTES = 8 << 20
_SIZES = (3, 4, 8, 16)
_CHANNELS = 4


def packed(mask: Any, width: int, height: int) -> list[int]:
    """The bytes of a mask on a picture of that size: 255 in all channels where it is set."""
    flat = pixels.placed(mask, width, height).ravel()
    bits = _Bits()
    bits.put(flat.size * _CHANNELS, 32)
    bits.put(7, 5)
    for size in _SIZES:
        bits.put(size - 1, 4)
    for at, run in enumerate(pixels.runs(flat)):
        left = run * _CHANNELS
        while left:
            length = min(left, 1 << _SIZES[-1])
            which = next(at for at, size in enumerate(_SIZES) if length <= 1 << size)
            bits.put(4 + which, 3)  # the first of the three: it repeats
            bits.put(length - 1, _SIZES[which])
            bits.put(255 * (at % 2), 8)
            left -= length
    return bits.whole()


class _Bits:
    def __init__(self) -> None:
        self._bytes = bytearray()
        self._value = self._held = 0

    def put(self, value: int, size: int) -> None:
        self._value = self._value << size | value
        self._held += size
        while self._held >= 8:
            self._held -= 8
            self._bytes.append(self._value >> self._held)
            self._value &= (1 << self._held) - 1

    def whole(self) -> list[int]:
        return [*self._bytes, *([self._value << 8 - self._held] if self._held else [])]


def unpacked(given: Sequence[Any], width: int, height: int) -> dict[str, Any] | None:
    """The mask of a brush's bytes; None where nothing is set. Raises pixels.BadRuns."""
    import numpy as np

    total = width * height
    if not 0 < total <= pixels.MAX_PIXELS or len(given) > MAX_BYTES:
        raise pixels.BadRuns("The brush stroke is too large; simplify or remove it.")
    if not all(type(one) is int and 0 <= one < 256 for one in given):
        raise pixels.BadRuns("The brush stroke holds no bytes; export it again.")
    reader = _Reader(bytes(given))
    if reader.take(32) != total * _CHANNELS or reader.take(5) != 7:
        raise pixels.BadRuns("The brush stroke is not of the picture's size; export it again.")
    sizes = [reader.take(4) + 1 for _ in range(_CHANNELS)]
    flat = np.zeros(total, dtype=np.bool_)
    at = 0
    while at < total * _CHANNELS:
        repeats = reader.take(1)
        end = at + reader.take(sizes[reader.take(2)]) + 1
        if end > total * _CHANNELS:
            raise pixels.BadRuns("The brush stroke is longer than the picture; export it again.")
        # The alpha channel is every fourth value, counted from the fourth.
        first = (-at - 1) % _CHANNELS
        begin, stop = (at + first) // _CHANNELS, end // _CHANNELS
        if repeats:
            if reader.take(8):
                flat[begin:stop] = True
        else:
            flat[begin:stop] = reader.values(end - at)[first::_CHANNELS] > 0
        at = end
    return pixels.tight(flat.reshape(height, width))


class _Reader:
    def __init__(self, whole: bytes) -> None:
        import numpy as np

        self._whole = whole
        self._bits = np.unpackbits(np.frombuffer(whole, dtype=np.uint8))
        self._at = 0

    def take(self, size: int) -> int:
        """A number of so many bits."""
        end = self._at + size
        if end > self._bits.size:
            raise pixels.BadRuns("The brush stroke is cut off; export it again.")
        first, last = self._at >> 3, (end + 7) >> 3
        value = int.from_bytes(self._whole[first:last], "big") >> (last << 3) - end
        self._at = end
        return value & (1 << size) - 1

    def values(self, count: int) -> "NDArray[np.uint8]":
        """So many bytes."""
        import numpy as np

        end = self._at + 8 * count
        if end > self._bits.size:
            raise pixels.BadRuns("The brush stroke is cut off; export it again.")
        found: NDArray[np.uint8] = np.packbits(self._bits[self._at : end])
        self._at = end
        return found
