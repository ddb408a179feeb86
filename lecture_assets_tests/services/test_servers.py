"""Tests of the servers that other tests stand on."""

import pytest
import sqlalchemy

from lecture_assets_tests.servers.postgres import Database, Postgres
from lecture_assets_tests.servers.redis import Redis

pytestmark = pytest.mark.services


def connect(database: Database) -> None:
    engine = sqlalchemy.create_engine(database.url)
    try:
        engine.connect().close()
    finally:
        engine.dispose()


def test_every_database_is_empty_and_asks_for_its_password(postgres: Postgres) -> None:
    first, second = postgres.new_database(), postgres.new_database()
    assert first.name != second.name
    connect(first)
    stranger = Database(first.host, first.port, first.user, "guessed", first.name)
    with pytest.raises(sqlalchemy.exc.OperationalError, match="password authentication failed"):
        connect(stranger)


def test_a_restarted_postgres_is_the_same_again(postgres: Postgres) -> None:
    database = postgres.new_database()
    postgres.stop()
    with pytest.raises(sqlalchemy.exc.OperationalError):
        connect(database)
    postgres.start()
    connect(database)


def test_redis_asks_for_its_password(redis_server: Redis) -> None:
    assert redis_server.answers()
