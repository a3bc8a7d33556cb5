#!/bin/sh
# mutants.sh [flip|drop] [KIND...] - whether the tests notice when a constraint says the opposite.
#
# For each kind of row of solver/program.h (all, or those named without CST__ROW_) a copy of the
# sources is built in which such rows are turned round (flip: `at least` becomes `at most`) or left
# out (drop). First the rows are held against the oracle (formulate_test), and where that sees
# nothing, whole answers are (oracle_test), on as many tenders as the variable `seeds` says. Prints a
# line for each: killed, by which of the two, or SURVIVED. Exits with 1 when one survived. What only
# makes the relaxation stronger can survive rightly: packages that break a row are turned down by the
# judge, and the search goes on. So does T = V, an equation, which can only be left out. Cuts and
# sums follow from the other rows, and are not tried.
set -eu

how=flip
case "${1-}" in
flip | drop)
    how=$1
    shift
    ;;
esac
top=$(cd "$(dirname "$0")/.." && pwd)
copy=$top/build/mutants
mkdir -p "$copy"
for part in include model solver cli tests bench docs Makefile; do
    cp -r "$top/$part" "$copy/"
done
kinds=${*:-$(sed -n 's/^ *CST__ROW_\([A-Z_]*\).*/\1/p' "$copy/solver/program.h" | grep -v -e CUT -e SUM)}

# Every row passes through one function.
mutate() {
    awk -v kind="CST__ROW_$1" -v how="$2" '
        { print }
        /^void cst__end_row/ { inside = 1 }
        inside && /\{$/ {
            inside = 0
            print "    if (kind == " kind ") {"
            if (how == "flip") {
                print "        double most = lower > -HUGE_VAL && !(upper < HUGE_VAL) ? lower : HUGE_VAL;"
                print "        lower = upper < HUGE_VAL ? upper : -HUGE_VAL;"
                print "        upper = most;"
            } else {
                print "        lower = -HUGE_VAL;"
                print "        upper = HUGE_VAL;"
            }
            print "    }"
        }' "$top/solver/terms.c" >"$copy/solver/terms.c"
}

tests="build/plain/tests/solver/formulate_test build/plain/tests/solver/oracle_test"

build_tests() {
    # shellcheck disable=SC2086
    (cd "$copy" && make -s $tests) >"$copy/last.log" 2>&1 || {
        cat "$copy/last.log" >&2
        exit 2
    }
}

# Gives the exit code: 124 when it takes too long.
run_test() {
    (cd "$copy" && CST_ORACLE_SEEDS=${seeds:-1000} timeout 900 "$1") >"$copy/last.log" 2>&1
}

# As it is no test may fail, or all that follows says nothing.
build_tests
for test in $tests; do
    run_test "$test" || {
        echo "$test fails without any change" >&2
        exit 2
    }
done

survived=0
for kind in $kinds; do
    this=$how
    [ "$kind" = TOTAL ] && this=drop
    mutate "$kind" "$this"
    build_tests
    verdict=SURVIVED
    for test in $tests; do
        code=0
        [ "$verdict" != SURVIVED ] || run_test "$test" || code=$?
        case $code in
        0) ;;
        124) verdict="SURVIVED, or $(basename "$test") takes too long" ;;
        *) verdict="killed by $(basename "$test")" ;;
        esac
    done
    case $verdict in SURVIVED*) survived=1 ;; esac
    printf '%-14s %-5s %s\n' "$kind" "$this" "$verdict"
done
exit "$survived"
