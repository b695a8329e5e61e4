# Every command of the project. `make` alone lists them.
# Works with GNU make 3.81 (macOS) and later; bash because the recipes use pipefail.

SHELL  := /bin/bash
VENV   := .venv
BENCH  := .venv-bench
AUDIT  := .venv-audit
PY     := $(VENV)/bin/python
BUILD  := _build
PORT   ?= 8000
IMAGE  ?= hallmarks-atlas

# What `make test` and `make bench` hand on, e.g. `make test ARGS="-k axe -x"`.
ARGS   ?=

# Processes of a build.
JOBS   ?= 1

# The address of the published site, if it is not the one in conf.py.
BASEURL ?=

# How `make check` writes findings: terminal, json, or github (annotations on the lines).
FORMAT ?= terminal

# The day for which `make due` asks.
ON     ?= $(shell date -u +%F)

SPHINX := $(PY) -m sphinx -c . $(if $(BASEURL),-D html_baseurl=$(BASEURL))
STRICT := -W --keep-going -n

.PHONY: help html new build-strict epub pdf zip serve serve-nginx headers image check check-facts due lint fix hooks test unit site-tests reproducible faults linkcheck bench bench-search bench-preview audit sbom lock update clean
.DEFAULT_GOAL := help

help:  ## list the commands
	@echo "Hallmarks Atlas: make <command>"; echo
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/  \1|\2/p' $(firstword $(MAKEFILE_LIST)) | \
	  awk -F'|' '{printf "%-16s %s\n", $$1, $$2}'

# One process: Sphinx's workers each hand back the whole environment, so that parallel reading
# costs the square of the pages and gains nothing on two cores. `make html JOBS=auto` for many.
html: $(VENV)/requirements.txt  ## build the site into _build/html, warnings are errors
	@$(SPHINX) docs $(BUILD)/html -d $(BUILD)/doctrees -j $(JOBS) $(STRICT)
	@echo "The site is in $(BUILD)/html/index.html"

# Words of the command line reach the recipe through the environment, where quotes cannot hurt.
new: $(VENV)/requirements.txt  ## start a page: make new kind=gene id=KRAS [name="What readers call it"]
	@$(PY) -m atlas new --name="$${name:-}" -- "$${kind:-}" "$${id:-}"

build-strict: $(VENV)/requirements.txt  ## build the site from nothing, warnings are errors
	@rm -rf $(BUILD)/html $(BUILD)/doctrees
	@$(MAKE) --no-print-directory html

# The books are made from the built site, so that they say what it says.
BOOK := $(BUILD)/books/hallmarks-atlas

epub: html  ## write the site as an e-book, _build/books/hallmarks-atlas.epub
	@$(PY) -m atlas.books epub $(BUILD)/html $(BOOK).epub

pdf: html  ## print its plain parts as a book, _build/books/hallmarks-atlas.pdf (needs Chromium)
	@$(PY) -m atlas.books pdf $(BUILD)/html $(BOOK).pdf

zip: html  ## pack the site to be read from a disk, _build/books/hallmarks-atlas.zip
	@$(PY) -m atlas.books zip $(BUILD)/html $(BOOK).zip

# Its own output and doctrees: a failed strict build must never look repaired because
# `make serve` has read the page in between.
serve: $(VENV)/requirements.txt  ## build, serve on this machine, and reload while you write
	@port=$$($(PY) -c 'import socket, sys; s = socket.socket(); \
	s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); \
	print(0 if s.connect_ex(("127.0.0.1", int(sys.argv[1]))) == 0 else sys.argv[1])' $(PORT)); \
	if [ "$$port" = 0 ]; then echo "Port $(PORT) is taken: a free one is used."; fi; \
	echo "The first build takes a little while; then the line 'Serving on http://127.0.0.1:…'"; \
	echo "says where the site is. Ctrl-C ends it."; \
	exec $(PY) -m sphinx_autobuild -c . docs $(BUILD)/serve/html -d $(BUILD)/serve/doctrees \
	  -j $(JOBS) -n -D atlas_preview=1 --host 127.0.0.1 --port $$port --watch atlas --watch conf.py

serve-nginx: html  ## build, and serve with nginx and all headers, as it is published
	@$(PY) tools/serve_nginx.py --site $(BUILD)/html --port $(PORT)

headers: html  ## build, and show which headers the server sends
	@$(PY) tools/serve_nginx.py --site $(BUILD)/html --probe

