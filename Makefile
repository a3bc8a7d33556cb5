# Consort: how it is built, tested, measured and installed. `make help` lists the targets.

# ================================================================ configuration

# Yours to set, on the command line or in the environment.
CC       ?= cc
CFLAGS   ?= -O3 -g
CPPFLAGS ?=
LDFLAGS  ?=
LDLIBS   ?=
PREFIX   ?= /usr/local
DESTDIR  ?=

# A variant has a folder of its own, so that plain and sanitized objects never mix: those of
# VARIANT=plain lie in build/plain. Only the plain command stands at build/consort as well.
VARIANT  ?= plain

variant_flags_plain    :=
variant_flags_gcc      := -Werror
variant_flags_clang    := -Werror
variant_flags_sanitize := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
variant_flags_thread   := -fsanitize=thread
variant_flags_coverage := --coverage -O0
variant_flags          := $(variant_flags_$(VARIANT))

# What the program is built with whatever the user sets.
warnings := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wstrict-prototypes \
            -Wmissing-prototypes -Wold-style-definition -Wswitch-enum -Wundef -Wvla -Wformat=2 \
            -Wpointer-arith -Wcast-qual -Wwrite-strings

own_cflags := -std=c17 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -Iinclude -I. -fPIC \
              -fvisibility=hidden -pthread $(warnings) $(variant_flags)
libraries  := -lglpk -ljansson -lopenblas -lunistring -lm -pthread

compile = $(CC) $(own_cflags) $(CPPFLAGS) $(CFLAGS)
link    = $(CC) $(variant_flags) -pthread $(CFLAGS) $(LDFLAGS)

version := $(shell sed -n 's/^\#define CST_VERSION "\(.*\)"/\1/p' include/consort/version.h)
soname  := libconsort.so.$(firstword $(subst ., ,$(version)))

O := build/$(VARIANT)

# `make V=1` shows whole commands.
Q   := $(if $(V),,@)
say  = @printf '  %-5s %s\n'

.DELETE_ON_ERROR:
.SECONDARY:
.DEFAULT_GOAL := all

## help: this list
.PHONY: help
help:
	@sed -n 's/^## \([^:]*\): \(.*\)/  \1|\2/p' Makefile | while IFS='|' read -r target meaning; do \
	    printf '  %-14s %s\n' "$$target" "$$meaning"; done

# ================================================================ layers, in the order of the flow

public_headers  := include/consort.h $(sort $(wildcard include/consort/*))
model_sources   := $(sort $(wildcard model/*.c))
solver_sources  := $(sort $(wildcard solver/*.c))
cli_sources     := $(sort $(wildcard cli/*.c))

test_sources    := $(sort $(wildcard tests/*_test.c tests/*/*_test.c))
tool_sources    := tests/shuffle.c tests/cli/erring.c
support_sources := $(filter-out $(test_sources) $(tool_sources),$(sort $(wildcard tests/*.c tests/*/*.c)))
example_sources := docs/example.c docs/example_session.c

objects_of = $(patsubst %.c,$(O)/%.o,$(1))
all_sources := $(model_sources) $(solver_sources) $(cli_sources) $(test_sources) $(tool_sources) \
               $(support_sources) $(example_sources)

# ================================================================ library and command

## all: the library and the command (build/consort)
.PHONY: all
all: $(O)/libconsort.a $(O)/$(soname) $(O)/consort
ifeq ($(VARIANT),plain)
all: build/consort

build/consort: $(O)/consort
	$(Q)cp -f $< $@.new && mv -f $@.new $@
endif

$(O)/%.o: %.c $(O)/flags
	@mkdir -p $(@D)
	$(say) CC $<
	$(Q)$(compile) -MMD -MP -c -o $@ $<

# Changes when the compiler or a flag does; then everything is compiled anew.
$(O)/flags: always
	@mkdir -p $(@D)
	@echo '$(compile) $(LDFLAGS)' | cmp -s - $@ || echo '$(compile) $(LDFLAGS)' >$@

.PHONY: always
always:

