# Short names for those who like make; python3 run.py does the work and needs no make.
.PHONY: run test test-postgres lint format

run:
	python3 run.py

test:
	python3 run.py test

test-postgres:
	python3 run.py test --postgres

lint:
	.ci/lint

format:
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .
