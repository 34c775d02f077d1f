"""Limits hold across threads and workers, and say when to come again."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.test import RequestFactory
from redis.exceptions import RedisError

from bkpsdm.lib import limits
from bkpsdm.lib.limits import Limit, address_of


def test_limit_lets_through_so_many_and_says_how_long_to_wait():
    limit = Limit("uji", 3, 60)
    with time_machine.travel("2026-03-02T08:00:15Z", tick=False):
        assert [limit.take("a") for _ in range(5)] == [0, 0, 0, 45, 45]
        assert limit.take("b") == 0
    with time_machine.travel("2026-03-02T08:01:00Z", tick=False):
        assert limit.take("a") == 0


def test_limit_holds_for_fifty_threads_at_once():
    limit = Limit("uji-banyak", 20, 3600)
    with ThreadPoolExecutor(50) as pool:
        waits = list(pool.map(limit.take, ["a"] * 200))
    assert sum(wait == 0 for wait in waits) == 20


def test_limit_stops_nobody_while_the_cache_is_down(monkeypatch):
    def fail(*args, **kwargs):
        raise RedisError

    monkeypatch.setattr(limits.cache, "add", fail)
    assert [Limit("uji-rusak", 0, 60).take("a") for _ in range(2)] == [0, 0]


@pytest.mark.parametrize(
    ("given", "address"),
    [("203.0.113.9", "203.0.113.9"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"), ("2001:db8:1:2::9", "2001:db8:1:2::")],
)
def test_address_is_the_network_where_each_visitor_has_one(given, address):
    assert address_of(RequestFactory().get("/", REMOTE_ADDR=given)) == address
