#!/usr/bin/env bash
# Lines of model/ and solver/ that no test reached, after the tests of a coverage build have run.
#
#     tests/coverage.sh BUILD        writes BUILD/unreached.txt, prints a line for each file

set -u
build=$(realpath "${1:?usage: coverage.sh BUILD}")
: >"$build/unreached.txt"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for source in model/*.c solver/*.c; do
    gcov --stdout --object-directory "$build/${source%/*}" "$build/${source%.c}.o" 2>/dev/null |
        awk -v file="$source" '
            / 0:Source:/ {mine = index($0, file) > 0}
            mine && /^ *#####/ {split($0, part, ":"); print file ":" part[2] + 0 ":" substr($0, 17)}
            mine && /^ *[0-9#]+[*]?:/ {n++}
            END {print n + 0 > "'"$work"'/n"}' >"$work/unreached"
    cat "$work/unreached" >>"$build/unreached.txt"
    awk -v file="$source" -v n="$(cat "$work/n")" -v missed="$(wc -l <"$work/unreached")" \
        'BEGIN {printf "%-28s %5d lines %5d unreached %6.1f %%\n", file, n, missed, n ? 100 * (n - missed) / n : 0}'
done
