# The menu of Chorus. `make` alone prints it; every verb does its own set-up and fails when its work fails.
# Variables can be given on the command line: `make run CONFIGURATION=debug BIND=0.0.0.0:8080`.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory
export PYTHONDONTWRITEBYTECODE := 1

SWIFT ?= swift
JOBS ?= $(shell getconf _NPROCESSORS_ONLN)
CONFIGURATION ?= release
DATA ?= data
BIND ?= 127.0.0.1:8080
URL ?= http://localhost:8080
ENGINES ?= sqlite postgres
FILTER ?=
RUNNERS ?= 2
CRASH_ROUNDS ?= 20
BENCH ?=
CLUSTER ?=
LINK :=
VENV := .venv
BINARY_DEBUG := .build/debug/chorus
BINARY_RELEASE := .build/release/chorus

RELEASE = $(SWIFT) build -c release $(LINK) -j $(JOBS)
BUILD = $(if $(filter release,$(CONFIGURATION)),$(RELEASE),$(SWIFT) build -c $(CONFIGURATION) -j $(JOBS))

# The throw-away PostgreSQL of the tests; left out when ENGINES has no postgres (its tests are then shown as skipped).
WITH_POSTGRES = $(if $(filter postgres,$(ENGINES)),scripts/test-postgres run)

.PHONY: help
help: ## print this menu
	@echo "Chorus: make <verb>"
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

.PHONY: run
run: ## build and serve on http://localhost:8080, everything in ./data (CONFIGURATION=debug builds faster)
	@scripts/setup run
	$(BUILD) --product chorus
	exec .build/$(CONFIGURATION)/chorus serve --data-dir "$(DATA)" --bind "$(BIND)" --url "$(URL)" $(ARGS)

# A folder that was asked for is kept; otherwise the demo makes one and removes it.
DEMO_DATA = $(if $(filter command environment,$(firstword $(origin DATA))),$(DATA))

.PHONY: demo
demo: ## a movement within two minutes: serve, replay, watch the number climb (DATA=, DEMO_SECONDS=, DEMO_EVENTS=)
	@scripts/setup run
	$(BUILD) --product chorus
	@DATA="$(DEMO_DATA)" scripts/demo .build/$(CONFIGURATION)/chorus

.PHONY: build
build: ## debug build of everything, the tests too
	@scripts/setup run
	$(SWIFT) build --build-tests -j $(JOBS)

.PHONY: release
release: ## optimised build of the server: .build/release/chorus
	@scripts/setup run
	$(RELEASE) --product chorus

.PHONY: test
test: ## unit and scenario tests on SQLite and PostgreSQL (FILTER=name, ENGINES=sqlite)
	@scripts/setup test
	$(WITH_POSTGRES) $(SWIFT) test --parallel -j $(JOBS) $(if $(FILTER),--filter "$(FILTER)")

.PHONY: check
check: ## what CI runs: lint, layers, words, test, and e2e with the release binary
	@scripts/setup test
	@scripts/setup e2e
	@scripts/timed lint $(MAKE) lint
	@scripts/timed layers $(MAKE) layers
	@scripts/timed words $(MAKE) words
	@scripts/timed test $(MAKE) test
	@scripts/timed release $(MAKE) release
	@scripts/timed e2e $(MAKE) e2e E2E_BINARY=$(BINARY_RELEASE)
	@echo "check: all passed"

.PHONY: lint
lint: ## formatting and style of all Swift files, changes nothing
	@scripts/lint

.PHONY: format
format: ## bring all Swift files into the one format
	@scripts/lint --fix

.PHONY: layers
layers: ## the import rules between modules
	@scripts/check-layers --self-test
	@scripts/check-layers

.PHONY: words
words: ## the sentences of the interface against the catalogues of its languages
	@scripts/check-words --self-test
	@scripts/check-words

.PHONY: api-coverage
api-coverage: build ## docs/api-coverage.md: which operations of the Mastodon API are here
	scripts/api-coverage $(BINARY_DEBUG)

.PHONY: e2e
e2e: ## real clients (toot, Mastodon.py) against the built binary, on both databases (FILTER=name, RUNNERS=2 side by side)
	@scripts/setup e2e
	@scripts/setup-venv
	@if [ -z "$${E2E_BINARY:-}" ]; then $(SWIFT) build --build-tests -j $(JOBS); fi
	@E2E_BINARY="$${E2E_BINARY:-$(BINARY_DEBUG)}" E2E_ENGINES="$(ENGINES)" \
		$(WITH_POSTGRES) $(VENV)/bin/pytest e2e -n $(RUNNERS) --dist loadfile $(if $(FILTER),-k "$(FILTER)")

.PHONY: screenshots
screenshots: ## the pictures of docs/screenshots, with the release binary
	@scripts/setup e2e
	@scripts/setup-venv
	@if [ -z "$${E2E_BINARY:-}" ]; then $(RELEASE) --product chorus; fi
	@E2E_BINARY="$${E2E_BINARY:-$(BINARY_RELEASE)}" E2E_ENGINES=sqlite $(VENV)/bin/python e2e/screenshots.py

REQUESTS ?= 20000
SEED ?= 1

.PHONY: fuzz
fuzz: ## what no app would send, to every endpoint: REQUESTS=20000 SEED=1, first of ENGINES
	@scripts/setup e2e
	@scripts/setup-venv
	@if [ -z "$${E2E_BINARY:-}" ]; then $(SWIFT) build --build-tests -j $(JOBS); fi
	@E2E_BINARY="$${E2E_BINARY:-$(BINARY_DEBUG)}" $(WITH_POSTGRES) $(VENV)/bin/python e2e/fuzz/fuzz.py \
		--requests $(REQUESTS) --seed $(SEED) --engine $(firstword $(ENGINES))

.PHONY: crash
crash: ## kill -9 under load, CRASH_ROUNDS times (20) on each database, with the release binary
	@scripts/setup e2e
	@scripts/setup-venv
	@if [ -z "$${E2E_BINARY:-}" ]; then $(RELEASE) --product chorus; fi
	@E2E_BINARY="$${E2E_BINARY:-$(BINARY_RELEASE)}" E2E_ENGINES="$(ENGINES)" CRASH_ROUNDS=$(CRASH_ROUNDS) \
		$(WITH_POSTGRES) $(VENV)/bin/pytest e2e/test_crash.py -s

.PHONY: man
man: release ## man pages and completions from the commands' own help: .build/package/share
	scripts/man-pages $(BINARY_RELEASE) .build/package

.PHONY: cluster
cluster: ## three servers, HAProxy, PostgreSQL with a standby: each is cut under load, and a table says what that cost
	@scripts/setup cluster
	@scripts/setup-venv
	@if [ -z "$${E2E_BINARY:-}" ]; then $(RELEASE) --product chorus; fi
	@E2E_BINARY="$${E2E_BINARY:-$(BINARY_RELEASE)}" $(VENV)/bin/python e2e/cluster.py $(CLUSTER)

# Debian has no Swift runtime: a package has it in the program. Elsewhere it is linked dynamically, for only so handlers run on the
# threads of the sockets (docs/decisions/0005): the hook that NIO looks for cannot be found in a static program.
deb test-deb: LINK := --static-swift-stdlib --disable-local-rpath

.PHONY: deb
deb: release ## Debian packages of the server and of its debug symbols: .build/package
	@scripts/setup deb
	scripts/deb $(BINARY_RELEASE) .build/package

.PHONY: test-deb
test-deb: release ## a bare Debian installs, upgrades, removes and purges the package; needs root
	@scripts/setup test-deb
	scripts/test-deb $(BINARY_RELEASE)

.PHONY: bench
bench: release ## load figures of the release binary as a Markdown table (BENCH="--database postgres --output FILE")
	@scripts/setup bench
	bench/run $(BENCH)

.PHONY: bench-trends
bench-trends: ## how soon and how rightly trends are found, beside two other rules: tables, and the plots in docs
	@scripts/setup run
	$(RELEASE) --product bench-trends
	.build/release/bench-trends --whole .build/bench-trends.md --plots docs

.PHONY: bench-guard
bench-guard: ## how much private information is found in 5,000 drawn texts, how rightly, and what that costs
	@scripts/setup run
	$(RELEASE) --product bench-guard
	.build/release/bench-guard

.PHONY: clean
clean: ## remove what was built; ./data stays
	rm -rf .build $(VENV)
