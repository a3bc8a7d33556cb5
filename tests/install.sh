#!/usr/bin/env bash
# A staged install: a program builds against it through pkg-config, with the shared library and with
# the static one, and uninstall leaves nothing behind.
#
#     tests/install.sh BUILD

set -u
export LC_ALL=C
. "$(dirname "$0")/tap.sh"
stage=$(realpath "$1")/stage
rm -rf "$stage"

quiet() { # COMMAND...: its output only where it fails
    local said
    said=$("$@" 2>&1) || printf '%s\n' "$said" "exit code $?"
}

make_quietly() { # TARGET
    quiet make --no-print-directory "$1" DESTDIR="$stage" PREFIX=/usr
}

tap 'make install' "$(make_quietly install)"
version=$(sed -n 's/^#define CST_VERSION "\(.*\)"/\1/p' include/consort/version.h)
is 'the installed command says its version' "consort $version" "$("$stage/usr/bin/consort" --version)"
is 'what is installed' "bin/consort
include/consort.h
$(cd include && ls consort/*.* | sed 's,^,include/,')
lib/libconsort.a
lib/libconsort.so
lib/libconsort.so.${version%%.*}
lib/libconsort.so.$version
lib/pkgconfig/consort.pc
$(cd model && ls rules/*.json | sed 's,^,share/consort/,')" "$(cd "$stage/usr" && find . ! -type d | sed 's,^\./,,' | sort)"

if command -v pkg-config >/dev/null; then
    export PKG_CONFIG_PATH=$stage/usr/lib/pkgconfig PKG_CONFIG_SYSROOT_DIR=$stage
    is 'pkg-config: version' "$version" "$(pkg-config --modversion consort)"
    # shellcheck disable=SC2046
    tap 'a program with the shared library' "$(quiet ${CC:-cc} -o "$stage/shared" docs/example.c \
        $(pkg-config --cflags --libs consort))"
    is 'needs it by its major version' "libconsort.so.${version%%.*}" \
        "$(readelf -d "$stage/shared" | sed -n 's/.*(NEEDED).*\[\(libconsort.*\)\]/\1/p')"
    rush=scenarios/am-firebird-rush/opportunity.json
    tap 'and runs' "$(LD_LIBRARY_PATH=$stage/usr/lib quiet "$stage/shared" \
        scenarios/reference/catalog.json $rush)"
    # shellcheck disable=SC2046
    tap 'a program with the static library' "$(quiet ${CC:-cc} -o "$stage/static" docs/example.c \
        $(pkg-config --cflags consort) "$stage/usr/lib/libconsort.a" \
        $(pkg-config --static --libs-only-l consort | sed 's/-lconsort//'))"
    tap 'and runs' "$(quiet "$stage/static" scenarios/reference/catalog.json $rush)"
else
    echo '# no pkg-config: the installed library is not tried'
fi
rm -f "$stage/shared" "$stage/static"

tap 'make uninstall' "$(make_quietly uninstall)"
is 'leaves no file' '' "$(cd "$stage" && find . ! -type d)"
is 'and no folder of its own' '' "$(cd "$stage" && find . -type d -name '*consort*')"
tap_end
