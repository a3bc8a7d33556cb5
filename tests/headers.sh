#!/usr/bin/env bash
# Every header compiles on its own: the public ones as C and as C++, those of the layers as C.
#
#     tests/headers.sh

set -u
. "$(dirname "$0")/tap.sh"
strict='-Wall -Wextra -Wpedantic -Werror -D_POSIX_C_SOURCE=200809L -Iinclude -I. -fsyntax-only'

alone() { # HEADER LANGUAGE COMPILER...
    local header=$1 language=$2
    shift 2
    # shellcheck disable=SC2086
    tap "$header alone, as $language" "$(echo "#include \"$header\"" | "$@" $strict - 2>&1)"
}

for header in include/consort.h include/consort/*.h; do
    alone "$header" C11 ${CC:-cc} -x c -std=c11
    alone "$header" C++11 ${CXX:-c++} -x c++ -std=c++11
done
for header in model/*.h solver/*.h cli/*.h tests/*.h; do
    alone "$header" C17 ${CC:-cc} -x c -std=c17
done
tap_end
