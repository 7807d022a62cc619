"""Many short strings in one long one: a tenth of the space that they take as objects."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise


class Packed:
    """Strings by their numbers, from 0; each is cut out when it is asked for."""

    def __init__(self, strings: Iterable[str]) -> None:
        strings = list(strings)
        self._text = "".join(strings)
        self._bounds = array("I", accumulate(map(len, strings), initial=0))

    def __len__(self) -> int:
        return len(self._bounds) - 1

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Packed) and (self._text, self._bounds) == (other._text, other._bounds)

    def __hash__(self) -> int:
        return hash(self._text)

    def __getitem__(self, number: int) -> str:
        return self._text[self._bounds[number] : self._bounds[number + 1]]

    def of(self, numbers: Iterable[int]) -> list[str]:
        """The strings with these *numbers*. IndexError if there is none with one of them."""
        text, bounds = self._text, self._bounds
        return [text[bounds[n] : bounds[n + 1]] for n in numbers]

    def __iter__(self) -> Iterator[str]:
        return (self._text[start:end] for start, end in pairwise(self._bounds))


class Numbers:
    """Numbers by strings, of which only the hashes are kept."""

    def __init__(self, pairs: Iterable[tuple[str, int]]) -> None:
        ordered = sorted([(hash(string), number) for string, number in pairs])
        self._hashes = array("q", [hashed for hashed, _ in ordered])
        self._numbers = array("I", [number for _, number in ordered])

    def of(self, string: str) -> array[int]:
        """The numbers of *string*, ascending. Once in a thousand billion they are another one's."""
        hashes, wanted = self._hashes, hash(string)
        start = stop = bisect_left(hashes, wanted)
        while stop < len(hashes) and hashes[stop] == wanted:
            stop += 1
        return self._numbers[start:stop]
