from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QApplication

from mobdesk.domain.progress import Progress
from mobdesk.errors import Cancelled, Refused
from mobdesk.ui import jobs as jobs_module
from mobdesk.ui.jobs import InlineJobs, Job, Jobs


@pytest.fixture
def runner(qapp: QApplication) -> Iterator[Jobs]:
    runner = Jobs()
    yield runner
    runner.shutdown()


def test_the_answer_comes_back_on_the_main_thread(runner, qtbot):
    got = []
    runner.run(
        None,
        lambda _p: threading.current_thread().name,
        lambda name: got.append((name, QThread.currentThread() is runner.thread())),
    )
    qtbot.waitUntil(lambda: bool(got))
    assert got == [("jobs-read", True)]
    assert not runner.busy()


def test_writes_keep_their_order_and_do_not_wait_for_reads(runner, qtbot):
    hold, order = threading.Event(), []
    runner.run(None, lambda _p: hold.wait(5), lambda _a: order.append("read"))
    for n in range(5):
        runner.run(None, lambda _p, n=n: n, order.append, lane="write")
    qtbot.waitUntil(lambda: len(order) == 5)
    assert order == [0, 1, 2, 3, 4]
    hold.set()
    qtbot.waitUntil(lambda: order[-1] == "read")


def test_the_newest_read_wins_and_interrupts_the_older(runner, qtbot):
    page = QObject()
    started, stopped, got = threading.Event(), threading.Event(), []

    def slow(_p: Progress) -> str:
        started.set()
        assert stopped.wait(5)
        raise RuntimeError("interrupted")

    runner.run(page, slow, got.append, key="search", interrupt=lambda _thread: stopped.set())
    assert started.wait(5)
    runner.run(page, lambda _p: "never begun", got.append, key="search")
    runner.run(page, lambda _p: "new", got.append, key="search")
    qtbot.waitUntil(lambda: bool(got))
    assert got == ["new"]


def test_reads_without_a_key_all_answer(runner, qtbot):
    page, got = QObject(), []
    for n in range(3):
        runner.run(page, lambda _p, n=n: n, got.append)
    qtbot.waitUntil(lambda: len(got) == 3)
    assert got == [0, 1, 2]


def test_an_answer_for_a_page_that_is_gone_is_dropped(runner, qtbot):
    import shiboken6

    page, go, got = QObject(), threading.Event(), []
    runner.run(page, lambda _p: go.wait(5), lambda _a: got.append("gone"))
    shiboken6.delete(page)
    go.set()
    runner.run(None, lambda _p: "after", got.append)
    qtbot.waitUntil(lambda: bool(got))
    assert got == ["after"]


def test_cancel_is_heard_at_the_next_step_and_is_silent_without_fail(runner, qtbot):
    started, go, heard = threading.Event(), threading.Event(), []

    def work(progress: Progress) -> None:
        started.set()
        go.wait(5)
        progress.step(1, 10)

    first = runner.run(None, work, heard.append, heard.append, lane="write")
    assert started.wait(5)
    first.cancel()
    go.set()
    runner.run(None, lambda _p: 1 / 0, heard.append, heard.append, lane="write").cancel()
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert [type(e) for e in heard] == [Cancelled, Cancelled]
    silent = runner.run(None, lambda p: p.check(), heard.append)
    silent.cancel()
    qtbot.waitUntil(lambda: not runner.busy())


def test_an_error_without_fail_goes_to_the_window(runner, qtbot):
    heard: list[tuple[Job, BaseException]] = []
    runner.on_error = lambda job, err: heard.append((job, err))

    def work(_p: Progress) -> None:
        raise Refused("not_a_table")

    job = runner.run(None, work, lambda _a: None)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard[0][0] is job
    assert heard[0][1].code == "not_a_table"


def test_cursor_and_bar_show_only_for_slow_work(runner, qtbot, monkeypatch):
    monkeypatch.setattr(jobs_module, "BAR_AFTER_MS", 0)
    runner._busy.setInterval(0)
    go, seen = threading.Event(), []
    runner.slow.connect(lambda job: seen.append(("slow", job.label)))
    runner.moved.connect(lambda job: seen.append(("moved", job.done)))
    runner.ended.connect(lambda job: seen.append(("ended", job.label)))

    def work(progress: Progress) -> None:
        assert go.wait(5)
        progress.step(7, 10)

    runner.run(None, work, lambda _a: None, label="saving")
    qtbot.waitUntil(lambda: bool(seen) and QApplication.overrideCursor() is not None)
    go.set()
    qtbot.waitUntil(lambda: len(seen) == 3)
    assert seen == [("slow", "saving"), ("moved", 7), ("ended", "saving")]
    assert QApplication.overrideCursor() is None


def test_shutdown_finishes_writes_and_drops_reads(qapp):
    runner, kept, go = Jobs(), [], threading.Event()

    def read(progress: Progress) -> None:
        go.wait(5)
        progress.check()
        kept.append("read")

    runner.run(None, read, kept.append)
    for n in range(3):
        runner.run(None, lambda _p, n=n: kept.append(n), lambda _a: None, lane="write")
    go.set()
    runner.shutdown()
    assert [k for k in kept if k != "read"] == [0, 1, 2]
    assert not runner.busy()


def test_the_inline_runner_keeps_the_same_promise():
    runner, got = InlineJobs(), []
    runner.run(None, lambda _p: 3, got.append)
    runner.run(None, lambda _p: 1 / 0, got.append, lambda e: got.append(type(e)))
    assert got == [3, ZeroDivisionError]
    with pytest.raises(ZeroDivisionError):
        runner.run(None, lambda _p: 1 / 0, got.append)
