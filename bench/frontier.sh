#!/usr/bin/env bash
# What a point of a frontier costs beside a fresh solve: for each scenario the seconds of the cheapest
# package (two threads), of the whole frontier, how many points that has, seconds for a point, and
# their ratio to the fresh solve. Every frontier passes the verifier.
#
#     bench/frontier.sh COMMAND CRITERIA SCENARIO...
#     limit=S    seconds after which a frontier stops without proof (default 300)
#
# Seconds are wall time of the whole command; a frontier also breaks the ties of each point on the
# criteria that were not named. Exits with 1 where a result does not pass the verifier.

set -u
export LC_ALL=C.UTF-8
consort=${1:?usage: frontier.sh COMMAND CRITERIA SCENARIO...}
criteria=${2:?usage: frontier.sh COMMAND CRITERIA SCENARIO...}
shift 2
limit=${limit:-300}
catalog=scenarios/reference/catalog.json
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
wrong=0

seconds() { # OUTPUT TENDER OPTION...: prints seconds and exit code
    local output=$1 tender=$2 begin=$EPOCHREALTIME code
    shift 2
    "$consort" match -c $catalog "$tender" --format json --threads 2 --time-limit "$limit" \
        --output "$output" "$@" 2>/dev/null
    code=$?
    echo "$(awk "BEGIN {print $EPOCHREALTIME - $begin}") $code"
}

printf '%-30s %9s %10s %7s %10s %7s %s\n' "$criteria" 'fresh s' 'frontier s' points 's a point' ratio status
for scenario in "$@"; do
    tender=scenarios/$scenario/opportunity.json
    read -r fresh _ < <(seconds "$work/fresh" "$tender" --by cost --candidates 1)
    read -r whole code < <(seconds "$work/whole" "$tender" --frontier "$criteria")
    points=$(grep -c '"best_at"' "$work/whole")
    awk -v name="$scenario" -v fresh="$fresh" -v whole="$whole" -v points="$points" -v code="$code" '
        BEGIN {
            each = points > 0 ? whole / points : 0
            status = code == 0 ? "complete" : code == 4 ? "open" : "code " code
            printf "%-30s %9.2f %10.2f %7d %10.2f %7.2f %s\n", name, fresh, whole, points, each,
                   each / fresh, status
        }'
    if [ "$points" -gt 0 ] && ! "$consort" verify -c $catalog "$tender" "$work/whole" >/dev/null 2>&1; then
        echo "  the frontier of $scenario does not pass the verifier"
        wrong=1
    fi
done
exit $wrong
