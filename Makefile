# Everything a person or a CI server runs. `make demo` and `make test` need a machine with Swift 6.2
# or newer and nothing else: what is missing is installed, or named where that takes rights.

PREFIX ?= /usr/local
SWIFT_FLAGS = --explicit-target-dependency-import-check error
VENV = .venv
CHECKOV_VENV = .venv-checkov
SWIFT_SOURCES = Sources Templates/Templates.swift Tests Benchmarks/Measure
# How many tests run at once: many of them start programs, which must not starve each other.
WIDTH = 4

.PHONY: demo test endurance mutation fuzz libfuzzer sanitize check build install format bench bench-build instructions measure pictures clean
.PHONY: setup test-setup requirements

demo: setup ## build, and scan the built-in sample estate
	swift build $(SWIFT_FLAGS) --product exhibit
	.build/debug/exhibit demo --exit-zero

test: setup test-setup ## every test
	swift build $(SWIFT_FLAGS) --build-tests
	EXHIBIT_VENV="$(CURDIR)/$(VENV)" EXHIBIT_CHECKOV_VENV="$(CURDIR)/$(CHECKOV_VENV)" \
	  SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=$(WIDTH) \
	  swift test --skip-build $(if $(FILTER),--filter '$(FILTER)')

endurance: setup ## 1,000 scans in one process, and one of 10,000 regions: what they leave behind, and the truth
	swift build $(SWIFT_FLAGS) --build-tests
	EXHIBIT_ENDURANCE=1 swift test --skip-build --filter EnduranceTests

mutation: setup test-setup ## changes one line of the sources at a time, and names the changes that no test notices (about an hour)
	EXHIBIT_VENV="$(CURDIR)/$(VENV)" EXHIBIT_CHECKOV_VENV="$(CURDIR)/$(CHECKOV_VENV)" \
	  SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=$(WIDTH) Tests/Mutation/run $(MUTATIONS)

# libFuzzer without its own main, beside the compiler; nothing where this Swift comes without it.
LIBFUZZER = $(firstword $(wildcard $(dir $(realpath $(shell command -v swiftc)))../lib/clang/*/lib/*/libclang_rt.fuzzer_no_main*))
SECONDS ?= 20
# A build of its own leaves that of the tests as it is. `.ci/run` is done with that one, and builds on its packages.
FUZZ_BUILD = -c release --scratch-path .build-fuzz

fuzz: setup ## every reader of what others wrote, SECONDS long each, two at a time; TARGETS= for some
	@test -n "$(LIBFUZZER)" || { echo "this Swift comes without libFuzzer (libclang_rt.fuzzer_no_main)" >&2; exit 1; }
	EXHIBIT_FUZZ=$(LIBFUZZER) swift build $(FUZZ_BUILD) --product Fuzz
	Tests/Fuzz/run "$$(swift build $(FUZZ_BUILD) --show-bin-path)/Fuzz" $(SECONDS) $(TARGETS)

libfuzzer: ## where libFuzzer lies; nothing where there is none
	@echo "$(LIBFUZZER)"

sanitize: setup test-setup ## every test under the address sanitizer, which finds leaks too, then under the thread sanitizer
	$(foreach kind,address thread,swift build $(SWIFT_FLAGS) --sanitize=$(kind) --scratch-path .build-$(kind) --build-tests \
	  && EXHIBIT_VENV="$(CURDIR)/$(VENV)" EXHIBIT_CHECKOV_VENV="$(CURDIR)/$(CHECKOV_VENV)" \
	  SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=$(WIDTH) Tests/Sanitizers/run $(kind) $(FILTER) &&) true

check: ## format lint of all sources
	swift format lint --strict --recursive --parallel Package.swift $(SWIFT_SOURCES)

format: ## formats all sources in place
	swift format --in-place --recursive --parallel Package.swift $(SWIFT_SOURCES)

build: setup ## a release binary that stands alone, in .build/release
	swift build $(SWIFT_FLAGS) -c release --static-swift-stdlib --product exhibit
	strip .build/release/exhibit

install: build ## that binary and its shell completions, under PREFIX
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/share/bash-completion/completions" \
	  "$(DESTDIR)$(PREFIX)/share/zsh/site-functions" "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d"
	install -m 755 .build/release/exhibit "$(DESTDIR)$(PREFIX)/bin/exhibit"
	.build/release/exhibit --generate-completion-script bash > "$(DESTDIR)$(PREFIX)/share/bash-completion/completions/exhibit"
	.build/release/exhibit --generate-completion-script zsh > "$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_exhibit"
	.build/release/exhibit --generate-completion-script fish > "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/exhibit.fish"

bench: bench-build test-setup ## everything measured, beside what users would run instead (about an hour; Benchmarks/README.md)
	@.ci/need cc gcc
	@.ci/need --venv .venv-bench Benchmarks/requirements/bench.txt
	@.ci/need --venv .venv-prowler Benchmarks/requirements/prowler.txt
	Benchmarks/all

instructions: setup measure ## instructions that parsing and each report take, held against committed figures
	@.ci/need valgrind valgrind
	Benchmarks/instructions

bench-build: build measure

measure:
	EXHIBIT_BENCHMARKS=1 swift build $(SWIFT_FLAGS) -c release --static-swift-stdlib --product Measure

pictures: demo test-setup ## the README's pictures of the demo's HTML report, taken by Chromium
	$(VENV)/bin/python docs/take-pictures out/latest/report.html docs

# Every package with its version and the hashes of its files, for each Python from 3.10 on.
requirements: ## the Python packages of tests and benchmarks, resolved anew from the .in files
	@command -v uv >/dev/null || { echo "uv is missing: install it (pip install uv), then run this again" >&2; exit 1; }
	for file in Tests/Requirements/*.in Benchmarks/requirements/*.in; do \
	  uv pip compile --quiet --universal --python-version 3.10 --generate-hashes --no-annotate \
	    --custom-compile-command "make requirements" --output-file "$${file%.in}.txt" "$$file" || exit 1; done

clean:
	rm -rf .build .build-address .build-thread .build-mutation $(VENV) $(CHECKOV_VENV) .venv-bench .venv-prowler

# What the program is built on: libxml2's headers.
setup:
	@.ci/need swift swift "Swift 6.2 or newer, from https://www.swift.org/install"
	@.ci/need --header libxml-2.0 libxml2-dev

# What the tests talk to: moto plays AWS, ssh-keygen signs; xmllint, oscap, sha256sum, bagit, jsonschema, sarif-tools,
# junitparser and trestle judge what was written; cmark-gfm renders Markdown as GitHub does; Chromium, led by
# playwright, reads the HTML and prints it. The fixes run through the AWS CLI; shellcheck, cfn-lint, python-hcl2 and
# checkov judge them.
test-setup:
	@.ci/need xmllint libxml2-utils
	@.ci/need ssh-keygen openssh-client
	@.ci/need chromium chromium
	@.ci/need pdftotext poppler-utils
	@.ci/need oscap openscap-scanner
	@.ci/need cmark-gfm cmark-gfm
	@.ci/need shellcheck shellcheck
	@.ci/need jq jq
	@.ci/need --venv $(VENV) Tests/Requirements/tests.txt
	@.ci/need --venv $(CHECKOV_VENV) Tests/Requirements/checkov.txt
