#!/usr/bin/env bash
# How long the search takes: for each scenario the cheapest package and the slate, on one thread and
# on two, and on two with the lists of catalog and tender shuffled. Every answer is checked: what is
# proven each time has the same bytes, and each passes the verifier.
#
#     bench/bench.sh COMMAND SHUFFLE SCENARIO...
#     runs=N     runs of each, of which the median counts (default 3)
#     limit=S    seconds after which a run stops without proof (default 300)
#
# Prints a table and writes it to build/bench.tsv. Beside a copy of that file from an earlier build,
# bench/baseline.tsv or baseline=FILE, it shows the ratio of the seconds; a ratio between 0.8 and
# 1.25 is called noise. Seconds are wall time, of the whole command: reading, screening, search,
# verification, writing. Exits with 1 where answers disagree.

set -u
export LC_ALL=C.UTF-8
consort=${1:?usage: bench.sh COMMAND SHUFFLE SCENARIO...}
shuffle=${2:?usage: bench.sh COMMAND SHUFFLE SCENARIO...}
shift 2
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

one_run() { # CATALOG TENDER OUTPUT OPTION...: prints seconds and exit code
    local catalog=$1 tender=$2 output=$3 begin=$EPOCHREALTIME code
    shift 3
    "$consort" match -c "$catalog" "$tender" --format json --time-limit "$limit" --output "$output" \
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

ratio_to_baseline() { # SCENARIO ASKED HOW SECONDS
    [ -f "$baseline" ] || return
    awk -F '\t' -v key="$1 $2 $3" -v now="$4" '$1 " " $2 " " $3 == key && $4 > 0 {
        r = now / $4
        printf "%.2f%s", r, r > 0.8 && r < 1.25 ? " (noise)" : ""
    }' "$baseline"
}

measure() { # SCENARIO ASKED HOW OPTION...: HOW is the number of threads, with an s when shuffled
    local scenario=$1 asked=$2 how=$3 from=$catalog tender=scenarios/$1/opportunity.json
    local output=$work/$2.$3 seconds code least most
    shift 3
    if [ "$how" != "${how%s}" ]; then
        from=$work/catalog.json tender=$work/opportunity.json
    fi
    for _ in $(seq "$runs"); do
        one_run "$from" "$tender" "$output" --threads "${how%s}" "$@"
    done >"$work/times"
    read -r seconds least most <<<"$(cut -d ' ' -f 1 "$work/times" | median)"
    code=$(cut -d ' ' -f 2 "$work/times" | sort -n | tail -n 1)
    local checked=verified
    if [ "$code" -ne 0 ] && [ "$code" -ne 1 ] && [ "$code" -ne 4 ] ||
        ! "$consort" verify -c "$from" "$tender" "$output" >/dev/null 2>&1; then
        checked='DOES NOT HOLD'
        disagree=1
    fi
    printf '%-30s %-9s %7s %9.2f %9.2f %9.2f  %-10s %-14s %s\n' "$scenario" "$asked" "$how" \
        "$seconds" "$least" "$most" "$(status_of "$code")" "$checked" \
        "$(ratio_to_baseline "$scenario" "$asked" "$how" "$seconds")"
    printf '%s\t%s\t%s\t%s\t%s\n' "$scenario" "$asked" "$how" "$seconds" "$(status_of "$code")" \
        >>build/bench.tsv
    echo "$code" >"$output.code"
}

compare() { # SCENARIO ASKED ONE OTHER: the answers got in two ways
    if [ "$(cat "$work/$2.$3.code" "$work/$2.$4.code" | sort -nr | head -n 1)" -le 1 ] &&
        ! cmp -s "$work/$2.$3" "$work/$2.$4"; then
        echo "$1 $2: the answers DISAGREE ($3 and $4)"
        disagree=1
    fi
}

every_way() { # SCENARIO ASKED OPTION...
    for how in 1 2 2s; do
        measure "$1" "$2" $how "${@:3}"
    done
    compare "$1" "$2" 1 2
    compare "$1" "$2" 1 2s
}

"$consort" --version
sed -n 's/^model name[^:]*: /cpu: /p' /proc/cpuinfo | head -n 1
echo "cores: $(nproc), runs: $runs, limit: $limit s, compiled: $(cat build/plain/flags)"
echo
printf '%-30s %-9s %7s %9s %9s %9s  %-10s %-14s %s\n' scenario asked threads seconds least most \
    status answer ratio
mkdir -p build
: >build/bench.tsv
"$shuffle" 7 $catalog >"$work/catalog.json"
for scenario; do
    "$shuffle" 8 "scenarios/$scenario/opportunity.json" >"$work/opportunity.json"
    every_way "$scenario" cheapest --by cost --candidates 1
    every_way "$scenario" slate
done
exit $disagree
