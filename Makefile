# shunt: one plain Makefile, no configure step. Libraries by pkg-config;
# libcurl, libcrypto, inih, sqlite3, readline and md4c give headers only and
# are loaded on first use (src/base/dl.c).
#
#   make            build/shunt
#   make demo       install what is missing, build, answer a piped prompt
#   make check      install what is missing, run every test
#   make lint, headers, fuzz, bench, install, uninstall, clean
#   make SAN=address,undefined ...   the same with sanitisers, in its own
#                   folder; CC=clang works everywhere, V=1 shows commands

VERSION := 0.1.0
CC ?= cc
SAN ?=
comma := ,
B ?= build$(if $(SAN),-$(subst $(comma),-,$(SAN)))
PREFIX ?= /usr/local
DESTDIR ?=

PKGS := json-c
OPT ?= $(if $(SAN),-O1 -gline-tables-only,-O2 -g)
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
	-Wmissing-prototypes -Wvla -Wformat=2 -Wno-format-nonliteral \
	$(if $(CI),-Werror)
HARDEN := -fstack-protector-strong $(if $(SAN),,-D_FORTIFY_SOURCE=2) -fPIE
DEFS := -D_GNU_SOURCE -DSHUNT_VERSION='"$(VERSION)"' \
	-DSHUNT_SYSCONF='"$(PREFIX)"'
ALL_CFLAGS = -std=c11 $(OPT) $(WARN) $(HARDEN) $(DEFS) -Isrc \
	$(PKG_CFLAGS) $(if $(SAN),-fsanitize=$(SAN) -fno-sanitize-recover=all \
	-fno-omit-frame-pointer) $(CFLAGS)
ALL_LDFLAGS = -pie -Wl,-z,relro,-z,now -Wl,--as-needed \
	$(if $(SAN),-fsanitize=$(SAN)) $(LDFLAGS)
PKG_CFLAGS = $(filter-out -D%,$(shell pkg-config --cflags $(PKGS) inih \
	libcurl libcrypto sqlite3 readline md4c))
PKG_LIBS = $(shell pkg-config --libs $(PKGS)) -lm

