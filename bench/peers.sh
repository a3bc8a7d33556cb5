#!/usr/bin/env bash
# One run of another solver on an MPS file.
#
#     bench/peers.sh list                      the peers that are found, one a line
#     bench/peers.sh install                   the npm package highs into build/peers
#     bench/peers.sh PEER FILE [SOLUTION]      one run
#
#     limit=S      seconds (default 60)
#     gap=G        relative gap at which a proof is accepted (default 1e-6)
#     threads=N    for those that can (default 1)
#
# PEER is highs (on PATH), highs-npm, cbc, glpsol or scip (on PATH). A run prints one line with tabs
# between: status (optimal, infeasible, limit, or failed), objective, bound, nodes, CPU seconds,
# wall seconds, most memory in kB; `-` is what a solver does not say. Objective and bound are in the
# units of the file. Into SOLUTION go the columns that are not 0, each as a name and a value.

set -u
export LC_ALL=C
here=$(dirname "$0")
modules=build/peers
limit=${limit:-60}
gap=${gap:-1e-6}
threads=${threads:-1}

has_highs_npm() {
    command -v node >/dev/null && [ -d "$modules/node_modules/highs" ]
}

# The command highs is preferred to the npm package, which is the same solver compiled to
# WebAssembly and somewhat slower.
list() {
    if command -v highs >/dev/null; then
        echo highs
    elif has_highs_npm; then
        echo highs-npm
    fi
    for peer in cbc glpsol scip; do
        command -v $peer >/dev/null && echo $peer
    done
    return 0
}

install() {
    mkdir -p "$modules" &&
        npm install --silent --no-audit --no-fund --prefix "$modules" highs@1.15
}

timed() { # COMMAND...: its output goes to $work/log, its times and memory to $work/used
    command time -f '%U %S %e %M' -o "$work/used" "$@" >"$work/log" 2>&1 </dev/null
}

# ---------------------------------------------------------------- what a log says
# Each of these prints status, objective, bound and nodes.

read_highs() {
    awk '
        /^  Status /       {s = $2 " " $3}
        /^  Primal bound / {o = $3}
        /^  Dual bound /   {b = $3}
        /^  Nodes /        {n = $2}
        END {
            status = s ~ /^Optimal/ ? "optimal" : s ~ /^Infeasible/ ? "infeasible" : \
                s ~ /^Time limit/ ? "limit" : "failed"
            print status, o ~ /inf/ || o == "" ? "-" : o, b ~ /inf/ || b == "" ? "-" : b, \
                n == "" ? "-" : n
        }' "$work/log"
}

read_cbc() {
    awk '
        /^Result - /         {s = $0}
        /^Objective value:/  {o = $3}
        /^Lower bound:/      {b = $3}
        /^Enumerated nodes:/ {n = $3}
        /^Problem is infeasible|proven infeasible/ {s = "Result - infeasible"}
        END {
            status = s ~ /Optimal solution found/ ? "optimal" : s ~ /infeasible/ ? "infeasible" : \
                s ~ /Stopped/ ? "limit" : "failed"
            if (status == "optimal" && b == "") b = o
            print status, o == "" ? "-" : o, b == "" ? "-" : b, n == "" ? "-" : n
        }' "$work/log"
}

# The last line of the tree: "+ 8379: mip = 7.175e+04 >= 5.055e+04 29.5% (1393; 119)", the numbers
# in brackets being open and closed nodes.
read_glpsol() {
    awk '
        /mip = |>>>>>/ {
            line = $0
            sub(/^[^:]*: */, "", line)
            gsub(/mip = *|>>>>> */, "", line)
            o = line ~ /^not found/ ? "-" : line + 0
            rest = line
            sub(/^.*>= */, "", rest)
            split(rest, part, " ")
            b = part[1] ~ /^[-+0-9.e]+$/ ? part[1] + 0 : part[1] == "tree" ? o : b
            if (match($0, /\([0-9]+; [0-9]+\)/)) {
                split(substr($0, RSTART + 1, RLENGTH - 2), count, "; ")
                n = count[1] + count[2]
            }
        }
        /INTEGER OPTIMAL SOLUTION FOUND/ {s = "optimal"}
        /RELATIVE MIP GAP TOLERANCE REACHED/ {s = "optimal"}
        /HAS NO INTEGER FEASIBLE|HAS NO PRIMAL FEASIBLE|HAS NO FEASIBLE/ {s = "infeasible"}
        /TIME LIMIT EXCEEDED/ {s = "limit"}
        END {print s == "" ? "failed" : s, o == "" ? "-" : o, b == "" ? "-" : b, n == "" ? "-" : n}
    ' "$work/log"
}