# The rule files and tables that model/embedded.c carries into the library.
$(O)/model/embedded.o: $(sort $(wildcard model/rules/*.json model/data/*))

define archive
$(say) AR $@
$(Q)rm -f $@ && $(AR) rcs $@ $^
endef

$(O)/libconsort.a: $(call objects_of,$(model_sources) $(solver_sources))
	$(archive)

$(O)/$(soname): $(call objects_of,$(model_sources) $(solver_sources))
	$(say) LD $@
	$(Q)$(link) -shared -Wl,-soname,$(soname) -o $@ $^ $(libraries) $(LDLIBS)

$(O)/consort: $(call objects_of,$(cli_sources)) $(O)/libconsort.a
	$(say) LD $@
	$(Q)$(link) -o $@ $^ $(libraries) $(LDLIBS)

-include $(patsubst %.c,$(O)/%.d,$(all_sources))

# ================================================================ set-up

## deps: install what is missing to build and test (Debian; asks sudo when not root)
.PHONY: deps
deps:
	./setup

## demo: candidate packages for a real tender, as text
.PHONY: demo
demo: all
	build/consort match -c scenarios/reference/catalog.json scenarios/am-firebird/opportunity.json \
	    --by cost --candidates 2 --format text

# ================================================================ tests

# A test program may use everything but the main function of the command.
$(O)/tests/support.a: $(call objects_of,$(support_sources))
	$(archive)

$(O)/cli.a: $(call objects_of,$(filter-out cli/main.c,$(cli_sources)))
	$(archive)

$(O)/tests/%_test: $(O)/tests/%_test.o $(O)/tests/support.a $(O)/cli.a $(O)/libconsort.a
	$(say) LD $@
	$(Q)$(link) -o $@ $^ -lcmocka $(libraries) $(LDLIBS)

$(O)/tests/shuffle: $(O)/tests/shuffle.o $(O)/tests/dice.o
	$(say) LD $@
	$(Q)$(link) -o $@ $^ -ljansson $(LDLIBS)

# A command whose results of a match are made to err: its own check must notice.
$(O)/tests/cli/erring: $(O)/tests/cli/erring.o $(call objects_of,$(cli_sources)) $(O)/libconsort.a
	$(say) LD $@
	$(Q)$(link) -Wl,--wrap=cst__verify_result -o $@ $^ $(libraries) $(LDLIBS)

$(O)/docs/%: $(O)/docs/%.o $(O)/libconsort.a
	$(say) LD $@
	$(Q)$(link) -o $@ $^ $(libraries) $(LDLIBS)

test_programs := $(patsubst %.c,$(O)/%,$(test_sources))
scenarios     := $(patsubst scenarios/%/opportunity.json,%,$(sort $(wildcard scenarios/*/opportunity.json)))
menus         := markets-few

# Jobs of the runner, as name=command. Those that take longest come first.
golden        := tests/golden.sh $(O)/consort $(O)/tests/shuffle
unit_jobs     := $(foreach t,$(test_sources),$(t:tests/%.c=%)=$(O)/$(t:.c=))
cli_jobs      := 'cli/run=tests/cli/run.sh $(O)/consort $(O)/tests/cli/erring' 'bad=tests/bad.sh $(O)/consort'
golden_jobs   := $(foreach s,$(scenarios) $(menus),'golden/$(s)=$(golden) scenarios/$(s)')
public_jobs   := 'example=tests/example.sh $(O)/docs $(O)/consort' \
                 'exports=tests/exports.sh $(O)/$(soname)' 'headers=tests/headers.sh' \
                 'install=tests/install.sh $(O)' 'docs=tests/docs.sh' 'bench=tests/bench.sh $(O)/bench'
# Under a sanitizer the command is several times slower: the quick scenarios, the cheapest package.
quick_jobs    := $(foreach s,am-firebird-rush hn-sovereign-platform,\
                     'golden/$(s)=$(golden) --quick scenarios/$(s)')

ifeq ($(VARIANT),plain)
jobs := $(golden_jobs) $(unit_jobs) $(cli_jobs) $(public_jobs)
else
jobs := $(quick_jobs) $(unit_jobs) $(cli_jobs)
endif

## test: all tests; the last line is the sum
.PHONY: test
test: programs
	@CC='$(CC)' tests/run.sh $(O)/logs $(jobs)

## unit: the unit tests alone; `make unit only=solver` those whose path holds "solver"
.PHONY: unit
unit: $(test_programs)
	@tests/run.sh $(O)/logs $(foreach j,$(unit_jobs),$(if $(only),$(if $(findstring $(only),$(j)),$(j)),$(j)))

.PHONY: programs
programs: all $(test_programs) $(O)/tests/shuffle \
          $(O)/tests/cli/erring $(example_sources:%.c=$(O)/%)

# ================================================================ gates