SRC := $(filter-out src/fit/%,$(wildcard src/*/*.c))
LIBOBJ := $(patsubst src/%.c,$(B)/%.o,$(filter-out src/app/main.c,$(SRC)))
UNIT := $(patsubst tests/unit/%.c,$(B)/unit/%,$(wildcard tests/unit/*.c))
FUZZ := $(patsubst tests/fuzz/%.c,$(B)/fuzz/%,$(wildcard tests/fuzz/*.c))
EVAL := $(patsubst tests/eval/%.c,$(B)/eval/%,$(wildcard tests/eval/*.c))
FUZZ_SECONDS ?= 20
JOBS ?= $(shell nproc)
# the sanitised build is clang's, so that both compilers see every file
SAN_CC = $(if $(shell command -v clang),clang,$(CC))

# what is installed, as FILE:MODE:PLACE; a file that is not there is left out
INSTALLED := $(B)/shunt:755:bin/shunt man/shunt.1:644:share/man/man1/shunt.1 \
	completions/shunt.bash:644:share/bash-completion/completions/shunt \
	completions/_shunt:644:share/zsh/site-functions/_shunt \
	completions/shunt.fish:644:share/fish/vendor_completions.d/shunt.fish \
	config.ini.example:644:share/doc/shunt/config.ini.example

.PHONY: all unit oom tested demo deps check lint headers bench fuzz fuzzers \
	fit install uninstall clean
MAKEFLAGS += --no-print-directory $(if $(V),,-s)
.DELETE_ON_ERROR:

all: $(B)/shunt

# of the objects, not the archive: two functions of one name are an error
$(B)/shunt: $(B)/app/main.o $(LIBOBJ)
	@echo "  LINK  $@"
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(PKG_LIBS)

$(B)/libshunt.a: $(LIBOBJ)
	@rm -f $@
	$(AR) rcs $@ $^

$(B)/%.o: src/%.c
	@mkdir -p $(@D)
	@echo "  CC    $@"
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(B)/unit/%: tests/unit/%.c $(B)/libshunt.a
	@mkdir -p $(@D)
	@echo "  CC    $@"
	$(CC) $(ALL_CFLAGS) -Itests -MMD -MP $(ALL_LDFLAGS) -o $@ $< \
		$(B)/libshunt.a $(PKG_LIBS)

$(B)/fuzz/%: tests/fuzz/%.c tests/lib/replay.c $(B)/libshunt.a
	@mkdir -p $(@D)
	@echo "  CC    $@"
	$(CC) $(ALL_CFLAGS) -Itests -MMD -MP $(ALL_LDFLAGS) -o $@ $< \
		$(if $(LIBFUZZER),-fsanitize=fuzzer,tests/lib/replay.c) \
		$(B)/libshunt.a $(PKG_LIBS)

$(B)/oom.so: tests/oom.c
	@mkdir -p $(@D)
	@echo "  CC    $@"
	$(CC) $(ALL_CFLAGS) -fPIC -shared $(LDFLAGS) -o $@ $<

$(B)/peak: tests/lib/peak.c
	@mkdir -p $(@D)
	@echo "  CC    $@"
	$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $<

unit: $(UNIT)
oom: $(B)/oom.so
fuzzers: $(FUZZ)
tested: all unit fuzzers $(B)/peak $(B)/fit/fit $(EVAL) \
		$(if $(SAN),,oom)

# The objects of src/fit are in $(B)/fit/, so the program is in there too.
$(B)/fit/fit: $(patsubst src/%.c,$(B)/%.o,$(wildcard src/fit/*.c)) \
		$(B)/libshunt.a
	@echo "  LINK  $@"
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(PKG_LIBS)

fit: $(B)/fit/fit
	$(B)/fit/fit ../shared/data src/route/weights.c

demo:
	@CC='$(CC)' tests/setup build
	@$(MAKE) -j$(JOBS) all
	@tests/lib/demo.sh $(B)/shunt

deps:
	@CC='$(CC)' tests/setup check

check: deps
	@$(MAKE) -j$(JOBS) SAN= B=build tested
	@$(MAKE) -j$(JOBS) SAN=address,undefined CC=$(SAN_CC) \
		B=build-address-undefined tested
	@tests/run --both -j $$(($(JOBS) + 1))	# many of them wait

lint:
	@tests/lint

headers:
	@tests/lint --only headers

fuzz:
	@$(MAKE) -j$(JOBS) CC=clang SAN=address,undefined B=build-fuzz \
		CFLAGS=-fsanitize=fuzzer-no-link LIBFUZZER=1 fuzzers
	@tests/lib/fuzz.sh build-fuzz $(FUZZ_SECONDS)

bench:
	@CC='$(CC)' tests/setup bench
	@$(MAKE) -j$(JOBS) all $(B)/fit/fit
	@tests/bench $(B)/shunt

install: all
	@for f in $(INSTALLED); do \
		from=$${f%%:*} mode=$${f#*:}; \
		to=$(DESTDIR)$(PREFIX)/$${mode#*:}; \
		[ ! -e $$from ] || install -D -m $${mode%%:*} $$from $$to || \
			exit 1; \
	done

uninstall:
	@for f in $(INSTALLED); do rm -f $(DESTDIR)$(PREFIX)/$${f##*:}; done

clean:
	rm -rf build build-*

-include $(wildcard $(B)/*/*.d)

# Parts of the program by themselves: for tests/eval/*.py, test_schema.py
$(B)/eval/%: tests/eval/%.c $(B)/libshunt.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP $(ALL_LDFLAGS) -o $@ $< \
		$(B)/libshunt.a $(PKG_LIBS)
