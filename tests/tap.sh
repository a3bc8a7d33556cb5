# shellcheck shell=bash
# tap.sh - what the test scripts share: each check is one line of TAP. To be sourced.

tap_n=0
tap_failed=0

tap() { # NAME DETAILS: a check that holds when there are no details
    tap_n=$((tap_n + 1))
    if [ -z "$2" ]; then
        echo "ok $tap_n - $1"
    else
        tap_failed=$((tap_failed + 1))
        echo "not ok $tap_n - $1"
        printf '%s\n' "$2" | head -n 40 | sed 's/^/# /'
    fi
}

is() { # NAME EXPECTED FOUND
    tap "$1" "$([ "$2" = "$3" ] || printf 'expected: %s\nfound: %s' "$2" "$3")"
}

same() { # NAME EXPECTED-FILE FOUND-FILE: byte for byte
    tap "$1" "$(cmp -s "$2" "$3" || diff "$2" "$3" 2>&1)"
}

tap_end() { # at the end of the script
    echo "1..$tap_n"
    exit "$((tap_failed > 0))"
}
