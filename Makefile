# The commands of the project. Each one installs what it needs first; see tools/setup.sh.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
.DELETE_ON_ERROR:
.PHONY: help demo test test-native test-browser test-e2e test-hosts test-deploy hosts check dist size first-view setup load bench lighthouse record profile soak

# Programs that are built for the project have a folder of their own. The next clone finds them
# there, and they replace none that you have installed.
export TOOLS ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/ticket-note
export PATH := $(TOOLS)/bin:$(CURDIR)/tools/node_modules/.bin:$(PATH):$(HOME)/.cargo/bin

ENGINES ?= chrome firefox safari
# Continuous integration does not update the lock file.
LOCKED := $(if $(CI),--locked)

# The last file of a release bundle. `trunk serve` does not write it.
BUNDLE := dist/index.html.br
BUNDLE_SOURCES := Cargo.toml Cargo.lock rust-toolchain.toml Trunk.toml index.html \
	tools/bundle.mjs $(wildcard tools/bundle/*.mjs) tools/package-lock.json \
	$(shell find src static crates/core/Cargo.toml crates/core/src crates/strings/Cargo.toml crates/strings/src -type f)

# The pages of examples/. The end-to-end tests serve them from the folder of the bundle, so they are
# flat and their references relative.
EXAMPLES := $(foreach name,react vue,examples/$(name)/dist/index.html)

# The last file that the build of the packages for CRMs writes.
HOSTS := dist-hosts/built
HOST_SOURCES := Cargo.toml static/host.js hosts/package-lock.json \
	$(shell find hosts -name node_modules -prune -o -type f -print)

help: ## List the commands.
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):[^#]*## /\1\t/' | expand -t 16

demo: dist ## Start the proxy with the sandbox. It prints the address of /demo.
	target/release/ticket-note-proxy --sandbox --read-ticket on --upstream-time-zone UTC --dist dist $(DEMO_FLAGS)

test: test-native test-hosts test-deploy test-browser test-e2e ## Run every test, in Chrome, Firefox and Safari (WebKit).
	@tools/ran.sh tests $(ENGINES)

# Cargo builds a dependency again for each choice of packages. So the native tests and the end-to-end
# tests choose the whole workspace; the pattern leaves the end-to-end tests out.
test-native: ## Test what needs no browser: core, strings, proxy, and the widget's pure parts.
	@tools/setup.sh rust cluster
	cargo test $(LOCKED) --workspace --lib --bins --test '[!e]*'
	cargo test $(LOCKED) --workspace --doc

test-browser: ## Test the widget in each engine.
	@tools/setup.sh bundle $(ENGINES)
	@for engine in $(ENGINES); do tools/test-browser.sh $$engine; done

# Chrome runs them once more without WebAssembly: chrome-js.
test-e2e: $(BUNDLE) $(EXAMPLES) $(HOSTS) ## Test bundle, examples and proxy together in each engine.
	@tools/setup.sh node $(ENGINES) reverse-proxies
	cargo build $(LOCKED) --workspace --bin ticket-note-proxy --test e2e
	@for engine in $(ENGINES) $(if $(filter chrome,$(ENGINES)),chrome-js); do tools/test-e2e.sh $$engine; done

test-hosts: $(HOSTS) ## Check the packages for CRMs with the vendors' own tools.
	cd hosts && node --test test/*.test.mjs
	cd hosts && npx --no-install tsc --project dynamics && npx --no-install tsc --project types
	@tools/ran.sh "the checks of the packages" node

test-deploy: ## Run the reverse proxies of deploy/ and check what they promise.
	@tools/setup.sh rust reverse-proxies
	cargo build $(LOCKED) --workspace --bin ticket-note-proxy
	deploy/try.sh

check: ## Check format, lints, docs, licences, spelling and wording.
	@tools/setup.sh rust node deny
	cargo fmt --all --check
	cargo clippy $(LOCKED) --workspace --all-targets -- -D warnings
	cargo clippy $(LOCKED) -p ticket-note --all-targets --target wasm32-unknown-unknown -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc $(LOCKED) --workspace --no-deps
	cargo deny --log-level error check bans licenses sources
	for script in static/*.js static/*/*.js {tools,bench}/*.mjs {tools,bench}/*/*.mjs hosts/*.mjs hosts/*/*.{js,mjs} hosts/zendesk/assets/*.js bench/*.js bench/peers/*/*.js; do node --check --input-type=module - < $$script; done
	tools/check-words.sh

dist: $(BUNDLE) ## Build the bundle in dist/ and the release proxy.
	cargo build $(LOCKED) --release -p ticket-note-proxy

hosts: $(HOSTS) ## Build the packages for CRMs in dist-hosts/.
	@ls dist-hosts/*.zip

size: $(BUNDLE) ## Print the sizes of the bundle. Fails over the budget.
	@node tools/size.mjs

first-view: ## Describe the first view of the form again, after a change of its markup.
	cargo run $(LOCKED) --quiet -p ticket-note-first-view

load: ## Measure the proxy under load, beside a bare reverse proxy in the same run.
	@tools/setup.sh rust load
	tools/load.sh

soak: ## Run three proxies for SOAK_SECONDS (600) with random failures, and check every outcome.
	@tools/setup.sh rust cluster
	cargo test $(LOCKED) --workspace --test cluster -- --ignored --nocapture soak

bench: dist ## Measure the form beside the same form in Lit, in plain JavaScript and in Yew.
	@tools/setup.sh bench
	node bench/run.mjs $(BENCH_FLAGS)

lighthouse: dist ## Run Lighthouse on the framed page. Fails under the goals.
	@tools/setup.sh bench
	node bench/lighthouse.mjs $(BENCH_FLAGS)

record: dist ## Record cold loads on a slow line in target/record/: light, dark and Arabic.
	@tools/setup.sh bench
	node bench/record.mjs $(BENCH_FLAGS)

profile: dist ## Print the CPU profile of 200 mounts, by function.
	@tools/setup.sh bench
	node bench/profile.mjs $(BENCH_FLAGS)

setup: ## Install what the other commands need.
	@tools/setup.sh bundle $(ENGINES) deny examples hosts

# A panic traps at once, even in the standard library. A message that the user never reads would cost
# nine of the eighty kilobytes of a first use. The module also leaves out the paths of its sources,
# which name the builder's home. These flags are unstable, so the compiler is pinned.
$(BUNDLE): export RUSTC_BOOTSTRAP := 1
$(BUNDLE): export CARGO_UNSTABLE_BUILD_STD := std,panic_abort
$(BUNDLE): export CARGO_UNSTABLE_BUILD_STD_FEATURES := optimize_for_size
$(BUNDLE): export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS := -Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none
$(BUNDLE): $(BUNDLE_SOURCES)
	@tools/setup.sh bundle
	cargo fetch $(LOCKED) --target wasm32-unknown-unknown
	trunk build --release --offline --skip-version-check

$(HOSTS): $(HOST_SOURCES)
	@tools/setup.sh hosts
	node hosts/build.mjs

$(EXAMPLES): examples/%/dist/index.html: examples/%/index.html examples/%/vite.config.js examples/%/package-lock.json $(wildcard examples/*/src/*)
	@tools/setup.sh examples
	npm run --prefix examples/$* --silent build -- --base ./ --assetsDir . --logLevel warn
