#!/usr/bin/env bash
# The examples of the documentation find what the command finds.
#
#     tests/example.sh FOLDER COMMAND

set -u
. "$(dirname "$0")/tap.sh"
example=$1/example
session=$1/example_session
consort=$2
catalog=scenarios/reference/catalog.json
tender=scenarios/hn-sovereign-platform/opportunity.json
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for source in docs/example*.c; do
    is "$source has less than 60 lines" yes "$([ "$(wc -l <"$source")" -lt 60 ] && echo yes)"
done
"$example" $catalog $tender >"$work/example"
is 'the example: exit code' 0 $?
"$consort" match -c $catalog $tender --by cost --candidates 1 --format json >"$work/result"

of_result() { # KEY: its texts in the result of the command, but not among the refused, each once
    sed '/^  "refused"/,$d' "$work/result" | sed -n "s/^ *\"$1\": \"\(.*\)\",\?\$/\1/p" | sort -u
}

cost_in() { # RESULT: the first cost, in cents
    sed -n 's/^ *"cost": \([0-9.]*\),\?$/\1/p' "$1" | awk 'NR == 1 {printf "%.0f", $1 * 100}'
}

cents=$(cost_in "$work/result")
is 'the cost of the command' "cost $cents" "$(grep -o '^cost [0-9]*' "$work/example")"
for key in anchor offering firm slot resource; do
    missing=$(of_result "$key" | while read -r text; do
        grep -qF " $text" "$work/example" || grep -q "^$text " "$work/example" || echo "$text"
    done)
    is "every $key of the command" '' "$missing"
    is "and there is one" yes "$([ -n "$(of_result "$key")" ] && echo yes)"
done

"$session" $catalog $tender >"$work/session"
is 'the session: exit code' 0 $?
is 'its first question' "cheapest of all cost $cents searched 1" "$(head -n 1 "$work/session")"
grep '^without ' "$work/session" | head -n 5 | while read -r _ id _ found _; do
    sed "s/\"consortium\": {/& \"exclude\": [ \"$id\" ],/" $tender >"$work/without.json"
    expected=0
    "$consort" match -c $catalog "$work/without.json" --by cost --candidates 1 --format json \
        >"$work/one" 2>"$work/said" && expected=$(cost_in "$work/one")
    [ "$expected" = "$found" ] || echo "$id: $found, not $expected"
done >"$work/differ"
is 'every line has been left out' "$(of_result offering | wc -l)" "$(grep -c '^without ' "$work/session")"
is 'and without the first five it costs what the command says' '' "$(cat "$work/differ")"
is 'a dearer line makes nothing cheaper' '' "$(awk -v least="$cents" '/^dearer/ && $4 < least' "$work/session")"
is 'the session without a tender: exit code' 1 "$("$session" $catalog >"$work/none"; echo $?)"
"$example" $catalog >"$work/none"
is 'the example without a tender: exit code' 1 $?
tap_end
