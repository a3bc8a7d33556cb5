#!/usr/bin/env bash
# Consort and other solvers on generated instances: the same model, one after the other in turn.
#
#     bench/engine.sh COMMAND TOOLS       TOOLS is the folder of generate, export, judge, phases
#
#     quick=1          one small instance of each kind, and 20 seconds
#     kinds="..."      plain full mmkp setcover
#     sizes="..."      offerings (default 300 1000 2000)
#     seeds="..."      (default 1 2 3)
#     runs=N           of each solver on each instance (default 1)
#     limit=S          seconds for each run (default 60)
#     threads="..."    of Consort, and of those peers that can (default 1 2)
#     peers="..."      (default: those that are found, see bench/peers.sh)
#     peer_most=N      no peers beyond so many offerings (default 10000)
#     gap=G            relative gap at which a proof is accepted (default 1e-6)
#
# Writes build/bench-engine.runs.tsv (a line for each run), build/bench-engine.tsv (a line for each
# solver and size), build/bench-engine.phases.tsv (a line for each instance: where Consort's time
# goes) and, where gnuplot is found, build/bench-engine.svg. What the columns mean stands in
# bench/README.md. Exits with 1 where answers disagree.

set -u
export LC_ALL=C.UTF-8
consort=${1:?usage: engine.sh COMMAND TOOLS}
tools=${2:?usage: engine.sh COMMAND TOOLS}
here=$(dirname "$0")
if [ -n "${quick-}" ]; then
    sizes=${sizes:-300}
    seeds=${seeds:-1}
    limit=${limit:-20}
fi
kinds=${kinds:-plain full mmkp setcover}
sizes=${sizes:-300 1000 2000}
seeds=${seeds:-1 2 3}
runs=${runs:-1}
threads=${threads:-1 2}
peers=${peers-$("$here/peers.sh" list)}
peer_most=${peer_most:-10000}
export limit=${limit:-60} gap=${gap:-1e-6}
runs_file=build/bench-engine.runs.tsv
phases_file=build/bench-engine.phases.tsv
table=build/bench-engine.tsv
chart=build/bench-engine.svg
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# ---------------------------------------------------------------- instances

with_rules() { # INSTANCE: the option --rules, where the kind has rules of its own
    [ ! -f "$1/rules.json" ] || echo "--rules $1/rules.json"
}

make_instance() { # KIND SIZE SEED
    local to=$work/$1-$2-$3
    "$tools/generate" "$1" --offerings "$2" --seed "$3" "$to" || exit 2
    if [ -n "$peers" ] && [ "$2" -le "$peer_most" ]; then
        # shellcheck disable=SC2046
        "$tools/export" $(with_rules "$to") "$to/catalog.json" "$to/opportunity.json" \
            >"$to/program.mps" || exit 2
    fi
}

# ---------------------------------------------------------------- runs
# A run prints status, cost and bound in cents, nodes, CPU seconds, wall seconds, kB, and what became
# of its answer before the judge; `-` is what is not known.

status_of() { # EXIT-CODE
    case $1 in
        0) echo optimal ;;
        1) echo infeasible ;;
        4) echo limit ;;
        *) echo "code-$1" ;;
    esac
}

number_of() { # KEY RESULT: the first number of that key, in cents
    awk -v key="\"$1\":" '$1 == key {printf "%.0f", $2 * 100; found = 1; exit}
        END {if (!found) printf "-"}' "$2"
}

# One match from inside, on one thread: its phases to a file, its nodes for the table.
tell_phases() { # KIND SIZE SEED
    local instance=$work/$1-$2-$3
    # shellcheck disable=SC2046
    "$tools/phases" --limit "$limit" --threads 1 $(with_rules "$instance") \
        "$instance/catalog.json" "$instance/opportunity.json" >"$work/phases" 2>/dev/null
    [ -s $phases_file ] || awk 'BEGIN {printf "kind\tsize\tseed"} {printf "\t%s", $1}
        END {print ""}' "$work/phases" >$phases_file
    awk -v of="$1\t$2\t$3" 'BEGIN {printf "%s", of} {printf "\t%s", $2} END {print ""}' \
        "$work/phases" >>$phases_file
    awk '$1 == "nodes" {n = $2} END {print n == "" ? "-" : n}' "$work/phases" >"$work/nodes"
}

run_consort() { # INSTANCE THREADS
    local code=0 answer=- result=$work/result
    # shellcheck disable=SC2046
    command time -q -f '%U %S %e %M' -o "$work/used" "$consort" match $(with_rules "$1") \
        -c "$1/catalog.json" "$1/opportunity.json" --by cost --candidates 1 --format json \
        --gap "$gap" --time-limit "$limit" --threads "$2" --output "$result" 2>/dev/null || code=$?
    if [ $code -eq 0 ] || [ $code -eq 1 ] || [ $code -eq 4 ]; then
        # shellcheck disable=SC2046
        "$consort" verify $(with_rules "$1") -c "$1/catalog.json" "$1/opportunity.json" "$result" \
            >/dev/null 2>&1 && answer=holds || answer=VIOLATED
    fi
    echo "$(status_of $code) $(number_of cost "$result") $(number_of bound "$result") \
$(cat "$work/nodes") \
$(awk 'END {printf "%.2f %.2f %d", $1 + $2, $3, $4}' "$work/used") $answer"
    rm -f "$result"
}

