# Every target is a thin shim: without make, `python3 dev.py run` and so on do the same.
PYTHON ?= python3

.PHONY: run test check bench-pages bench-ballots bench-count bench-wages bench-kills translate clean

run test check translate:
	@$(PYTHON) dev.py $@

bench-pages bench-ballots bench-count bench-wages bench-kills:
	@$(PYTHON) dev.py bench $(@:bench-%=%)

# The environment and the caches; never var/, which holds the co-op's data.
clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis *.egg-info
	find app tests bench -name __pycache__ -prune -exec rm -rf {} +
