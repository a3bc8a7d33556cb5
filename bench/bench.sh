#!/usr/bin/env bash
# How long the search takes: for each scenario the cheapest package and the slate, on one thread and
# on two. Every answer is checked: one proven on both has the same bytes, and each passes the verifier.
#
#     bench/bench.sh COMMAND SCENARIO...
#     runs=N     runs of each, of which the median counts (default 3)
#     limit=S    seconds after which a run stops without proof (default 300)
#
# Prints a table and writes it to build/bench.tsv. Beside a copy of that file from an earlier build,
# bench/baseline.tsv or baseline=FILE, it shows the ratio of the seconds; a ratio between 0.8 and
# 1.25 is called noise. Seconds are wall time, of the whole command: reading, screening, search,
# verification, writing. Exits with 1 where answers disagree.

set -u
export LC_ALL=C.UTF-8
consort=${1:?usage: bench.sh COMMAND SCENARIO...}
shift
runs=${runs:-3}
limit=${limit:-300}
baseline=${baseline:-bench/baseline.tsv}
catalog=scenarios/reference/catalog.json
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
disagree=0

median() { # of numbers, one a line: with the least and the greatest
    sort -n | awk '{x[NR] = $1} END {print x[int((NR + 1) / 2)], x[1], x[NR]}'
}

one_run() { # TENDER OUTPUT OPTION...: prints seconds and exit code
    local tender=$1 output=$2 begin=$EPOCHREALTIME code
    shift 2
    "$consort" match -c $catalog "$tender" --format json --time-limit "$limit" --output "$output" \
        "$@" 2>/dev/null
    code=$?
    echo "$(awk "BEGIN {print $EPOCHREALTIME - $begin}") $code"
}

status_of() { # EXIT-CODE
    case $1 in
        0) echo proven ;;
        1) echo infeasible ;;
        4) echo limit ;;
        *) echo "code $1" ;;
    esac
}

ratio_to_baseline() { # SCENARIO ASKED THREADS SECONDS
    [ -f "$baseline" ] || return
    awk -F '\t' -v key="$1 $2 $3" -v now="$4" '$1 " " $2 " " $3 == key && $4 > 0 {
        r = now / $4
        printf "%.2f%s", r, r > 0.8 && r < 1.25 ? " (noise)" : ""
    }' "$baseline"
}

measure() { # SCENARIO ASKED THREADS OPTION...
    local scenario=$1 asked=$2 threads=$3 tender=scenarios/$1/opportunity.json
    local output=$work/$2.$3 seconds code least most
    shift 3
    for _ in $(seq "$runs"); do
        one_run "$tender" "$output" --threads "$threads" "$@"
    done >"$work/times"
    read -r seconds least most <<<"$(cut -d ' ' -f 1 "$work/times" | median)"
    code=$(cut -d ' ' -f 2 "$work/times" | sort -n | tail -n 1)
    local checked=verified
    if [ "$code" -ne 0 ] && [ "$code" -ne 1 ] && [ "$code" -ne 4 ] ||
        ! "$consort" verify -c $catalog "$tender" "$output" >/dev/null 2>&1; then
        checked='DOES NOT HOLD'
        disagree=1
    fi
    printf '%-30s %-9s %7s %9.2f %9.2f %9.2f  %-10s %-14s %s\n' "$scenario" "$asked" "$threads" \
        "$seconds" "$least" "$most" "$(status_of "$code")" "$checked" \
        "$(ratio_to_baseline "$scenario" "$asked" "$threads" "$seconds")"
    printf '%s\t%s\t%s\t%s\t%s\n' "$scenario" "$asked" "$threads" "$seconds" "$(status_of "$code")" \
        >>build/bench.tsv
    echo "$code" >"$output.code"
}

compare() { # SCENARIO ASKED: the answers on one and on two threads
    if [ "$(cat "$work/$2.1.code" "$work/$2.2.code" | sort -nr | head -n 1)" -le 1 ] &&
        ! cmp -s "$work/$2.1" "$work/$2.2"; then
        echo "$1 $2: the answers on one and on two threads DISAGREE"
        disagree=1
    fi
}

"$consort" --version
sed -n 's/^model name[^:]*: /cpu: /p' /proc/cpuinfo | head -n 1
echo "cores: $(nproc), runs: $runs, limit: $limit s, compiled: $(cat build/plain/flags)"
echo
printf '%-30s %-9s %7s %9s %9s %9s  %-10s %-14s %s\n' scenario asked threads seconds least most \
    status answer ratio
mkdir -p build
: >build/bench.tsv
for scenario; do
    for threads in 1 2; do
        measure "$scenario" cheapest $threads --by cost --candidates 1
    done
    compare "$scenario" cheapest
    for threads in 1 2; do
        measure "$scenario" slate $threads
    done
    compare "$scenario" slate
done
exit $disagree
