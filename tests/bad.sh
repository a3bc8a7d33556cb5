#!/usr/bin/env bash
# Bad input: each folder of tests/bad is a tender with faults (with a catalog, rules and assumptions
# of its own where it has such files; else the reference catalog and the default rules). The command says every
# fault in exactly the words of expected.txt, exits with 3, and writes nothing.
#
#     tests/bad.sh COMMAND

set -u
export LC_ALL=C.UTF-8
. "$(dirname "$0")/tap.sh"
consort=$(realpath "$1")
reference=$(realpath scenarios/reference/catalog.json)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

check() { # FOLDER
    local name files=(-c "$reference")
    name=$(basename "$1")
    cd "$1" || exit 1
    [ ! -f catalog.json ] || files=(-c catalog.json)
    [ ! -f rules.json ] || files+=(--rules rules.json)
    [ ! -f assumptions.json ] || files+=(--assume assumptions.json)
    printf 'as it was' >"$work/output"
    "$consort" match "${files[@]}" opportunity.json >"$work/out" 2>"$work/err"
    is "$name: exit code" 3 $?
    same "$name: every fault with its place, and nothing else" expected.txt "$work/err"
    is "$name: nothing on standard output" '' "$(cat "$work/out")"
    "$consort" match "${files[@]}" --output "$work/output" opportunity.json 2>/dev/null
    is "$name: nothing in the file" 'as it was' "$(cat "$work/output")"
    cd "$OLDPWD" || exit 1
}

for folder in tests/bad/*/; do
    check "$folder"
done
tap_end
