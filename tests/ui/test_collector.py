from __future__ import annotations

import gc
import threading
import weakref

from mobdesk import app
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


def test_python_collects_again_only_when_no_thread_of_the_program_is_left(
    qapp, start, tmp_path, monkeypatch
):
    go, was_on = threading.Event(), []

    def load():
        go.wait(5)
        was_on.append(gc.isenabled())

    monkeypatch.setattr(app, "load_heavy", load)
    program = start(None)
    program._attend()
    join = program._warm.join
    monkeypatch.setattr(program._warm, "join", lambda: (go.set(), join()))
    program.end()
    assert was_on == [False]
    assert gc.isenabled()


def test_no_test_lets_a_thread_collect(qapp):
    gone = _cycle()
    busy = threading.Thread(target=lambda: [[n] for n in range(200_000)])
    busy.start()
    busy.join()
    assert gone() is not None
    gc.collect()
