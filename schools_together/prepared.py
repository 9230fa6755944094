"""Questions to the database whose SQL is written once.

Django writes the SQL of a queryset anew each time. For a question that finds a row or two, that takes three to five
times as long as to ask it (docs/decisions/0020-prepared-questions.md), and the pages that are asked for most ask ten.
What is prepared here is asked every time: nothing of an answer is kept.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from typing import ClassVar

from django.db import connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

ROOM = 24  # a list of values has room for so many, or for a multiple: a page of results takes one statement
MARK = 2_000_000_000  # marks the place of a number; fits every column of numbers that we ask by


class CannotPrepare(TypeError):
    """The question does not pass a value on to the database as it is, or asks beside its one statement."""


class Prepared:
    """A queryset with open places: `photos_of = Prepared(lambda pk: Photo.objects.filter(project=pk), int)`.

    `photos_of(7)` gives the list that `list(Photo.objects.filter(project=7))` gives. The kinds say what stands in each
    place: `int`, `str`, or `list` for a list of whole numbers to be used with `__in`. An empty list asks nothing.

    The question is written before its values are known, so it may not look at them, nor at the clock, nor prefetch.
    Tests hold each of them against its queryset. Raises CannotPrepare when first asked, if a value would be lost.
    """

    known: ClassVar[list["Prepared"]] = []

    def __init__(self, question: Callable[..., QuerySet], *kinds: type):
        self.question = question
        self.kinds = kinds
        self.statements: dict[tuple[int, ...], Statement] = {}
        self.known.append(self)

    def __call__(self, *values) -> list:
        rooms = tuple(-(-len(value) // ROOM) * ROOM for value in values if isinstance(value, list))
        if 0 in rooms:
            return []
        statement = self.statements.get(rooms)
        if statement is None:
            statement = self.statements[rooms] = self._write(rooms)
        return statement.ask(values)

    def _write(self, rooms: tuple[int, ...]) -> "Statement":
        """The statement for lists with room for so many."""
        places, marks, left = {}, [], list(rooms)
        for at, kind in enumerate(self.kinds):
            wanted = left.pop(0) if kind is list else 1
            made = [f"mark-{at}" if kind is str else MARK + len(places) + n for n in range(wanted)]
            places |= {mark: (at, n if kind is list else None) for n, mark in enumerate(made)}
            marks.append(made if kind is list else made[0])
        return Statement.of(self.question(*marks), places)


@dataclass(frozen=True)
class Statement:
    """Written SQL, and how to read its rows.

    `places` says which parameters are open: (which parameter, which value, where in that value if it is a list).
    """

    queryset: QuerySet
    compiler: SQLCompiler
    sql: str
    params: tuple
    places: list[tuple[int, int, int | None]]

    @classmethod
    def of(cls, queryset: QuerySet, places: dict) -> "Statement":
        """`places`: mark → (which value, where in it)."""
        if queryset._prefetch_related_lookups:
            raise CannotPrepare("A prepared question is one statement; it cannot prefetch.")
        compiler = queryset.query.get_compiler(queryset.db)
        sql, params = compiler.as_sql()
        found = [(at, *places[param]) for at, param in enumerate(params) if param in places]
        lost = set(places) - set(params)
        if lost:
            raise CannotPrepare(f"No parameter of the statement holds the values marked {sorted(map(str, lost))}.")
        return cls(queryset, compiler, sql, tuple(params), found)

    def ask(self, values: tuple) -> list:
        params = list(self.params)
        for at, which, where in self.places:
            value = values[which]
            # What a list does not fill, its last value fills again: IN takes no notice.
            params[at] = value if where is None else value[min(where, len(value) - 1)]
        queryset = object.__new__(type(self.queryset))  # a copy without a copy of the query, which is the dear part
        queryset.__dict__.update(self.queryset.__dict__, _query=_Written(self, tuple(params)))
        return list(queryset._iterable_class(queryset))


@dataclass(frozen=True)
class _Written:
    """Stands where a queryset has its query, and gives it a compiler that has nothing left to write."""

    statement: Statement
    params: tuple

    def get_compiler(self, using: str) -> SQLCompiler:
        compiler = copy(self.statement.compiler)
        compiler.connection = connections[using]  # each thread has its own
        compiler.as_sql = lambda: (self.statement.sql, self.params)
        return compiler
