#!/usr/bin/env bash
# Every firm of the reference catalog in every scenario: how long its price to win takes.
#
#     bench/partners.sh COMMAND SCENARIO...
#
# Prints seconds of the clock and, of the firms and tenders in which something of the firm may be
# chosen, of how many the price is decided: known to the cent, or proven that no price would do.
# `each` in the environment is the limit in seconds for one firm in one tender (default 2), `limit`
# the limit for everything (default 600).

set -u
export LC_ALL=C.UTF-8
consort=${1:?usage: partners.sh COMMAND SCENARIO...}
shift
lines=$(mktemp)
trap 'rm -f "$lines"' EXIT
count() { grep -c -e "$1" "$lines"; }

files=()
for scenario; do
    files+=("scenarios/$scenario/opportunity.json")
done

before=$(date +%s)
"$consort" partners -c scenarios/reference/catalog.json --every-firm --prices --format jsonl --time-each "${each:-2}" \
    --time-limit "${limit:-600}" --output "$lines" "${files[@]}" 2>/dev/null
code=$?
after=$(date +%s)

refused=$(count '"standing":"refused"')
all=$(count '"firm":.*"standing":')
known=$(grep -v '"standing":"refused"' "$lines" | grep -c '"price":{"status":"solved"')
barred=$(grep -v '"standing":"refused"' "$lines" | grep -c '"price":{"status":"infeasible"')
nothing=$(grep -v '"standing":"refused"' "$lines" | grep '"price":{"status":"limit"' | grep -c '"for_nothing":"infeasible"')
echo "seconds $((after - before)), exit code $code"
echo "firms and tenders $all of $((141 * $#)), refused by screening $refused"
echo "price known to the cent $known, no price would do $barred, not even for nothing $nothing, open $((all - refused - known - barred - nothing))"
