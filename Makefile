# What is done with the package: `make help` lists it. Each target first sees to what the build needs (scripts/setup).

SWIFT_FILES = Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources

.DEFAULT_GOAL := help
.PHONY: help demo build test bench format lint clean setup

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' Makefile

demo: build ## take the tour
	@.build/release/fid tour

build: setup ## build the command, .build/release/fid
	@swift build -c release --product fid

test: setup ## build and run all tests
	swift build --build-tests
	scripts/tests/setup-test
	swift test --skip-build --disable-xctest

bench: ## measure against other tools and against bare BLAS, and write Benchmarks/RESULTS.md
	@scripts/setup bench
	swift build -c release --product fid
	swift build -c release --package-path Benchmarks
	@scripts/bench-peers
	Benchmarks/.build/release/fid-bench --output Benchmarks/RESULTS.md $(BENCH_OPTIONS)

format: ## lay out all Swift files by .swift-format
	swift format --in-place --parallel --recursive $(SWIFT_FILES)

lint: ## check the layout of all Swift files
	swift format lint --strict --parallel --recursive $(SWIFT_FILES)

clean: ## remove what was built
	rm -rf .build Benchmarks/.build

setup:
	@scripts/setup
