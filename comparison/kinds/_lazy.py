"""A value that an object computes when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class lazy(Generic[T]):  # noqa: N801 - a decorator, named as `property` is
    """`functools.cached_property` without its lock, which costs as much as the values here (Python 3.11)."""

    def __init__(self, compute: Callable[[Any], T]) -> None:
        self.compute, self.__doc__ = compute, compute.__doc__
        self.name = compute.__name__

    @overload
    def __get__(self, holder: None, kind: type) -> lazy[T]: ...
    @overload
    def __get__(self, holder: object, kind: type) -> T: ...
    def __get__(self, holder: object | None, kind: type) -> lazy[T] | T:
        """Compute, and keep the value where it is found before this is asked again."""
        if holder is None:
            return self
        value = self.compute(holder)
        holder.__dict__[self.name] = value
        return value
