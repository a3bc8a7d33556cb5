#!/usr/bin/env bash
# The tools of the bench work: what is generated is read, solved and exported, and the judge
# refuses what is no package.
#
#     tests/bench.sh TOOLS        TOOLS is the folder of generate, export, judge, phases, risk

set -u
export LC_ALL=C.UTF-8
. "$(dirname "$0")/tap.sh"
tools=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

tender_of() { # FOLDER: what the tools read
    [ ! -f "$1/rules.json" ] || echo "--rules $1/rules.json"
    echo "$1/catalog.json $1/opportunity.json"
}

for kind in plain full; do
    to=$work/$kind
    "$tools/generate" "$kind" --offerings 40 --seed 1 "$to"
    # shellcheck disable=SC2046
    is "$kind: phases of a match" optimal \
        "$("$tools/phases" $(tender_of "$to") 2>&1 | awk '$1 == "status" {print $2}')"
    # shellcheck disable=SC2046
    is "$kind: export" 'NAME consort FREE' "$("$tools/export" $(tender_of "$to") 2>&1 | head -n 1)"
done

: >"$work/nothing"
# shellcheck disable=SC2046
is 'the judge on nothing chosen' violated "$("$tools/judge" $(tender_of "$work/plain") "$work/nothing")"

# shellcheck disable=SC2046
is 'samples of packages' 10 "$("$tools/risk" $(tender_of "$work/plain") 2>&1 | awk 'NR == 1 {print $1}')"

tap_end
