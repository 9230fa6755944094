"""Which entries hold a token: the one question that SQLite and PostgreSQL answer in different words.

Tokens are stems that words.py has made: letters and digits only, so nothing that was typed reaches a query language.
SQLite keeps an FTS5 index beside the table (its text stays in the table), PostgreSQL three GIN indexes on it.
"""

from collections.abc import Iterable, Iterator

from django.db import connection

TABLE = "partnerships_searchentry"
COLUMNS = ("title_words", "names_words", "story_words")
FTS = "partnerships_searchfts"


def is_postgres() -> bool:
    return connection.vendor == "postgresql"


def create(schema_editor) -> None:
    """Make the index; for the migration."""
    if schema_editor.connection.vendor == "postgresql":
        for column in COLUMNS:
            schema_editor.execute(f"CREATE INDEX {FTS}_{column} ON {TABLE} USING gin (to_tsvector('simple', {column}))")
    else:
        schema_editor.execute(
            f"CREATE VIRTUAL TABLE {FTS} USING fts5({', '.join(COLUMNS)}, content='{TABLE}', "
            "content_rowid='project_id', detail=column, tokenize='unicode61')"
        )


def drop(schema_editor) -> None:
    """Take the index away; for the migration backwards."""
    if schema_editor.connection.vendor == "postgresql":
        for column in COLUMNS:
            schema_editor.execute(f"DROP INDEX IF EXISTS {FTS}_{column}")
    else:
        schema_editor.execute(f"DROP TABLE IF EXISTS {FTS}")


def replace_words(changes: list[tuple[int, tuple[str, ...] | None, tuple[str, ...] | None]]) -> None:
    """Tell the index of entries (id, old words, new words; None: none), after the rows have been written."""
    if is_postgres() or not changes:
        return  # the indexes of PostgreSQL follow the table
    named = ", ".join(COLUMNS)
    forget = f"INSERT INTO {FTS}({FTS}, rowid, {named}) VALUES ('delete', %s, %s, %s, %s)"  # noqa: S608
    learn = f"INSERT INTO {FTS}(rowid, {named}) VALUES (%s, %s, %s, %s)"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(forget, [(pk, *old) for pk, old, _ in changes if old is not None])
        cursor.executemany(learn, [(pk, *new) for pk, _, new in changes if new is not None])


def rebuild() -> None:
    """Make the index anew from the table, after rows were written in bulk."""
    with connection.cursor() as cursor:
        if is_postgres():
            cursor.execute(f"ANALYZE {TABLE}")
        else:
            cursor.execute(f"INSERT INTO {FTS}({FTS}) VALUES ('rebuild')")  # noqa: S608


def entries_with(tokens: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    """(token, column, project id) of every entry that holds one of the tokens; column 0 is the title. One query."""
    parts, values = [], []
    for token in tokens:
        for number, column in enumerate(COLUMNS):
            values += [token, number]
            if is_postgres():
                parts.append(
                    f"SELECT %s, %s, project_id FROM {TABLE} "  # noqa: S608
                    f"WHERE to_tsvector('simple', {column}) @@ %s::tsquery AND NOT is_gone"
                )
                values.append(f"'{token}'")
            else:
                parts.append(f"SELECT %s, %s, rowid FROM {FTS} WHERE {FTS} MATCH %s")  # noqa: S608
                values.append(f'{column} : "{token}"')
    if not parts:
        return
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        while rows := cursor.fetchmany(5000):
            yield from rows
