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
survived=0
for kind in $kinds; do
    this=$how
    [ "$kind" = TOTAL ] && this=drop
    mutate "$kind" "$this"
    (cd "$copy" && make -s $tests) >"$copy/last.log" 2>&1 || {
        cat "$copy/last.log" >&2
        exit 2
    }
    verdict=SURVIVED
    for test in $tests; do
        if [ "$verdict" = SURVIVED ] &&
            ! (cd "$copy" && CST_ORACLE_SEEDS=${seeds:-1000} timeout 900 "$test") >"$copy/last.log" 2>&1; then
            verdict="killed by $(basename "$test")"
        fi
    done
    [ "$verdict" != SURVIVED ] || survived=1
    printf '%-14s %-5s %s\n' "$kind" "$this" "$verdict"
done
exit "$survived"
