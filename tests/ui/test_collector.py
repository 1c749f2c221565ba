from __future__ import annotations

import gc
import threading
import weakref

from mobdesk.ui.collector import Collector


class Node:
    pass


def _cycle() -> weakref.ref:
    one = Node()
    one.itself = one
    return weakref.ref(one)


def test_cycles_die_on_the_main_thread_and_never_in_a_worker(qapp):
    collector = Collector()
    try:
        gone = _cycle()
        busy = threading.Thread(target=lambda: [[n] for n in range(200_000)])
        busy.start()
        busy.join()
        assert gone() is not None
        collector.collect()
        assert gone() is None
    finally:
        collector.stop()
    assert gc.isenabled()


def test_nothing_is_looked_through_while_long_work_is_under_way(qapp):
    busy = [True]
    collector = Collector(busy=lambda: busy[0])
    try:
        gone = _cycle()
        collector.collect()
        assert gone() is not None
        busy[0] = False
        collector.collect()
        assert gone() is None
    finally:
        collector.stop()
