# Everything a developer or a build machine does. `make run` and `make test` need Python 3.11 and make.
# Relative paths only: make splits a path that contains a space.

PYTHON = .venv/bin/python

.PHONY: help run test lint format coverage wheel wheel-check soak bench mutants screens screenshots ready clean

help:
	@echo 'make run          make the files to send of a demo project, check them, open the window'
	@echo 'make test         style, types, import contracts and every test; needs no screen'
	@echo 'make lint         the same without the tests'
	@echo 'make format       bring the code into its form'
	@echo 'make coverage     the tests, with the share of lines and branches they reach (no gate)'
	@echo 'make wheel        build dist/mobdesk-*.whl'
	@echo 'make wheel-check  install that wheel into a clean environment and run mobdesk self-test'
	@echo 'make bench        measure the promises beside their raw limits'
	@echo 'make mutants      break the most expensive rules one by one; a test must notice'
	@echo 'make soak         kills, full disks and power cuts (long; needs to mount)'
	@echo 'make screens      both walks, then every page in every form, checked, in screens/'
	@echo 'make screenshots  the pictures of README.md'
	@echo 'make clean        remove what the targets above made, except .venv'

ready:
	@sh .ci/setup

run:
	@sh .ci/setup window
	@sh .ci/main-job

test: ready
	@sh .ci/check lint tests

lint: ready
	@sh .ci/check lint

format: ready
	@$(PYTHON) -m ruff check --quiet --fix-only .
	@$(PYTHON) -m ruff format .

wheel: ready
	@sh .ci/wheel

wheel-check: wheel
	@sh .ci/wheel check

coverage: ready
	@$(PYTHON) -m pytest -q --no-header -n 2 --cov=mobdesk --cov-branch --cov-report=term:skip-covered

soak:
	@sh .ci/setup soak
	@$(PYTHON) -m tests.soak

bench: ready
	@$(PYTHON) -m tests.benchmarks

mutants: ready
	@$(PYTHON) -m tests.mutants

screens: ready
	@$(PYTHON) -m tests.walks
	@$(PYTHON) -m tests.screens

screenshots: ready
	@$(PYTHON) -m tests.screenshots

clean:
	@rm -rf build dist demo screens soak-out .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage
