# The only commands that a person needs. Each one sets up what it needs first; see tools/setup.sh.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
.DELETE_ON_ERROR:
.PHONY: help demo test test-native test-browser test-e2e check dist size setup load try-deploy

# Programs that are built for the project go where they are found again by the next clone, and
# where they replace nobody's own.
export TOOLS ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/ticket-note
export PATH := $(TOOLS)/bin:$(CURDIR)/tools/node_modules/.bin:$(PATH):$(HOME)/.cargo/bin

ENGINES ?= chrome firefox safari
# A machine that tests for others builds from the lock as it is.
LOCKED := $(if $(CI),--locked)

# The last file of a release bundle: what `trunk serve` leaves in dist/ has no such.
BUNDLE := dist/index.html.br
BUNDLE_SOURCES := Cargo.toml Cargo.lock rust-toolchain.toml Trunk.toml index.html \
	tools/bundle.mjs tools/package-lock.json \
	$(shell find src static crates/core/Cargo.toml crates/core/src crates/strings/Cargo.toml crates/strings/src -type f)

help: ## Say what can be done here.
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):[^#]*## /\1\t/' | expand -t 16

demo: dist ## Start the proxy with the sandbox; it says where /demo is.
	target/release/ticket-note-proxy --sandbox --dist dist $(DEMO_FLAGS)

test: test-native test-browser test-e2e ## Run every test, the browsers' in Chrome, Firefox and Safari (WebKit).
	@tools/ran.sh tests $(ENGINES)

test-native: ## Test what needs no browser: core, strings, proxy, and the widget's pure parts.
	@tools/setup.sh rust
	cargo test $(LOCKED) -p ticket-note-core -p ticket-note-strings -p ticket-note-proxy
	cargo test $(LOCKED) -p ticket-note --lib

test-browser: ## Test the widget in each engine.
	@tools/setup.sh bundle $(ENGINES)
	@for engine in $(ENGINES); do tools/test-browser.sh $$engine; done

test-e2e: $(BUNDLE) ## Test bundle and proxy together in each engine.
	@tools/setup.sh node $(ENGINES)
	cargo build $(LOCKED) -p ticket-note-proxy
	@for engine in $(ENGINES); do tools/test-e2e.sh $$engine; done

check: ## Format, lints, docs, licences: nothing may be found.
	@tools/setup.sh rust node deny
	cargo fmt --all --check
	cargo clippy $(LOCKED) --workspace --all-targets -- -D warnings
	cargo clippy $(LOCKED) -p ticket-note --all-targets --target wasm32-unknown-unknown -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc $(LOCKED) --workspace --no-deps
	cargo deny --log-level error check bans licenses sources
	for script in static/*.js static/*/*.js tools/*.mjs; do node --check --input-type=module - < $$script; done

dist: $(BUNDLE) ## Make the bundle in dist/ and the release proxy.
	cargo build $(LOCKED) --release -p ticket-note-proxy

size: $(BUNDLE) ## Say what the bundle weighs; over the budget is a failure.
	@node tools/size.mjs

load: ## Measure the proxy under load, beside a bare front in the same run.
	@tools/setup.sh rust load
	tools/load.sh

try-deploy: ## Run the fronts of deploy/ and hold them to what they claim.
	@tools/setup.sh rust fronts
	deploy/try.sh

setup: ## Install all that the other commands need.
	@tools/setup.sh bundle $(ENGINES) deny

# A panic traps at once, in the standard library too, instead of putting a message together that no
# agent would read: nine of the eighty kilobytes that a first use may cost. Nor does the module name
# the files it was built of, and the home of who built it. The compiler is pinned, so what is unstable
# in it does not move.
$(BUNDLE): export RUSTC_BOOTSTRAP := 1
$(BUNDLE): export CARGO_UNSTABLE_BUILD_STD := std,panic_abort
$(BUNDLE): export CARGO_UNSTABLE_BUILD_STD_FEATURES := optimize_for_size
$(BUNDLE): export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS := -Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none
$(BUNDLE): $(BUNDLE_SOURCES)
	@tools/setup.sh bundle
	cargo fetch $(LOCKED) --target wasm32-unknown-unknown
	trunk build --release --offline --skip-version-check