## gates: everything that must hold before a release, one after the other
.PHONY: gates
gates:
	$(MAKE) check-format
	$(MAKE) strict
	$(MAKE) lint
	$(MAKE) sanitize
	$(MAKE) test

## strict: every source compiles with gcc and with clang, without a warning
.PHONY: strict
strict:
	$(Q)$(MAKE) VARIANT=gcc CC=gcc objects
	$(Q)$(MAKE) VARIANT=clang CC=clang objects

.PHONY: objects
objects: $(call objects_of,$(all_sources))

## sanitize: the tests with address and undefined-behaviour sanitizers
.PHONY: sanitize
sanitize:
	$(Q)patience=1500 $(MAKE) VARIANT=sanitize test

## thread: the tests with the thread sanitizer
.PHONY: thread
thread:
	$(Q)patience=1500 $(MAKE) VARIANT=thread test

formatted := $(all_sources) $(filter %.h,$(public_headers)) $(sort $(wildcard model/*.h solver/*.h \
             cli/*.h tests/*.h tests/*/*.h tests/*/*/*.c))

## check-format: every source is as clang-format 14 would write it
.PHONY: check-format
check-format:
	$(Q)clang-format --dry-run -Werror $(formatted)

## format: rewrite every source so
.PHONY: format
format:
	$(Q)clang-format -i $(formatted)

linted := $(model_sources) $(solver_sources) $(cli_sources) $(example_sources)

