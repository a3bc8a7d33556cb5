#!/usr/bin/env bash
# Golden scenarios: a tender of the folder SCENARIO, matched with the reference catalog, gives the
# result that a person has reviewed, byte for byte.
#
#     tests/golden.sh COMMAND SHUFFLE SCENARIO...            checks, as TAP
#     tests/golden.sh COMMAND SHUFFLE --quick SCENARIO...    the same for the cheapest package alone,
#                                                            without the reviewed result
#     tests/golden.sh COMMAND --rewrite SCENARIO...          writes SCENARIO/expected.json anew, and
#                                                            expected-explanation.json and .txt
#
# A folder with markets.json asks for a menu; one with a catalog.json has a catalog of its own. A
# scenario is matched with the default settings, or with the options in its file `settings`:
#
#     match: OPTIONS    for the expected result
#     again: OPTIONS    for the repetition with all lists shuffled and on one thread instead of two
#     explain: OPTIONS  for the expected explanation
#
# where a line that is missing stands for no options, `again` for what `match` says, and without
# `explain` there is no explanation.

set -u
export LC_ALL=C.UTF-8
here=$(dirname "$0")
. "$here/tap.sh"

consort=$1
catalog=scenarios/reference/catalog.json
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

setting() { # SCENARIO KEY: the options of a line of the file `settings`; fails where it has none
    [ -f "$1/settings" ] && sed -n "s/^$2: *//p;t found;b;:found q" "$1/settings" | grep .
}

match() { # OUTPUT CATALOG TENDER OPTION...: gives the exit code
    local output=$1 from=$2 tender=$3
    shift 3
    local verb=match
    [ "${tender##*/}" = markets.json ] && verb=menu
    "$consort" $verb -c "$from" "$tender" --format json --output "$output" "$@" 2>"$work/talk"
}

tender_of() { # SCENARIO: its tender, or the markets of which it asks for a menu
    [ -f "$1/markets.json" ] && echo "$1/markets.json" || echo "$1/opportunity.json"
}

catalog_of() { # SCENARIO: its own catalog, or that of reference
    [ -f "$1/catalog.json" ] && echo "$1/catalog.json" || echo "$catalog"
}

explain() { # OUTPUT CATALOG TENDER OPTION...: gives the exit code
    local output=$1 from=$2 tender=$3
    shift 3
    "$consort" explain -c "$from" "$tender" --output "$output" "$@" 2>"$work/talk"
}

expected_code() { # RESULT: the exit code that belongs to its status
    case $(grep -o -m 1 '"status": "[a-z]*"' "$1") in
        *solved*) echo 0 ;;
        *infeasible*) echo 1 ;;
        *) echo 'no proof' ;;
    esac
}

rewrite_explanation() { # SCENARIO: where its settings ask for one
    local options format
    options=$(setting "$1" explain) || return 0
    for format in json text; do
        # shellcheck disable=SC2086
        explain "$work/explanation" $catalog "$1/opportunity.json" --format $format $options
        if [ $? -gt 1 ]; then
            echo "$1: not explained: $(cat "$work/talk")" >&2
            return 1
        fi
        cat "$work/explanation" >"$1/expected-explanation.${format/text/txt}"
        echo "$1/expected-explanation.${format/text/txt}"
    done
}

rewrite() { # SCENARIO
    local code
    # shellcheck disable=SC2046
    match "$work/result" "$(catalog_of "$1")" "$(tender_of "$1")" $(setting "$1" match)
    code=$?
    if [ $code -le 1 ]; then
        cat "$work/result" >"$1/expected.json"
        echo "$1/expected.json"
        rewrite_explanation "$1"
    else
        echo "$1: not rewritten, exit code $code: $(cat "$work/talk")" >&2
        return 1
    fi
}

# The tender once more with all that must not matter changed: other order, other number of threads.
repeat() { # SCENARIO NAME REFERENCE OPTION...
    local scenario=$1 name=$2 reference=$3 tender
    shift 3
    "$shuffle" 7 "$(catalog_of "$scenario")" >"$work/catalog.json"
    tender=$work/$(basename "$(tender_of "$scenario")")
    "$shuffle" 8 "$(tender_of "$scenario")" >"$tender"
    match "$work/again" "$work/catalog.json" "$tender" --threads 1 "$@"
    same "$name: all lists shuffled, on one thread, same bytes" "$reference" "$work/again"
}

# One result of the command, which must be proven and pass the verifier.
first() { # SCENARIO NAME OUTPUT OPTION...
    local scenario=$1 name=$2 output=$3 code
    shift 3
    rm -f "$output"
    match "$output" "$(catalog_of "$scenario")" "$(tender_of "$scenario")" --threads 2 "$@"
    code=$?
    is "$name: exit code as the status" "$(expected_code "$output") $(cat "$work/talk")" \
        "$code $(cat "$work/talk")"
    tap "$name: holds before the verifier" "$("$consort" verify --format text -c "$(catalog_of "$scenario")" \
        "$(tender_of "$scenario")" "$output" >"$work/findings" 2>&1 || cat "$work/findings")"
}

# The explanation in JSON, verified, and as text; then with all lists shuffled, on one thread.
check_explanation() { # SCENARIO NAME OPTION...
    local scenario=$1 name=$2 tender=$1/opportunity.json
    shift 2
    explain "$work/explanation" $catalog "$tender" --format json --threads 2 "$@"
    same "$name: as expected-explanation.json" "$scenario/expected-explanation.json" "$work/explanation"
    tap "$name: its explanation holds before the verifier" "$("$consort" verify --format text \
        -c $catalog "$tender" "$work/explanation" >"$work/findings" 2>&1 || cat "$work/findings")"
    explain "$work/page" $catalog "$tender" --format text "$@"
    same "$name: as expected-explanation.txt" "$scenario/expected-explanation.txt" "$work/page"
    "$shuffle" 7 $catalog >"$work/catalog.json"
    "$shuffle" 8 "$tender" >"$work/opportunity.json"
    explain "$work/again" "$work/catalog.json" "$work/opportunity.json" --format json --threads 1 "$@"
    same "$name: explained with all lists shuffled, same bytes" "$work/explanation" "$work/again"
}

check() { # SCENARIO
    local scenario=$1 name options again
    name=$(basename "$1")
    options=$(setting "$scenario" match)
    again=$(setting "$scenario" again || echo "$options")
    # shellcheck disable=SC2086
    first "$scenario" "$name" "$work/result" $options
    same "$name: as expected.json" "$scenario/expected.json" "$work/result"
    if [ "$again" != "$options" ]; then
        # shellcheck disable=SC2086
        first "$scenario" "$name, $again" "$work/result" $again
    fi
    # shellcheck disable=SC2086
    repeat "$scenario" "$name" "$work/result" $again
    options=$(setting "$scenario" explain) || return 0
    # shellcheck disable=SC2086
    check_explanation "$scenario" "$name" $options
}

check_quick() { # SCENARIO
    local cheapest=(--by cost --candidates 1)
    first "$1" "$(basename "$1")" "$work/result" "${cheapest[@]}"
    repeat "$1" "$(basename "$1")" "$work/result" "${cheapest[@]}"
}

if [ "$2" = --rewrite ]; then
    shift 2
    code=0
    for scenario; do
        rewrite "$scenario" || code=1
    done
    exit $code
fi
shuffle=$2
shift 2
how=check
if [ "${1-}" = --quick ]; then
    how=check_quick
    shift
fi
for scenario; do
    $how "$scenario"
done
tap_end
