"""Connected pieces of a graph of articles, on the driver: 16 bytes a link, a few passes over all of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


def pieces(ones: Numbers, others: Numbers) -> tuple[Numbers, Numbers]:
    """The articles that links lead to, and for each the least article of its piece.

    Every article points at the least one that it knows of, links pull together what their ends point at, and pointers
    are followed until nothing moves: as many passes as the logarithm of the longest chain (Shiloach and Vishkin 1982).

    >>> articles, least = pieces(np.array([5, 7, 9]), np.array([3, 5, 8]))
    >>> dict(zip(articles.tolist(), least.tolist()))
    {3: 3, 5: 3, 7: 3, 8: 8, 9: 8}
    """
    articles, ends = np.unique(np.concatenate([ones, others]), return_inverse=True)
    one, other = ends[: len(ones)], ends[len(ones) :]
    least = np.arange(len(articles))
    while True:
        low, high = np.minimum(least[one], least[other]), np.maximum(least[one], least[other])
        if np.array_equal(low, high):
            return articles, articles[least]
        np.minimum.at(least, high, low)
        while not np.array_equal(least, least[least]):
            least = least[least]