## lint: clang-tidy, cppcheck and shellcheck, those that are installed
.PHONY: lint
lint: $(patsubst %.c,build/lint/%.tidy,$(linted))
	$(Q)if command -v cppcheck >/dev/null; then cppcheck --quiet --std=c11 --inline-suppr \
	    --enable=warning,performance,portability --error-exitcode=1 -Iinclude -I. \
	    --suppress=missingIncludeSystem --suppress=memleak --suppress=arrayIndexThenCheck \
	    --suppress=comparePointers:model/embedded.c $(linted); else echo 'cppcheck is not installed'; fi
	$(Q)if command -v shellcheck >/dev/null; then \
	    shellcheck -S warning setup .ci/run $(sort $(wildcard tests/*.sh tests/*/*.sh bench/*.sh)); \
	    else echo 'shellcheck is not installed'; fi

build/lint/%.tidy: %.c .clang-tidy
	@mkdir -p $(@D)
	$(Q)if command -v clang-tidy >/dev/null; then printf '  TIDY  %s\n' $< && \
	    clang-tidy --quiet $< -- $(filter-out -W%,$(own_cflags)) 2>/dev/null; fi && touch $@

## coverage: lines of model/ and solver/ that no test reaches (build/coverage/unreached.txt)
.PHONY: coverage
coverage:
	$(Q)patience=1500 $(MAKE) VARIANT=coverage test
	$(Q)tests/coverage.sh build/coverage

## mutants: constraints turned round one by one: the oracle must notice (minutes); how=drop, only="KIND..."
.PHONY: mutants
mutants:
	$(Q)tests/mutants.sh $(or $(how),flip) $(only)

# ================================================================ golden

## golden: rewrite the expected results of the scenarios, all or only="NAME..."; then review
.PHONY: golden
golden: all
	$(Q)tests/golden.sh $(O)/consort --rewrite $(addprefix scenarios/,$(or $(only),$(scenarios) $(menus)))

# ================================================================ bench

bench_sources := $(sort $(wildcard bench/*.c))
bench_tools   := $(addprefix $(O)/bench/,generate export judge phases related risk)

# What the lists of all sources above do for the others.
objects: $(call objects_of,$(bench_sources))
lint: $(patsubst %.c,build/lint/%.tidy,$(bench_sources))
formatted += $(bench_sources) $(sort $(wildcard bench/*.h))
linted    += $(bench_sources)
-include $(patsubst %.c,$(O)/%.d,$(bench_sources))

$(O)/bench/generate: $(O)/bench/generate.o $(call objects_of,$(wildcard bench/market*.c)) \
                     $(O)/bench/shapes.o $(O)/tests/dice.o
	$(say) LD $@
	$(Q)$(link) -o $@ $^ $(LDLIBS)

$(O)/bench/export $(O)/bench/judge $(O)/bench/phases $(O)/bench/related $(O)/bench/risk: $(O)/bench/%: $(O)/bench/%.o \
                     $(O)/bench/posed.o $(O)/bench/sparse.o $(O)/cli.a $(O)/libconsort.a
	$(say) LD $@
	$(Q)$(link) -o $@ $^ $(libraries) $(LDLIBS)

## bench-engine: Consort and other solvers on generated instances, see bench/README.md; quick=1
.PHONY: bench-engine
bench-engine: all $(bench_tools)
	@bench/engine.sh build/consort $(O)/bench

## bench-tools: generator, export to MPS, judge of what others found, phases of a match
.PHONY: bench-tools
bench-tools: $(bench_tools)

ifeq ($(VARIANT),plain)
programs: $(bench_tools) # which tests/bench.sh runs
endif

## bench-partners: every firm in every scenario: seconds, and what is proven of the prices to win
.PHONY: bench-partners
bench-partners: all
	@bench/partners.sh build/consort $(or $(only),$(scenarios))

## bench-related: what a related question costs in a session, and on its own; only="NAME..."
.PHONY: bench-related
bench-related: $(O)/bench/related
	@for s in $(or $(only),am-firebird hn-sovereign-platform); do echo "$$s" && \
	    $(O)/bench/related scenarios/reference/catalog.json scenarios/$$s/opportunity.json || exit; done

## bench-frontier: seconds for a point of a frontier beside a fresh solve; only="NAME..." criteria=A,B
.PHONY: bench-frontier
bench-frontier: all
	@bench/frontier.sh build/consort $${criteria:-cost,us_content} \
	    $(or $(only),am-firebird hn-sovereign-platform)

$(O)/bench/words: $(O)/bench/words.o $(O)/tests/dice.o $(O)/libconsort.a
	$(say) LD $@
	$(Q)$(link) -o $@ $^ $(libraries) $(LDLIBS)

## bench-words: seconds for an index of 10,000 descriptions; a small judged set of queries
.PHONY: bench-words
bench-words: $(O)/bench/words
	@$(O)/bench/words speed $(or $(only),10000) && \
	    $(O)/bench/words judged scenarios/reference/catalog.json bench/words_judged.txt
## bench-risk: what 100,000 samples of the packages of a tender cost; only="NAME..."
.PHONY: bench-risk
bench-risk: $(O)/bench/risk
	@for s in $(or $(only),am-firebird hn-sovereign-platform); do echo "$$s" && \
	    $(O)/bench/risk scenarios/reference/catalog.json scenarios/$$s/opportunity.json || exit; done

## bench: seconds of each scenario, cheapest and slate, 1 and 2 threads and shuffled; the same bytes
.PHONY: bench
bench: all $(O)/tests/shuffle
	@bench/bench.sh build/consort $(O)/tests/shuffle $(or $(only),$(scenarios))

# ================================================================ install

bin     := $(DESTDIR)$(PREFIX)/bin
lib     := $(DESTDIR)$(PREFIX)/lib
headers := $(DESTDIR)$(PREFIX)/include
share   := $(DESTDIR)$(PREFIX)/share/consort
library := libconsort.so.$(version)

## install: command, static and shared library, headers, consort.pc, rule files
.PHONY: install
install: all
	install -d $(bin) $(lib)/pkgconfig $(headers)/consort $(share)/rules
	install -m 755 $(O)/consort $(bin)/consort
	install -m 644 $(O)/libconsort.a $(lib)/libconsort.a
	install -m 755 $(O)/$(soname) $(lib)/$(library)
	ln -sf $(library) $(lib)/$(soname)
	ln -sf $(soname) $(lib)/libconsort.so
	install -m 644 include/consort.h $(headers)/consort.h
	install -m 644 $(wildcard include/consort/*) $(headers)/consort
	install -m 644 $(wildcard model/rules/*.json) $(share)/rules
	printf '%s\n' 'prefix=$(PREFIX)' 'libdir=$${prefix}/lib' 'includedir=$${prefix}/include' '' \
	    'Name: consort' 'Description: AI export packages by integer programming' \
	    'Version: $(version)' 'Libs: -L$${libdir} -lconsort' 'Libs.private: $(libraries)' \
	    'Cflags: -I$${includedir}' >$(lib)/pkgconfig/consort.pc

## uninstall: remove what install put there
.PHONY: uninstall
uninstall:
	rm -f $(bin)/consort $(lib)/libconsort.a $(lib)/$(library) $(lib)/$(soname) $(lib)/libconsort.so \
	    $(lib)/pkgconfig/consort.pc $(headers)/consort.h
	rm -rf $(headers)/consort $(share)

## clean: remove build/
.PHONY: clean
clean:
	rm -rf build