read_scip() {
    awk -F ' *: *' '
        /^SCIP Status/   {s = $2}
        /^Primal Bound/  {o = $2 + 0; if ($2 ~ /e\+20/) o = "-"}
        /^Dual Bound/    {b = $2 + 0}
        /^Solving Nodes/ {n = $2 + 0}
        END {
            status = s ~ /optimal solution|gap limit/ ? "optimal" : s ~ /infeasible/ ? \
                "infeasible" : s ~ /interrupted/ ? "limit" : "failed"
            print status, o == "" ? "-" : o, b == "" ? "-" : b, n == "" ? "-" : n
        }' "$work/log"
}

# ---------------------------------------------------------------- one run of each

run_highs() {
    printf 'mip_rel_gap = %s\nmip_abs_gap = 0\nthreads = %s\n' "$gap" "$threads" >"$work/options"
    timed highs --model_file "$1" --options_file "$work/options" --time_limit "$limit" \
        --parallel "$([ "$threads" -gt 1 ] && echo on || echo off)" \
        --solution_file "$work/solution"
    read_highs
    awk '/^# Rows/ {exit} columns && $2 != 0 {print $1, $2} /^# Columns/ {columns = 1}' \
        "$work/solution" >"$2"
}

# The CPU seconds are those of the solve alone.
run_highs_npm() {
    timed node "$here/highs.cjs" "$modules" "$1" "$limit" "$gap" "$2"
    awk '/^  Thread CPU / {cpu = $3} FNR != NR {print cpu == "" ? $1 : cpu, cpu == "" ? $2 : 0, $3, $4}' \
        "$work/log" "$work/used" >"$work/own" && mv "$work/own" "$work/used"
    read_highs
}

run_cbc() {
    timed cbc "$1" -threads "$([ "$threads" -gt 1 ] && echo "$threads" || echo 0)" \
        -ratioGap "$gap" -seconds "$limit" -solve -solution "$work/solution" -quit
    read_cbc
    awk 'NR > 1 {print $2, $3}' "$work/solution" >"$2"
}

# The numbers of the columns, in the order of the file, are turned into their names.
run_glpsol() {
    timed glpsol --freemps "$1" --cuts --mipgap "$gap" --tmlim "${limit%.*}" --write "$work/solution"
    read_glpsol
    awk 'FNR == NR {
            if ($1 == "RHS") columns = 0
            if (columns && $2 != "'\''MARKER'\''" && $1 != last) name[++n] = last = $1
            if ($1 == "COLUMNS") columns = 1
            next
        }
        $1 == "j" && $3 != 0 {print name[$2], $3}' "$1" "$work/solution" >"$2"
}

run_scip() {
    timed scip -c "set limits time $limit" -c "set limits gap $gap" -c "read $1" -c optimize \
        -c "write solution $work/solution" -c quit
    read_scip
    awk '$2 ~ /^[-+0-9.e]+$/ {print $1, $2}' "$work/solution" >"$2"
}

run() { # PEER FILE SOLUTION
    local said used
    said=$("run_${1/-/_}" "$2" "$3" 2>/dev/null)
    used=$(awk 'END {printf "%.2f %.2f %d", $1 + $2, $3, $4}' "$work/used")
    echo "$said $used" | tr ' ' '\t'
    if [ "${said%% *}" = failed ]; then
        tail -n 5 "$work/log" >&2
    fi
}

case ${1-} in
    list) list ;;
    install) install ;;
    highs | highs-npm | cbc | glpsol | scip)
        [ $# -ge 2 ] || exec "$0"
        work=$(mktemp -d)
        trap 'rm -rf "$work"' EXIT
        run "$1" "$2" "${3:-/dev/null}"
        ;;
    *)
        sed -n '2,/^$/s/^# \{0,1\}//p' "$0" >&2
        exit 2
        ;;
esac