# What a container holds is built here, from the lock: the image itself gets Debian packages only.
image: html  ## build, and make a container image of site and server (needs podman or docker)
	@engine=$$(command -v podman || command -v docker) || { \
	  echo "make image needs podman or docker. Debian: apt-get install podman"; exit 1; }; \
	"$$engine" build -f server/Containerfile -t $(IMAGE) $(ARGS) . && \
	echo "Run it: $$(basename "$$engine") run --rm --read-only --tmpfs /tmp --cap-drop all -p 8080:8080 $(IMAGE)"

# `make check -- --wanted` lists the pages to come: make hands the word on as a goal.
check: $(VENV)/requirements.txt  ## check every page against the contract, in a few seconds
	@$(PY) -m atlas check docs --format $(FORMAT) $(filter --wanted,$(MAKECMDGOALS))

--wanted:
	@:

check-facts: $(VENV)/requirements.txt  ## compare facts in the pages with the reference tables
	@$(PY) -m atlas facts

due: $(VENV)/requirements.txt  ## list the pages whose next check is past (ON=2027-01-01 for another day)
	@$(PY) -m atlas due docs --on $(ON) $(ARGS)

# The steps are the hooks of .pre-commit-config.yaml as well: the two cannot differ.
LINTERS := lint-python lint-types lint-spelling lint-files
.PHONY: $(LINTERS)

lint: $(LINTERS)  ## check code, types, spelling and the project's own files

lint-python: $(VENV)/requirements.txt
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .

lint-types: $(VENV)/requirements.txt
	@$(PY) -m mypy

lint-spelling: $(VENV)/requirements.txt
	@$(PY) -m codespell_lib .

