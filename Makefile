# Consort: how it is built, tested and measured. `make help` lists the targets.

# ---------------------------------------------------------------- configuration

CC      ?= cc
CFLAGS  ?= -O2 -g
PREFIX  ?= /usr/local
DESTDIR ?=

# A variant has its own folder, so that plain and sanitized objects never mix: the objects of
# VARIANT=plain lie in build/plain. Only the plain command stands at build/consort.
VARIANT ?= plain

variant_flags_plain    :=
variant_flags_sanitize := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
variant_flags_thread   := -fsanitize=thread
variant_flags_coverage := --coverage -O0
variant_flags_strict   := -Werror
variant_flags          := $(variant_flags_$(VARIANT))

warnings := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wstrict-prototypes \
            -Wmissing-prototypes -Wold-style-definition -Wswitch-enum -Wundef -Wvla -Wformat=2 \
            -Wpointer-arith -Wcast-qual -Wwrite-strings -Wdouble-promotion

own_cflags := -std=c17 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -Iinclude -I. -fPIC \
              -fvisibility=hidden -pthread -MMD -MP $(warnings) $(variant_flags)
libraries  := -lglpk -ljansson -lopenblas -lunistring -lm -pthread

O := build/$(VARIANT)

# ---------------------------------------------------------------- layers, in the order of the flow

model_sources  := $(sort $(wildcard model/*.c))
solver_sources := $(sort $(wildcard solver/*.c))
cli_sources    := $(sort $(wildcard cli/*.c))
test_sources   := $(sort $(wildcard tests/*_test.c tests/*/*_test.c))
test_support   := $(filter-out $(test_sources),$(sort $(wildcard tests/*.c tests/*/*.c)))

library_objects := $(patsubst %.c,$(O)/%.o,$(model_sources) $(solver_sources))
cli_objects     := $(patsubst %.c,$(O)/%.o,$(cli_sources))
support_objects := $(patsubst %.c,$(O)/%.o,$(test_support))
test_programs   := $(patsubst %.c,$(O)/%,$(test_sources))

.DELETE_ON_ERROR:
.SECONDARY:
.DEFAULT_GOAL := all

# ---------------------------------------------------------------- library and command

## all: the library and the command (build/consort)
.PHONY: all
all: $(O)/libconsort.a $(O)/libconsort.so.0 $(O)/consort
ifeq ($(VARIANT),plain)
all: build/consort

build/consort: $(O)/consort
	cp -f $< $@.new && mv -f $@.new $@
endif

$(O)/%.o: %.c Makefile
	@mkdir -p $(@D)
	@echo "  cc $<"; $(CC) $(own_cflags) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

# The rule files and tables that model/embedded.c carries into the library.
$(O)/model/embedded.o: $(sort $(wildcard model/rules/*.json model/data/*))

$(O)/libconsort.a: $(library_objects)
	rm -f $@
	$(AR) rcs $@ $^

$(O)/libconsort.so.0: $(library_objects)
	$(CC) -shared -Wl,-soname,libconsort.so.0 $(variant_flags) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(libraries)

$(O)/consort: $(cli_objects) $(O)/libconsort.a
	$(CC) $(variant_flags) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(libraries)

# ---------------------------------------------------------------- tests

$(O)/tests/%_test: $(O)/tests/%_test.o $(support_objects) $(O)/libconsort.a
	@mkdir -p $(@D)
	$(CC) $(variant_flags) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lcmocka $(libraries)

-include $(shell find build -name '*.d' 2>/dev/null)
