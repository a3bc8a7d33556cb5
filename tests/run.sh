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

# What is wrong with a program beyond the tests that it calls failed; nothing when all is well.
broken() { # CODE PLANNED RAN FAILED
    if [ "$1" -eq 124 ]; then
        echo "was stopped after $patience s"
    elif [ "$1" -ne 0 ] && [ "$4" -eq 0 ]; then
        echo "ended with exit code $1"
    elif [ "$2" -gt "$3" ]; then
        echo 'ended before all of its tests had run'
    elif [ "$3" -eq 0 ]; then
        echo 'ran no test'
    fi
}

sum_up() { # NAME CODE SECONDS
    local log=$logs/$1.log passed failed skipped planned wrong
    skipped=$(count '^\(not \)\?ok [0-9]* # SKIP\|^skipped: ' "$log")
    passed=$(($(count '^ok ' "$log") - $(count '^ok [0-9]* # SKIP' "$log")))
    failed=$(($(count '^not ok ' "$log") - $(count '^not ok [0-9]* # SKIP' "$log")))
    planned=$(awk -F '[.][.]' '/^1[.][.][0-9]+$/ {n += $2} END {print n + 0}' "$log")
    wrong=$(broken "$2" "$planned" $((passed + failed + skipped)) "$failed")
    [ -z "$wrong" ] || failed=$((failed + 1))
    printf '%s %s\n' "$passed" "$failed" >"$logs/$1.sum"
    printf '%-36s %5d passed %4d failed %7.1f s' "$1" "$passed" "$failed" "$3"
    [ "$skipped" -eq 0 ] || printf '   (%d skipped)' "$skipped"
    printf '\n'
    show_failures "$log"
    if [ -n "$wrong" ]; then
        printf '    %s; the end of %s:\n' "$wrong" "$log"
        tail -n 20 "$log" | sed 's/^/    /'
    fi
}

run_job() { # NAME COMMAND
    local log=$logs/$1.log begin=$EPOCHREALTIME code line
    mkdir -p "$(dirname "$log")"
    # shellcheck disable=SC2086
    (exec timeout -k 5 "$patience" $2) </dev/null >"$log" 2>&1
    code=$?
    line=$(sum_up "$1" $code "$(awk "BEGIN {print $EPOCHREALTIME - $begin}")")
    printf '%s\n' "$line" # in one piece, whatever else is running
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
