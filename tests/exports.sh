#!/usr/bin/env bash
# The shared library exports the public functions, and nothing else: those of tests/exports.list,
# which are those that the headers mark.
#
#     tests/exports.sh LIBRARY.so

set -u
export LC_ALL=C
here=$(dirname "$0")
. "$here/tap.sh"

exported() { # LIBRARY
    nm -D --defined-only "$1" | awk '{print $3}' | sort
}

declared() { # in the public headers
    sed -n 's/^CST_API .*\(cst_[a-z_0-9]*\)(.*/\1/p' include/consort/*.h | sort
}

is 'the library exports what the list says' "$(cat "$here/exports.list")" "$(exported "$1")"
is 'the headers mark what the list says' "$(cat "$here/exports.list")" "$(declared)"
is 'the shared library names itself by its major version' "$(basename "$1")" \
    "$(readelf -d "$1" | sed -n 's/.*(SONAME).*\[\(.*\)\]/\1/p')"
tap_end
