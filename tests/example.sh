#!/usr/bin/env bash
# The example of the documentation finds what the command finds.
#
#     tests/example.sh EXAMPLE COMMAND

set -u
. "$(dirname "$0")/tap.sh"
example=$1
consort=$2
catalog=scenarios/reference/catalog.json
tender=scenarios/hn-sovereign-platform/opportunity.json
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

is 'the example has less than 60 lines' yes "$([ "$(wc -l <docs/example.c)" -lt 60 ] && echo yes)"
"$example" $catalog $tender >"$work/example"
is 'the example: exit code' 0 $?
"$consort" match -c $catalog $tender --by cost --candidates 1 --format json >"$work/result"

of_result() { # KEY: its texts in the result of the command, but not among the refused, each once
    sed '/^  "refused"/,$d' "$work/result" | sed -n "s/^ *\"$1\": \"\(.*\)\",\?\$/\1/p" | sort -u
}

cents=$(sed -n 's/^ *"cost": \([0-9.]*\),\?$/\1/p' "$work/result" | awk '{printf "%.0f", $1 * 100}')
is 'the cost of the command' "cost $cents" "$(grep -o '^cost [0-9]*' "$work/example")"
for key in anchor offering firm slot resource; do
    missing=$(of_result "$key" | while read -r text; do
        grep -qF " $text" "$work/example" || grep -q "^$text " "$work/example" || echo "$text"
    done)
    is "every $key of the command" '' "$missing"
    is "and there is one" yes "$([ -n "$(of_result "$key")" ] && echo yes)"
done
"$example" $catalog >"$work/none"
is 'the example without a tender: exit code' 1 $?
tap_end
