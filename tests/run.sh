#!/usr/bin/env bash
# Runs test programs side by side and sums them up.
#
#     tests/run.sh LOGS NAME=COMMAND...
#
# Every program writes TAP ("ok 1 - name", "not ok 2 - name", then "# why"), cmocka included. Its
# output goes to LOGS/NAME.log; here it has one line, with what failed below it. The last line is
# the sum over all programs, alone: N passed, N failed. Exits with 1 when anything failed. A program
# is stopped after so many seconds: patience=N (default 500).

set -u
export LC_ALL=C.UTF-8 CMOCKA_MESSAGE_OUTPUT=TAP
patience=${patience:-500}
logs=${1:?usage: run.sh LOGS NAME=COMMAND...}
shift

count() { # PATTERN FILE
    grep -c -e "$1" "$2"
}

show_failures() { # LOG: each line "not ok" with the lines "#" below it
    awk '/^not ok / && !/# SKIP/ {show = 1} /^ok |# SKIP/ {show = 0} show {print "    " $0}' "$1" |
        head -n 60
}

run_job() { # NAME COMMAND
    local name=$1 log=$logs/$1.log begin=$EPOCHREALTIME code planned passed failed skipped seconds
    mkdir -p "$(dirname "$log")"
    # shellcheck disable=SC2086
    (exec timeout -k 5 "$patience" $2) </dev/null >"$log" 2>&1
    code=$?
    seconds=$(awk "BEGIN {print $EPOCHREALTIME - $begin}")
    skipped=$(count '^\(not \)\?ok [0-9]* # SKIP\|^skipped: ' "$log")
    passed=$(($(count '^ok ' "$log") - $(count '^ok [0-9]* # SKIP' "$log")))
    failed=$(($(count '^not ok ' "$log") - $(count '^not ok [0-9]* # SKIP' "$log")))
    planned=$(awk -F '[.][.]' '/^1[.][.][0-9]+$/ {n += $2} END {print n + 0}' "$log")
    local broken=''
    if [ "$code" -eq 124 ]; then
        broken="was stopped after $patience s"
    elif [ "$code" -ne 0 ] && [ "$failed" -eq 0 ]; then
        broken="ended with exit code $code"
    elif [ "$planned" -gt $((passed + failed + skipped)) ]; then
        broken="ended before all of its tests had run"
    elif [ $((passed + failed + skipped)) -eq 0 ]; then
        broken="ran no test"
    fi
    [ -z "$broken" ] || failed=$((failed + 1))
    printf '%s %s\n' "$passed" "$failed" >"$logs/$name.sum"
    local line
    line=$(printf '%-36s %5d passed %4d failed %7.1f s' "$name" "$passed" "$failed" "$seconds")
    [ "$skipped" -eq 0 ] || line+="   ($skipped skipped)"
    [ "$failed" -eq 0 ] || line+=$'\n'$(show_failures "$log")
    [ -z "$broken" ] || line+=$'\n'"    $broken; the end of $log:"$'\n'$(tail -n 20 "$log" | sed 's/^/    /')
    printf '%s\n' "$line" | sed '/^$/d'
}

rm -rf "$logs"
mkdir -p "$logs"
for job; do
    while [ "$(jobs -rp | wc -l)" -ge "$(nproc)" ]; do
        wait -n
    done
    run_job "${job%%=*}" "${job#*=}" &
done
wait

find "$logs" -name '*.sum' -exec cat {} + |
    awk -v jobs=$# '{passed += $1; failed += $2; n++}
        END {failed += jobs - n; print passed + 0 " passed, " failed + 0 " failed"; exit failed > 0}'
