# shunt: one plain Makefile, no configure step. Libraries by pkg-config;
# libcurl gives headers only and is loaded on first use (src/base/dl.c).
#
#   make            build/shunt
#   make demo       install what is missing, build, answer a piped prompt
#   make check      install what is missing, run every test
#   make SAN=address,undefined ...   the same with sanitisers, in its own
#                   folder; CC=clang works everywhere

VERSION := 0.1.0
CC ?= cc
SAN ?=
comma := ,
B ?= build$(if $(SAN),-$(subst $(comma),-,$(SAN)))
PREFIX ?= /usr/local
DESTDIR ?=

PKGS := json-c inih
OPT ?= -O2 -g
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
PKG_CFLAGS = $(shell pkg-config --cflags $(PKGS) libcurl)
PKG_LIBS = $(shell pkg-config --libs $(PKGS)) -lm

SRC := $(filter-out src/fit/%,$(wildcard src/*/*.c))
LIBOBJ := $(patsubst src/%.c,$(B)/%.o,$(filter-out src/app/main.c,$(SRC)))
UNIT := $(patsubst tests/unit/%.c,$(B)/unit/%,$(wildcard tests/unit/*.c))

.PHONY: all demo check lint headers bench fuzz fit install uninstall clean
.DELETE_ON_ERROR:

all: $(B)/shunt

$(B)/shunt: $(B)/app/main.o $(B)/libshunt.a
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(PKG_LIBS)

$(B)/libshunt.a: $(LIBOBJ)
	@rm -f $@
	$(AR) rcs $@ $^

$(B)/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(B)/unit/%: tests/unit/%.c $(B)/libshunt.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Itests -MMD -MP $(ALL_LDFLAGS) -o $@ $< \
		$(B)/libshunt.a $(PKG_LIBS)

unit: $(UNIT)

# The objects of src/fit are in $(B)/fit/, so the program is in there too.
$(B)/fit/fit: $(patsubst src/%.c,$(B)/%.o,$(wildcard src/fit/*.c)) \
		$(B)/libshunt.a
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(PKG_LIBS)

fit: $(B)/fit/fit
	$(B)/fit/fit ../shared/data src/route/weights.c

clean:
	rm -rf build build-*

-include $(wildcard $(B)/*/*.d)

# The embedded engine by itself, for tests/eval/summaries.py
$(B)/eval/%: tests/eval/%.c $(B)/libshunt.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP $(ALL_LDFLAGS) -o $@ $< \
		$(B)/libshunt.a $(PKG_LIBS)
