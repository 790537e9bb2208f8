# One word for each thing that developers do; the scripts in tools/ hold what it means.

.PHONY: demo check test site format coverage lock ci

demo:
	tools/demo

check:
	tools/check

test:
	tools/test

site:
	tools/site

format:
	.venv/bin/ruff format
	.venv/bin/ruff check --fix

coverage:
	tools/coverage

lock:
	tools/lock

ci:
	bash .ci/run