# What the judge says of a solution: the cost in cents, or `violated`.
judged() { # INSTANCE SOLUTION
    # shellcheck disable=SC2046
    "$tools/judge" $(with_rules "$1") "$1/catalog.json" "$1/opportunity.json" "$2" 2>/dev/null
}

run_peer() { # INSTANCE PEER THREADS
    local status objective bound nodes cpu wall memory cost=- answer=-
    : >"$work/solution"
    read -r status objective bound nodes cpu wall memory <<<"$(threads=$3 "$here/peers.sh" "$2" \
        "$1/program.mps" "$work/solution" 2>/dev/null)"
    if [ "$objective" != - ]; then
        answer=$(judged "$1" "$work/solution")
        cost=$answer
        [ "$answer" = violated ] && cost=- || answer=holds
    fi
    bound=$(awk -v b="$bound" 'BEGIN {printf b == "-" ? "-" : "%.0f", b * 1e5}')
    echo "$status $cost $bound $nodes $cpu $wall $memory $answer"
}

note() { # KIND SIZE SEED SOLVER THREADS RUN REST...: one line of the file of runs, and on the terminal
    local line
    line=$(echo "$*" | tr ' ' '\t')
    echo "$line" >>$runs_file
    echo "$line" | awk -F '\t' '{
        gap = $8 == "-" || $9 == "-" || $8 == 0 ? "" : sprintf("%.2f%%", 100 * ($8 - $9) / $8)
        printf "%-8s %6s %4s  %-10s %2s %8.2f %8.2f s  %-10s %8s %10s %8.0f MB  %s\n", \
            $1, $2, $3, $4, $5, $11, $12, $7, gap, $10, $13 / 1000, $14
    }'
}

can_thread() { # PEER
    [ "$1" = highs ] || [ "$1" = cbc ]
}

run_all() { # KIND SIZE SEED RUN: every solver once
    local instance=$work/$1-$2-$3 n peer
    for n in $threads; do
        # shellcheck disable=SC2046
        note "$1" "$2" "$3" consort "$n" "$4" $(run_consort "$instance" "$n")
    done
    [ "$2" -le "$peer_most" ] || return 0
    for peer in $peers; do
        for n in $threads; do
            if [ "$n" = 1 ] || can_thread "$peer"; then
                # shellcheck disable=SC2046
                note "$1" "$2" "$3" "$peer" "$n" "$4" $(run_peer "$instance" "$peer" "$n")
            fi
        done
    done
}

measure() { # KIND SIZE SEED
    local run
    make_instance "$1" "$2" "$3"
    tell_phases "$1" "$2" "$3"
    for run in $(seq "$runs"); do
        run_all "$1" "$2" "$3" "$run"
    done
    rm -rf "$work/$1-$2-$3"
}

# ---------------------------------------------------------------- what came of it

# No answer may be cheaper than what another solver has proven to be the least, and none may exist
# where another has proven that there is none.
compare() {
    awk -F '\t' -v gap="$gap" '
        {
            key = $1 " " $2 " seed " $3
            who = $4 " on " $5
            if ($8 != "-" && (!(key in best) || $8 < best[key])) {best[key] = $8; by[key] = who}
            if ($9 != "-" && (!(key in bound) || $9 > bound[key])) {bound[key] = $9; of[key] = who}
            if ($7 == "infeasible") none[key] = who
            if ($14 == "VIOLATED") {print key ": the answer of " who " does not hold"; bad = 1}
        }
        END {
            for (key in best) {
                if (key in none) {
                    print key ": " by[key] " found a package, " none[key] " proves there is none"
                    bad = 1
                }
                if (key in bound && best[key] < bound[key] - 2 * gap * best[key]) {
                    printf "%s: %s found %.2f, %s proves at least %.2f\n", key, by[key], \
                        best[key] / 100, of[key], bound[key] / 100
                    bad = 1
                }
            }
            print bad ? "ANSWERS DISAGREE" : "all answers agree"
            exit bad
        }' $runs_file
}

draw() {
    if command -v gnuplot >/dev/null; then
        gnuplot -e "table='$table'; chart='$chart'; kinds='$kinds'; sizes='$sizes'; limit=$limit" \
            "$here/chart.gp" 2>&1 | grep -v 'no valid points'
        echo "$chart"
    else
        echo 'no chart: gnuplot is not installed'
    fi
}

mkdir -p build
: >$runs_file
: >$phases_file
"$consort" --version
sed -n 's/^model name[^:]*: /cpu: /p' /proc/cpuinfo | head -n 1
echo "cores: $(nproc), runs: $runs, limit: $limit s, peers: $(echo "$peers" | tr '\n' ' ')"
echo
for size in $sizes; do
    for kind in $kinds; do
        for seed in $seeds; do
            measure "$kind" "$size" "$seed"
        done
    done
done
echo
awk -f "$here/summary.awk" $runs_file >$table
column -t -s "$(printf '\t')" $table
echo
echo 'Seconds of Consort on one thread, by phase:'
column -t -s "$(printf '\t')" $phases_file
echo
draw
compare
