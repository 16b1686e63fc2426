"""The runs of words that a text is known by: an eighth of them, chosen by their value.

Two texts choose the same runs ("mod p" sampling: Broder, On the resemblance and containment of
documents, 1997). Unlike MinHash they show an article within a longer page, and a teaser of a known
article (docs/decisions.md has the comparison).
"""

import zlib

import numpy as np
import numpy.typing as npt

RUN = 8  # words in a row, as in classifier/duplicates.py
KEPT = 8  # one run in so many is kept

# Words are what stands between the others; the bytes of letters beyond ASCII are among those, so
# that typographic and plain quotes make no difference.
_LETTERS = b"abcdefghijklmnopqrstuvwxyz0123456789"
_WORDS = bytes(byte if byte in _LETTERS else ord(" ") for byte in range(256))
_FACTORS = np.array([pow(1_099_511_628_211, power, 2**64) for power in range(RUN)], np.uint64)
# The finaliser of splitmix64: spreads sums of products evenly over 64 bits.
_SHIFTS = (np.uint64(30), np.uint64(27), np.uint64(31))
_MIXERS = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


def kept_runs(text: str) -> npt.NDArray[np.uint32]:
    """The runs of RUN words that are kept of an English text, as sorted 32-bit numbers."""
    words = text.lower().encode("utf-8", "replace").translate(_WORDS).split()
    count = len(words) - RUN + 1
    if count < 1:
        return np.empty(0, np.uint32)
    numbers = np.fromiter(map(zlib.crc32, words), np.uint64, len(words))
    runs = np.zeros(count, np.uint64)
    for place, factor in enumerate(_FACTORS):
        runs += numbers[place : place + count] * factor
    runs = (runs ^ (runs >> _SHIFTS[0])) * _MIXERS[0]
    runs = (runs ^ (runs >> _SHIFTS[1])) * _MIXERS[1]
    runs ^= runs >> _SHIFTS[2]
    # The upper half is enough: of 3 million kept runs, a new one meets a stranger's in 0.07 %.
    return np.unique((runs[runs % np.uint64(KEPT) == 0] >> np.uint64(32)).astype(np.uint32))