SCHEMA := $(PY) -m check_jsonschema --quiet --builtin-schema
lint-files: $(VENV)/requirements.txt
	@$(PY) tools/tidy.py
	@$(SCHEMA) vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml
	@$(SCHEMA) vendor.github-issue-forms $(filter-out %/config.yml,$(wildcard .github/ISSUE_TEMPLATE/*.yml))
	@$(SCHEMA) vendor.citation-file-format CITATION.cff

fix: $(VENV)/requirements.txt  ## format the code and repair what can be repaired without thinking
	@$(PY) -m ruff check --fix-only --quiet .
	@$(PY) -m ruff format --quiet .
	@$(PY) tools/tidy.py --fix

hooks: $(VENV)/requirements.txt  ## check before each commit: install the hooks into this clone
	@$(PY) -m pre_commit install

# pytest comes last, so that its summary is the last line.
test: lint check  ## run all tests: code, pages, build, and the site in a real browser
	@$(PY) -X dev -m pytest $(ARGS)

# The two halves of `make test`, for those who want one of them: every test is in exactly one.
unit: $(VENV)/requirements.txt  ## run the tests that need no browser: code, pages, small builds
	@$(PY) -X dev -m pytest --ignore tests/site $(ARGS)

# ARGS="--site _build/html" tests what `make html` built, instead of building once more.
site-tests: $(VENV)/requirements.txt  ## run the tests of the site in a real browser
	@$(PY) -X dev -m pytest tests/site $(ARGS)

reproducible: $(VENV)/requirements.txt  ## build the site by different roads, compare every byte
	@$(PY) tools/reproducible.py

faults: $(VENV)/requirements.txt  ## put every known fault into a small site and see that it is found
	@$(PY) tools/faults.py

linkcheck: $(VENV)/requirements.txt  ## check every DOI, PubMed and web link of the pages (needs the network)
	@$(PY) tools/linkcheck.py docs $(ARGS)

bench: $(BENCH)/requirements-bench.txt  ## measure build cost against plain Furo and Zensical (long)
	@$(BENCH)/bin/python -m bench $(ARGS)

bench-search: $(BENCH)/requirements-bench.txt  ## measure what searching finds, against other searches
	@$(BENCH)/bin/python -m bench.search $(ARGS)

bench-preview: $(VENV)/requirements.txt  ## measure the time from saving a page to seeing it in `make serve`
	@$(PY) -m bench.preview $(ARGS)

# --strict: a package that the service does not know is an error, not a pass.
audit: $(AUDIT)/requirements-audit.txt  ## look for known vulnerabilities in everything locked (needs the network)
	@failed=0; for lock in requirements.txt requirements-bench.txt requirements-audit.txt; do \
	  echo "$$lock"; $(AUDIT)/bin/python -m pip_audit --strict --disable-pip --require-hashes \
	    --progress-spinner off -r $$lock || failed=1; done; \
	for folder in tools/search-vendor bench/search/peers; do \
	  echo "$$folder/package-lock.json"; \
	  if command -v npm >/dev/null; \
	  then npm audit --package-lock-only --prefix $$folder || failed=1; \
	  else echo "npm is missing: not looked at"; failed=1; fi; done; exit $$failed

sbom: $(AUDIT)/requirements-audit.txt $(VENV)/requirements.txt  ## list every Python package with its license in _build/sbom.json (CycloneDX)
	@mkdir -p $(BUILD)
	@$(AUDIT)/bin/cyclonedx-py environment $(VENV)/bin/python --output-reproducible \
	  --output-format JSON --output-file $(BUILD)/sbom.json
	@echo "The list is in $(BUILD)/sbom.json"

lock: $(VENV)/requirements.txt  ## compile requirements*.txt from requirements*.in (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: python3 -m pip install uv"; exit 1; }
	@for name in requirements requirements-bench requirements-audit; do \
	  uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-emit-find-links --custom-compile-command "make lock" -q $(UPGRADE) -o $$name.txt $$name.in; \
	done

update: UPGRADE := --upgrade
update: lock  ## the same, with the newest versions that requirements*.in allow (then `make test`)

clean:  ## remove everything that was built (the virtual environments stay)
	@rm -rf $(BUILD) .pytest_cache .ruff_cache .mypy_cache
	@find atlas tests bench tools -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

# --- virtual environments ------------------------------------------------------------
# The copy of the lock inside the environment is the stamp. Its content is compared as well
# as its time, so that switching branches does not install the same packages again.

find_python = for name in "$${PYTHON:-}" python3 python3.13 python3.12 python3.11; do \
	if [ -n "$$name" ] && command -v "$$name" >/dev/null && \
	  "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	then found=$$name; break; fi; done; \
	if [ -z "$${found:-}" ]; then \
	  echo "Python 3.11 or newer is missing (found: $$(python3 --version 2>&1 || true))."; \
	  echo "Debian and Ubuntu: sudo apt-get install python3 python3-venv"; \
	  echo "If it is there under another name: make PYTHON=/path/to/python3.11 …"; exit 1; fi

# $(1): folder of the environment
create_venv = set -euo pipefail; $(find_python); \
	echo "Creating $(1) with $$($$found --version)"; \
	$$found -m venv --clear $(1) || { rm -rf $(1); \
	  echo "Python's venv module is missing. Debian and Ubuntu: sudo apt-get install python3-venv"; \
	  exit 1; }

# $(1): folder of the environment, $(2): the lock. pip names each package as it comes to it:
# that line is the progress; everything else goes to a log that is shown when pip fails.
install = set -euo pipefail; \
	if cmp -s $(2) $(1)/$(2); then touch $(1)/$(2); exit 0; fi; \
	total=$$(grep -cE '^[A-Za-z0-9]' $(2)); \
	echo "Installing the $$total packages of $(2) into $(1)"; \
	$(1)/bin/python -m pip install --disable-pip-version-check --no-input --require-hashes \
	  -r $(2) 2>&1 | tee $(1)/install.log | \
	  awk -v total=$$total '/^(Collecting|Processing|Ignoring)/ {n++; sub(/.*\//, "", $$2); \
	    sub(/(==|:|-[0-9]).*/, "", $$2); printf "  %3d of %d  %-36s\r", n, total, $$2; \
	    fflush()} /^Installing collected/ {printf "  unpacking %-44s\r", "…"; fflush()} END {print ""}' || { \
	  tail -n 25 $(1)/install.log; echo "The packages could not be installed: $(1)/install.log"; \
	  exit 1; }; \
	cp $(2) $(1)/$(2)

$(VENV)/bin/python:
	@$(call create_venv,$(VENV))

$(VENV)/requirements.txt: requirements.txt $(VENV)/bin/python
	@$(call install,$(VENV),requirements.txt)

$(BENCH)/bin/python:
	@$(call create_venv,$(BENCH))

$(AUDIT)/bin/python:
	@$(call create_venv,$(AUDIT))

$(AUDIT)/requirements-audit.txt: requirements-audit.txt $(AUDIT)/bin/python
	@$(call install,$(AUDIT),requirements-audit.txt)

$(BENCH)/requirements-bench.txt: requirements-bench.txt $(BENCH)/bin/python
	@$(call install,$(BENCH),requirements-bench.txt)
