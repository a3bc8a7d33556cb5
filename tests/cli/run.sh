#!/usr/bin/env bash
# The command from outside: command lines, exit codes, what is said and what is written.
#
#     tests/cli/run.sh build/consort ERRING
#
# ERRING is the same command with results of a match that err (erring.c).
#
# A case is one line: t NAME CODE STDOUT STDERR ARGUMENT..., where STDOUT and STDERR are shell
# patterns for the whole of what is written there, without newlines at its end ('' is nothing, '*'
# anything). Prints a line for each case, what differs where one fails, and the sums.

set -u
export LC_ALL=C.UTF-8
unset COLUMNS NO_COLOR POSIXLY_CORRECT
consort=$(realpath "${1:?usage: run.sh COMMAND ERRING}")
erring=$(realpath "${2:?usage: run.sh COMMAND ERRING}")
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$here/data" || exit 1

passed=0
failed=0
input=/dev/null

report() { # NAME; details from $1 on where it failed
    local name=$1 details=${2:-}
    if [ -z "$details" ]; then
        passed=$((passed + 1))
        echo "ok $((passed + failed)) - $name"
    else
        failed=$((failed + 1))
        echo "not ok $((passed + failed)) - $name"
        printf '%s\n' "$details" | sed 's/^/# /'
    fi
}

differs() { # WHAT PATTERN TEXT: says so where the text is not as the pattern says
    # shellcheck disable=SC2053
    if [[ $3 != $2 ]]; then
        printf '%s is not as expected\nexpected: %s\nfound: %s\n' "$1" "$2" "${3:0:800}"
    fi
}

t() { # NAME CODE STDOUT STDERR ARGUMENT...
    local name=$1 code=$2 out=$3 err=$4 found
    shift 4
    "$consort" "$@" <"$input" >"$work/out" 2>"$work/err"
    found=$?
    report "$name" "$(differs 'exit code' "$code" "$found"
        differs 'standard output' "$out" "$(cat "$work/out")"
        differs 'standard error' "$err" "$(cat "$work/err")")"
}

is() { # NAME EXPECTED FOUND
    report "$1" "$(differs value "$2" "$3")"
}

match=(match --rules rules.json -c catalog.json)

# ---------------------------------------------------------------- help and usage

t 'help' 0 'usage: consort VERB*Verbs*match*check*verify*Exit codes*5  internal*' '' --help
t 'help by its letter' 0 'usage: consort VERB*' '' -h
t 'help of a verb' 0 'usage: consort match *-c, --catalog FILE*--candidates K*--time-limit SECONDS*' '' match --help
t 'help of a verb, asked otherwise' 0 'usage: consort verify *' '' help verify
t 'help shows only what the verb takes' 0 '*' '' check --help
is 'check takes no --candidates' 0 "$(grep -c -e --candidates "$work/out")"
t 'version' 0 'consort 0.*' '' --version
t 'no verb' 2 '' '*a verb is missing*' # no arguments at all
t 'unknown verb, near one named' 2 '' "consort: unknown verb 'mach'; did you mean 'match'?*" mach
t 'unknown verb, far from all' 2 '' "consort: unknown verb 'bake'*consort --help*" bake
t 'option before the verb' 2 '' "*'--by' comes before a verb*" --by cost match
t 'unknown option, near one named' 2 '' "*unknown option '--candidate-s'; did you mean '--candidates'?*" match --candidate-s 3
t 'unknown option with a value' 2 '' "*unknown option '--tiem-limit'; did you mean '--time-limit'?*" match --tiem-limit=3
t 'unknown option, far from all' 2 '' "*unknown option '--zzz'*consort match --help*" match --zzz
t 'unknown letter' 2 '' "*unknown option '-z'*" match -z
t 'option of another verb' 2 '' "*'check' does not take the option '--candidates'*" check --candidates 3 catalog.json
t 'missing value' 2 '' "*option '--catalog' needs a value*" match -c
t 'missing value of a long option' 2 '' "*option '--gap' needs a value*" match --gap
t 'value where none is taken' 2 '' "*option '--refused' takes no value*" match --refused=yes
t 'catalog twice' 2 '' "*option '--catalog' is given twice*" match -c a -c b c
t 'empty name of a file' 2 '' "*option '--output' needs the name of a file*" "${match[@]}" --output= opportunity.json
t 'no catalog' 2 '' "*'match' needs a catalog*" match opportunity.json
t 'no opportunity' 2 '' "*'match' needs*" match -c catalog.json
t 'one file too many' 2 '' "*'match' has no use for 'b'*" match -c catalog.json a b
t 'no result to verify' 2 '' "*'verify' needs*" verify -c catalog.json opportunity.json
t 'no file to check' 2 '' "*'check' needs a file*" check
t 'standard input twice' 2 '' "*standard input ('-') can be read only once*" match -c - -
t 'unknown word' 2 '' "*option '--by' does not take 'prise'; it takes 'slate' or 'cost'*" match --by prise
t 'misspelt word' 2 '' "*option '--by' does not take 'csot'; did you mean 'cost'?*" match --by csot
t 'misspelt format' 2 '' "*did you mean 'json'?*" match --format jsno
for bad in '' 0 -1 1001 3x ' 3' +3 0x3 3.0 1e2 99999999999999999999; do
    t "candidates '$bad'" 2 '' "*'--candidates' takes a whole number from 1 to 1000, not '$bad'*" match --candidates "$bad"
done
for bad in '' -0.1 1.1 nan inf 1e 0x1p-3 ' 0.1' 0,1 1e-6s .; do
    t "gap '$bad'" 2 '' "*'--gap' takes a number from 0 to 1, not '$bad'*" match --gap "$bad"
done
t 'arguments reach the terminal in visible form' 2 '' "*unknown verb '\\\\u001b\[31m'*" $'\033[31m'

# ---------------------------------------------------------------- options beside each other

while read -r option value needs; do
    t "match $option without $needs" 2 '' "*'$option' needs '$needs'*" "${match[@]}" $option "$value" opportunity.json
done <<'END'
--samples 100000 --risk
--at-most 2 --frontier
--within 0.3 --diverse
END
while read -r option other rest; do
    # shellcheck disable=SC2086
    t "match $option beside $other" 2 '' "*'$option' does not go with '$other'*" "${match[@]}" ${rest//;/ } opportunity.json
done <<'END'
--frontier --by --by;cost;--frontier;cost,members
--frontier --by --frontier;cost,members;--by;cost
--diverse --by --diverse;2;--by;slate
--frontier --diverse --frontier;cost,members;--diverse;2
--frontier --candidates --frontier;cost,members;--candidates;5
--diverse --candidates --diverse;2;--candidates;9
--text --risk --text;tender.txt;--risk
--text --by --text;tender.txt;--by;cost
--text --gap --text;tender.txt;--gap;0
--text --conflicts --text;tender.txt;--conflicts;2
--text --refused --text;tender.txt;--refused
--text --time-limit --text;tender.txt;--time-limit;9
END

# ---------------------------------------------------------------- files that can not be read

t 'missing catalog' 3 '' 'consort: cannot read nowhere.json: No such file or directory' match -c nowhere.json opportunity.json
t 'both files missing: both said' 3 '' '*cannot read nowhere.json*cannot read nothing.json*' match -c nowhere.json nothing.json
t 'a folder' 3 '' 'consort: cannot read .: Is a directory' match -c . opportunity.json
t 'missing rules' 3 '' '*cannot read norules.json: No such file*' match --rules norules.json -c catalog.json opportunity.json
t 'missing result' 3 '' '*cannot read noresult.json: No such file*' verify --rules rules.json -c catalog.json opportunity.json noresult.json
t 'missing file to check' 3 '*' '*cannot read nowhere.json: No such file*' check nowhere.json
t 'a name that is no UTF-8' 3 '*\\xff*' 'consort: cannot read \\xff: No such file*' check $'\xff'

# ---------------------------------------------------------------- faults

t 'ten mistakes, all said' 3 '' 'ten-mistakes.json:*' "${match[@]}" ten-mistakes.json
is 'at least ten lines' yes "$([ "$(wc -l <"$work/err")" -ge 10 ] && echo yes)"
is 'each with its place' 0 "$(grep -vc '^ten-mistakes.json:[0-9]*:[0-9]*: /' "$work/err")"
is 'the misspelt key names the right one' 1 "$(grep -c 'ten-mistakes.json:3:.*/titel.*title' "$work/err")"
t 'broken JSON' 3 '' 'broken.json:2:*' match --rules rules.json -c broken.json opportunity.json
t 'faults of both files' 3 '' '*broken.json:2:*ten-mistakes.json:*' match --rules rules.json -c broken.json ten-mistakes.json
t 'faulty rules' 3 '' '*broken.json:2:*nothing could be checked*' match --rules broken.json -c catalog.json opportunity.json
printf old >"$work/kept"
t 'nothing is written on bad input' 3 '' '*' "${match[@]}" --output "$work/kept" ten-mistakes.json
is 'the old file is untouched' old "$(cat "$work/kept")"

# ---------------------------------------------------------------- limits on files

t 'a file of more bytes than allowed' 3 '' '*cannot read rules.json: it has more than 100 bytes, which is the limit*' "${match[@]}" --file-limits bytes=100 opportunity.json
t 'a text of more bytes than allowed' 3 '' '*cannot read tender.txt: it has more than*' match -c catalog.json --rules rules.json --file-limits "bytes=$(($(wc -c <tender.txt) - 1))" --text tender.txt opportunity.json
t 'a file nested deeper than allowed' 3 '' 'rules.json:*nested more than 2 deep, which is the limit*' "${match[@]}" --file-limits depth=2 opportunity.json
t 'a list of more items than allowed' 3 '' 'catalog.json:*6*5*' "${match[@]}" --file-limits items=5 opportunity.json
t 'a text longer than allowed' 3 '' 'catalog.json:*' "${match[@]}" --file-limits text=20 opportunity.json
t 'several limits' 0 '*"solved"*' '' "${match[@]}" --file-limits bytes=2000000000,depth=40,items=6,text=10000 opportunity.json
t 'check takes limits' 3 '*' '*nested more than 2 deep*' check --file-limits depth=2 rules.json
"$consort" "${match[@]}" opportunity.json >"$work/deep.json" 2>/dev/null
t 'a result nested deeper than allowed' 3 '' "$work/deep.json:*nested more than 4 deep*" verify --file-limits depth=4 --rules rules.json -c catalog.json opportunity.json "$work/deep.json"
t 'a result nested as deep as allowed' 0 '*"holds": true*' '' verify --file-limits depth=5 --rules rules.json -c catalog.json opportunity.json "$work/deep.json"
t 'a limit on nothing known' 2 '' "*'--file-limits' does not take 'lines'; it takes 'bytes', 'depth', 'items' or 'text'*" check --file-limits lines=3 rules.json
t 'a limit without its number' 2 '' "*'--file-limits' takes a whole number from 1 to 1000, not ''*" check --file-limits depth rules.json
t 'a limit beyond what any file is read to' 2 '' "*'--file-limits' takes a whole number from 1 to 1000, not '1001'*" check --file-limits depth=1001 rules.json

# ---------------------------------------------------------------- check

t 'check, text' 0 $'rules.json: ok: rules cli-test-rules\ncatalog.json: ok: catalog, 5 firms, 6 offerings\nopportunity.json: ok: opportunity ke-test, checked against 1 catalog' '' \
    check --format text rules.json catalog.json opportunity.json
t 'check, any order' 0 $'opportunity.json: ok: *\ncatalog.json: ok: *\nrules.json: ok: *' '' \
    check --format text opportunity.json catalog.json rules.json
t 'check, rules by option' 0 'catalog.json: ok: *' '' check --format text --rules rules.json catalog.json
t 'check, opportunity alone' 0 '*ok: opportunity ke-test, without a catalog' '' check --format text --rules rules.json opportunity.json
t 'check, one bad among good' 3 $'rules.json: ok: *\ncatalog.json: ok: *' 'ten-mistakes.json:*' check --format text rules.json ten-mistakes.json catalog.json
t 'check, catalog against the wrong rules' 3 '' '*recipe*' check --format text recipe.json
t 'check, broken JSON' 3 '' 'broken.json:2:*' check --format text broken.json
t 'check, JSON by default' 0 '{*"format": "consort-check/1"*"kind": "catalog"*"outcome": "ok"*"offerings": 6*}' '' check rules.json catalog.json
t 'check, faults in JSON' 3 '{*"outcome": "faulty"*"line": 3*}' '*' check rules.json ten-mistakes.json
t 'check from standard input' 3 '' '<stdin>:1:*' check --format text -

# ---------------------------------------------------------------- match

t 'match, JSON by default' 0 '{*"format": "consort-result/1"*"status": "solved"*}' '' "${match[@]}" opportunity.json
cp "$work/out" "$work/result.json"
"$consort" "${match[@]}" --threads 1 opportunity.json >"$work/one" 2>/dev/null
is 'the same bytes again, on one thread' same "$(cmp "$work/one" "$work/result.json" && echo same)"
t 'match, text' 0 'Opportunity  ke-test*Status       proven*ranking*p1: best at*' '' "${match[@]}" --format text opportunity.json
cp "$work/out" "$work/text"
for format in json text; do
    printf old >"$work/kept"
    "$erring" "${match[@]}" --format $format --output "$work/kept" opportunity.json >"$work/out" 2>"$work/err"
    is "a search that errs, $format: exit code 5, and the old file" '5 old' "$? $(cat "$work/kept")"
    is "a search that errs, $format: nothing is printed but why" 'consort: internal error*' "$(cat "$work/out" "$work/err")"
done
"$erring" "${match[@]}" impossible.json >/dev/null 2>&1
is 'where no package is touched, that command is like the other' 1 $?
no_bound() { # a bound may lie anywhere within the gap
    sed 's/costs less than [0-9,.]*/costs less than .../' "$1"
}
no_bound match.txt >"$work/expected"
no_bound "$work/text" >"$work/found"
is 'match, text, exactly as data/match.txt' '' "$(diff "$work/expected" "$work/found")"
is 'no control characters in text' 0 "$(tr -d '\n' <"$work/text" | grep -c '[[:cntrl:]]')"
is 'a hostile name in visible form' yes "$(grep -q 'Cedar 70B \\u001b\[31mred' "$work/text" && echo yes)"
is 'no line is wider than 100 columns' 0 "$(grep -c '^.\{101,\}' "$work/text")"
for columns in 40 50 60 80 140; do
    COLUMNS=$columns "$consort" "${match[@]}" --format text opportunity.json >"$work/narrow" 2>/dev/null
    is "no line is wider than $columns columns" 0 "$(grep -c "^.\{$((columns + 1)),\}" "$work/narrow")"
done
t 'match, the cheapest' 0 '*1e-06*cheapest packages*p1: cheapest*' '' "${match[@]}" --format text --by cost opportunity.json
t 'match, frontier' 0 '*"by": "frontier"*"frontier": {*"criteria": \[*"cost",*"delivery_weeks"*"complete": true,*"open": \[\]*"packages"*' '' \
    "${match[@]}" --frontier cost,delivery_weeks opportunity.json
"$consort" "${match[@]}" --frontier cost,us_content,members --threads 1 opportunity.json >"$work/one" 2>/dev/null
"$consort" "${match[@]}" --frontier cost,us_content,members --threads 3 opportunity.json >"$work/three" 2>/dev/null
is 'match, frontier, the same bytes from any number of threads' '' "$(diff "$work/one" "$work/three")"
for way in '--frontier cost,us_content,misfit --at-most 2' '--diverse 3 --within 1' '--by cost --differ-slot chips --candidates 4'; do
    # shellcheck disable=SC2086
    "$consort" "${match[@]}" $way --threads 1 opportunity.json >"$work/few" 2>/dev/null
    # shellcheck disable=SC2086
    "$consort" "${match[@]}" $way --threads 3 opportunity.json >"$work/three" 2>/dev/null
    is "match $way, the same bytes from any number of threads" '' "$(diff "$work/few" "$work/three")"
    t "verify, match $way" 0 '*"holds": true*' '' verify --rules rules.json -c catalog.json opportunity.json "$work/few"
done
t 'verify, frontier' 0 '*"holds": true*' '' verify --rules rules.json -c catalog.json opportunity.json "$work/one"
t 'match, frontier, text' 0 '*on the frontier of cost and US content*complete*no ranking*p1*p1: on the frontier*' '' \
    "${match[@]}" --format text --frontier cost,us_content opportunity.json
t 'match, few of a frontier' 0 '*"at_most": 1*"frontier": {*"coverage": *' '' "${match[@]}" --frontier cost,delivery_weeks,misfit --at-most 1 opportunity.json
t 'match, frontier stopped at a limit' 4 '*UNPROVEN*' '' "${match[@]}" --format text --frontier cost,misfit --time-limit 1e-9 opportunity.json
t 'match, frontier of one' 2 '' "*option '--frontier' takes two criteria or more*" "${match[@]}" --frontier cost opportunity.json
t 'match, frontier of the same twice' 2 '' "*option '--frontier' names cost twice*" "${match[@]}" --frontier cost,cost opportunity.json
t 'match, frontier of a misspelt one' 2 '' "*did you mean 'members'?*" "${match[@]}" --frontier cost,membres opportunity.json
t 'match, frontier where nothing fits' 1 '{*"status": "infeasible"*"conflicts": \[*' 'consort: no package satisfies the tender: proven' \
    "${match[@]}" --frontier cost,members impossible.json
t 'match, another slot' 0 '*"differ_slot": "chips"*' '' "${match[@]}" --by cost --differ-slot chips opportunity.json
t 'match, another slot, text' 0 '*Not all firms that fill chips*' '' "${match[@]}" --format text --by cost --differ-slot chips opportunity.json
t 'match, a slot that is not there' 2 '' "*the rules have no slot 'chip'; did you mean 'chips'?*" "${match[@]}" --differ-slot chip opportunity.json
t 'match, diverse in a way of their own' 2 '' "*'--diverse' does not go with '--differ'*" "${match[@]}" --diverse 2 --differ 3 opportunity.json
t 'match, a frontier knows no other slot' 2 '' "*'--frontier' does not go with '--differ-slot'*" "${match[@]}" --frontier cost,members --differ-slot chips opportunity.json
t 'match, diverse' 0 '*"by": "diverse"*"within": 0.5*"diversity": {*"limit": *"differ": *"bound": *' '' "${match[@]}" --diverse 2 --within 0.5 opportunity.json
t 'match, diverse, text' 0 '*cost at most*p1: cheapest*' '' "${match[@]}" --format text --diverse 2 opportunity.json
t 'match, to the cent' 0 '*proven, to the cent*' '' "${match[@]}" --format text --gap 0 opportunity.json
t 'match, colour on request' 0 $'*\033\\[1m*' '' "${match[@]}" --format text --color always opportunity.json
t 'match, each refusal' 0 '*elm-model  elm   jurisdiction:J1*' '' "${match[@]}" --format text --refused opportunity.json
t 'match, options behind the file' 0 '{*}' '' match opportunity.json --rules rules.json -c catalog.json
t 'match, rules of the library' 1 '{*"status": "infeasible"*"rules": "us-ai-exports-*}' 'consort: no package satisfies the tender: proven' \
    match -c catalog.json opportunity.json
t 'match, proven impossible' 1 '{*"status": "infeasible"*}' 'consort: no package satisfies the tender: proven' "${match[@]}" impossible.json
t 'match, a slot that nothing fills' 1 '{*"status": "infeasible"*}' 'consort: no package satisfies the tender: proven' \
    match --rules unfillable-rules.json -c unfillable-catalog.json unfillable.json
t 'match, proven impossible, text' 1 '*No package satisfies the tender: proven.*deadline  *' '' "${match[@]}" --format text impossible.json
t 'match, stopped at a limit' 4 '{*"status": "limit"*}' 'consort: stopped at a limit before proof: what was found is UNPROVEN' "${match[@]}" --time-limit 1e-9 opportunity.json
t 'match, stopped at a limit, text' 4 '*Status       UNPROVEN: stopped at a limit*' '' "${match[@]}" --time-limit 1e-9 --format text opportunity.json
is 'and nothing there is called proven' 0 "$(grep -c '^Status *proven' "$work/out")"
"$consort" "${match[@]}" --format text --refused impossible.json >"$work/none" 2>/dev/null
is 'proven impossible, exactly as data/impossible.txt' '' "$(diff impossible.txt "$work/none")"
input=opportunity.json
t 'match, opportunity from standard input' 0 '{*"ke-test"*}' '' "${match[@]}" -
input=catalog.json
t 'match, catalog from standard input' 0 '{*"ke-test"*}' '' match --rules rules.json -c - opportunity.json
input=/dev/null

# ---------------------------------------------------------------- match: risk and resilience

spreads=(match --rules rules.json -c spreads.json)
no_further() { # a result without what was asked for beside its packages
    awk '/^ *"(risk|resilience|shocks)": \{$/ {skip = match($0, /"/); next}
         skip && match($0, /[^ ]/) == skip && /^ *\}/ {skip = 0; next}
         !skip && !/"resilience": true/' "$1" | sed 's/,$//'
}
"$consort" "${spreads[@]}" opportunity.json >"$work/plain" 2>/dev/null
t 'risk' 0 '*"risk": {*"samples": 100000*"seed": 1*"shocks": {*"chance": 0.*' '' "${spreads[@]}" --risk opportunity.json
cp "$work/out" "$work/risk"
is 'spreads change nothing but the risk' '' "$(diff <(no_further "$work/plain") <(no_further "$work/risk"))"
is 'the number of a spread is its p50' '' "$(diff <(no_further "$work/result.json") <(no_further "$work/plain"))"
for threads in 1 2 3; do
    "$consort" "${spreads[@]}" --risk --threads $threads opportunity.json >"$work/again" 2>/dev/null
    is "the same samples on $threads threads" same "$(cmp "$work/again" "$work/risk" && echo same)"
done
t 'risk, of another seed' 0 '*"seed": 2*' '' "${spreads[@]}" --risk --seed 2 opportunity.json
is 'other samples' other "$(cmp -s "$work/out" "$work/risk" || echo other)"
t 'risk, verified' 0 '{*"holds": true*}' '' verify --rules rules.json -c spreads.json opportunity.json "$work/risk"
sed 's/"samples": 100000/"samples": 1000/' "$work/risk" >"$work/forged.json"
t 'risk, fewer samples than are counted' 1 '*"risk/in_time/samples"*' '' verify --rules rules.json -c spreads.json opportunity.json "$work/forged.json"
t 'risk, text' 0 '*chance in time *assumed by the rules and not measured*which is not certainty*' '' "${spreads[@]}" --by cost --candidates 2 --risk --resilience --format text opportunity.json
is 'risk and resilience, exactly as data/risk.txt' '' "$(diff <(no_bound risk.txt) <(no_bound "$work/out"))"
for columns in 60 100; do
    COLUMNS=$columns "$consort" "${spreads[@]}" --by cost --candidates 2 --risk --resilience --format text opportunity.json >"$work/narrow" 2>/dev/null
    is "risk: no line is wider than $columns columns" 0 "$(grep -c "^.\{$((columns + 1)),\}" "$work/narrow")"
done
t 'risk, without a spread' 0 '*No line states a spread, so that nothing varies here*' '' "${match[@]}" --risk --samples 10 --format text opportunity.json
t 'samples without risk' 2 '' "*'--samples' needs '--risk'*" "${spreads[@]}" --samples 10 opportunity.json
t 'seed without risk' 2 '' "*'--seed' needs '--risk'*" "${spreads[@]}" --seed 7 opportunity.json
for bad in 0 -1 1000001 1e3 ''; do
    t "samples '$bad'" 2 '' "*'--samples' takes a whole number from 1 to 1000000, not '$bad'*" match --samples "$bad"
done
t 'explain takes no --risk' 2 '' "*'explain' does not take the option '--risk'*" explain --risk opportunity.json
t 'resilience' 0 '*"resilience": true*"critical_pairs": [*"alder"*"cedar"*' '' "${spreads[@]}" --resilience opportunity.json
cp "$work/out" "$work/resilience"
for threads in 1 3; do
    "$consort" "${spreads[@]}" --resilience --threads $threads opportunity.json >"$work/again" 2>/dev/null
    is "the same resilience on $threads threads" same "$(cmp "$work/again" "$work/resilience" && echo same)"
done
t 'resilience, verified' 0 '{*"holds": true*}' '' verify --rules rules.json -c spreads.json opportunity.json "$work/resilience"
t 'resilience, of a package that no search proved' 4 '*"status": "limit"*' '*UNPROVEN' "${spreads[@]}" --resilience --time-limit 1e-9 opportunity.json
t 'resilience, where nothing fits' 1 '{*"status": "infeasible"*}' '*proven' "${match[@]}" --resilience --risk impossible.json
t 'no such slot under several rules' 2 '' "*'--differ-slot': the rules have no slot 'chip'; did you mean 'chips'?*" \
    match --rules rules.json --rules rules.json -c catalog.json opportunity.json --differ-slot chip
t 'risk under several rules' 0 '*"chance"*' '' match --rules rules.json --rules rules.json -c spreads.json opportunity.json --risk

# ---------------------------------------------------------------- explain

explain=(explain --rules rules.json -c catalog.json)
t 'explain, help' 0 'usage: consort explain *--why ID*--why-all*--rules-cost*--drop-out*--assumptions*--curve CRITERION*--conflicts N*' '' explain --help
is 'explain takes no --candidates' 0 "$(grep -c -e --candidates "$work/out")"
t 'explain, no catalog' 2 '' "*'explain' needs a catalog*" explain opportunity.json
t 'explain, no opportunity' 2 '' "*'explain' needs*" explain -c catalog.json
t 'explain, an id that is no id' 2 '' "consort: the catalog has no firm or offering 'aldr'; did you mean 'alder'?" "${explain[@]}" --why aldr opportunity.json
t 'explain, all ids that are none' 2 '' "*'birch-rak'; did you mean 'birch-rack'?*firm or offering 'zzzzzzzz'" "${explain[@]}" --why alder,birch-rak --why zzzzzzzz opportunity.json
t 'explain, an empty id' 2 '' "*'--why' needs ids*" "${explain[@]}" --why alder,,elm opportunity.json
t 'explain, no id at all' 2 '' "*'--why' needs ids*" "${explain[@]}" --why= opportunity.json
t 'explain, a misspelt criterion' 2 '' "*did you mean 'delivery_weeks'?*" "${explain[@]}" --curve delivery opportunity.json
t 'explain, a curve of the cost' 2 '' "*'--curve' does not take 'cost'; it takes a criterion but cost*" "${explain[@]}" --curve cost opportunity.json
t 'explain, a value where none is taken' 2 '' "*'--why-all' takes no value*" "${explain[@]}" --why-all=yes opportunity.json
t 'explain, faults of the files come first' 3 '' 'ten-mistakes.json:*' "${explain[@]}" --why aldr ten-mistakes.json
"$consort" "${explain[@]}" --why-all --rules-cost --drop-out --curve members --format json opportunity.json >"$work/why.json" 2>/dev/null
verify_why=(verify --rules rules.json -c catalog.json opportunity.json)
t 'verify, an explanation' 0 '{*"holds": true*}' '' "${verify_why[@]}" "$work/why.json"
t 'verify, an explanation, text' 0 'The explanation holds*' '' "${verify_why[@]}" --format text "$work/why.json"
sed 's/"amount": 387996/"amount": 387995/' "$work/why.json" >"$work/forged.json"
t 'verify, a forged explanation' 1 '{*"package": "whys/alder"*"check": "room/amount"*}' '' "${verify_why[@]}" "$work/forged.json"
t 'verify, a forged explanation, text' 1 'The explanation does not hold: 1 finding.*part *whys/alder *room/amount *' '' "${verify_why[@]}" --format text "$work/forged.json"
t 'verify, an explanation of another tender' 1 '{*"holds": false*"check": "opportunity"*}' '' verify --rules rules.json -c catalog.json impossible.json "$work/why.json"
sed 's/"whys"/"wy"/' "$work/why.json" >"$work/forged.json"
t 'verify, an explanation with an unknown key' 3 '' '*unknown key "wy"*' "${verify_why[@]}" "$work/forged.json"
t 'check, an explanation' 0 '*why.json: ok: explanation, its form*' '' check --format text rules.json "$work/why.json"
"$consort" "${explain[@]}" --why-all --rules-cost --format json impossible.json >"$work/why-none.json" 2>/dev/null
t 'verify, an explanation of why nothing fits' 0 '{*"holds": true*}' '' verify --rules rules.json -c catalog.json impossible.json "$work/why-none.json"
t 'match takes no --why' 2 '' "*'match' does not take the option '--why'*" "${match[@]}" --why alder opportunity.json

# ---------------------------------------------------------------- verify

verify=(verify --rules rules.json -c catalog.json opportunity.json)
t 'verify, JSON' 0 '{*"format": "consort-verify/1"*"holds": true*}' '' "${verify[@]}" "$work/result.json"
t 'verify, text' 0 'The result holds*' '' "${verify[@]}" --format text "$work/result.json"
sed 's/"units": [0-9]*/"units": 1/' "$work/result.json" >"$work/wrong.json"
t 'verify, a forged result' 1 '{*"holds": false*"check": *}' '' "${verify[@]}" "$work/wrong.json"
t 'verify, a forged result, text' 1 'The result does not hold: *p1 *' '' "${verify[@]}" --format text "$work/wrong.json"

# Why nothing fits, forged one value at a time: `sed` edits of the result for impossible.json.
unfit=(verify --rules rules.json -c catalog.json impossible.json)
"$consort" "${match[@]}" --format json impossible.json >"$work/unfit.json" 2>/dev/null
forged() { # NAME CHECK SED-SCRIPT
    sed -z "$3" "$work/unfit.json" >"$work/forged.json"
    t "verify, why nothing fits: $1" 1 "The result does not hold*$2*" '' "${unfit[@]}" --format text "$work/forged.json"
}
t 'verify, why nothing fits' 0 'The result holds*' '' "${unfit[@]}" --format text "$work/unfit.json"
forged 'a sharper remedy' remedies/deadline_weeks 's/"to": 40/"to": 39/'
forged 'a looser remedy' remedies/deadline_weeks/to 's/"to": 40/"to": 41/'
forged 'another value of the tender' remedies/deadline_weeks/from 's/"from": 20/"from": 21/'
forged 'a demand of its own' conflicts/demand/seats2 's/"demand\/accelerators"\n/"demand\/seats2"\n/'
forged 'a conflict that is left' remedies/ 's/"conflicts": \[\n *\[/&"consortium\/min_members"],[/'
forged 'a gap' gaps/accelerators 's/"offerings": 2/"offerings": 3/'
forged 'a demand with another value' demands/deadline_weeks 's/"value": 20,/"value": 22,/'
t 'verify, no result' 3 '' 'catalog.json:1:*' "${verify[@]}" catalog.json
t 'check, a result' 0 '*result.json: ok: result*' '' check --format text rules.json catalog.json opportunity.json "$work/result.json"
t 'check, a result alone' 0 '*result.json: not checked: result*' '' check --format text "$work/result.json"

# ---------------------------------------------------------------- assumptions

assume=(--assume assumptions.json)
t 'match, assumptions' 0 '{*"rules": "cli-test-rules",*"assumptions": "cli-test-assumptions",*"assumptions": \[*"fact": "us_content.made_low"*}' '' \
    "${match[@]}" "${assume[@]}" opportunity.json
cp "$work/out" "$work/assumed.json"
"$consort" "${match[@]}" "${assume[@]}" --threads 1 opportunity.json >"$work/one" 2>/dev/null
is 'the same bytes on one thread' same "$(cmp "$work/one" "$work/assumed.json" && echo same)"
t 'match, assumptions, text' 0 '*Assumptions  cli-test-assumptions*assumptions *Assumptions *fact *taken for *row*birch-server  us_content.made_low     0.6 *S1*' '' \
    "${match[@]}" "${assume[@]}" --format text opportunity.json
is 'where none is used that is said' yes "$(grep -q 'none fills a fact that this package rests on' "$work/out" && echo yes)"
is 'no word of them without' 0 "$(grep -ci assum "$work/text")"
t 'verify, with the assumptions' 0 '{*"holds": true*}' '' "${verify[@]}" "${assume[@]}" "$work/assumed.json"
t 'verify, without' 1 '{*"check": "assumptions"*}' '' "${verify[@]}" "$work/assumed.json"
t 'verify, with some that were not used' 1 '{*"check": "assumptions"*}' '' "${verify[@]}" "${assume[@]}" "$work/result.json"
sed 's/"value": "0.6"/"value": "0.7"/' "$work/assumed.json" >"$work/forged.json"
t 'verify, a forged assumption' 1 '{*"check": "assumptions/birch-server/us_content.made_low/value"*}' '' "${verify[@]}" "${assume[@]}" "$work/forged.json"
t 'explain, assumptions' 0 '*Assumption S1: us_content.made_low is 0.6 for birch-server*Assumption S3: maker_country is US for *' '' \
    "${explain[@]}" "${assume[@]}" --assumptions --format text opportunity.json
t 'explain, assumptions in JSON' 0 '{*"rules_cost": \[\]*"assumptions": \[*"row": "S1"*"idle": *"ranges": \[*}' '' \
    "${explain[@]}" "${assume[@]}" --assumptions opportunity.json
cp "$work/out" "$work/assumed-explained.json"
"$consort" "${explain[@]}" "${assume[@]}" --assumptions --threads 1 opportunity.json >"$work/one" 2>/dev/null
is 'the same bytes on one thread' same "$(cmp "$work/one" "$work/assumed-explained.json" && echo same)"
t 'verify, explained assumptions' 0 '{*"holds": true*}' '' "${verify[@]}" "${assume[@]}" "$work/assumed-explained.json"
sed 's/"most": 0.9/"most": 0.8/' "$work/assumed-explained.json" >"$work/forged.json"
t 'verify, explained assumptions, forged' 1 '{*"package": "assumptions/S1/us_content.made_low"*"check": "most"*}' '' "${verify[@]}" "${assume[@]}" "$work/forged.json"
t 'explain, assumptions where none are' 2 '' "*'--assumptions' needs '--assume FILE'*" "${explain[@]}" --assumptions opportunity.json
t 'check, assumptions' 0 $'assumptions.json: ok: assumptions cli-test-assumptions, checked against 1 catalog\nrules.json*\ncatalog.json*' '' \
    check --format text assumptions.json rules.json catalog.json
t 'check, assumptions alone' 0 '*ok: assumptions cli-test-assumptions, without a catalog' '' check --format text --rules rules.json assumptions.json
t 'check, assumptions by option' 0 $'catalog.json: ok*\nassumptions.json: ok: assumptions *, checked against 1 catalog' '' \
    check --format text --rules rules.json "${assume[@]}" catalog.json
t 'check, assumptions in JSON' 0 '{*"kind": "assumptions"*"outcome": "ok"*"id": "cli-test-assumptions"*}' '' check rules.json assumptions.json
sed 's/birch-server/other-server/' catalog.json >"$work/other.json"
t 'check, assumptions beside another catalog' 3 '*' '*/assume/0/match/offering: the catalog has no offering "birch-server"*' \
    check --format text --rules rules.json "$work/other.json" assumptions.json
t 'check, no assumptions by option' 3 '*' 'catalog.json:1:13: /format: expected "consort-assumptions/1", found "consort-catalog/1"*' \
    check --format text --rules rules.json --assume catalog.json catalog.json
sed 's/birch-server/birch-sever/; s/"us_content.made_low": 0.2/"us_content.made_low": 0.95/' assumptions.json >"$work/bad-assumptions.json"
t 'match, assumptions that do not go with the catalog' 3 '' $'*bad-assumptions.json:3:*/assume/0/match/offering: *did you mean "birch-server"?*\n*bad-assumptions.json:4:*the offering "birch-server" has made_low 0.95 above made 0.9' \
    "${match[@]}" --assume "$work/bad-assumptions.json" opportunity.json
is 'each with its line, and nothing else' 2 "$(grep -c . "$work/err")"
t 'match, faults of assumptions and tender' 3 '' '*bad-assumptions.json:3:*ten-mistakes.json:*' "${match[@]}" --assume "$work/bad-assumptions.json" ten-mistakes.json
t 'match, assumptions without rules' 3 '' '*broken.json:2:*nothing could be checked*' match --rules broken.json -c catalog.json "${assume[@]}" opportunity.json
t 'match, missing assumptions' 3 '' 'consort: cannot read nowhere.json: No such file*' "${match[@]}" --assume nowhere.json opportunity.json
t 'match, assumptions twice' 2 '' "*option '--assume' is given twice*" "${match[@]}" "${assume[@]}" "${assume[@]}" opportunity.json
t 'match, standard input twice' 2 '' "*only once*" "${match[@]}" --assume - -
input=assumptions.json
t 'match, assumptions from standard input' 0 '{*"cli-test-assumptions"*}' '' "${match[@]}" --assume - opportunity.json
input=/dev/null

# ---------------------------------------------------------------- finding by words

find=(find --rules rules.json -c catalog.json)
t 'find, help' 0 'usage: consort find *--like TEXT*--slot SLOT*--most N*' '' find --help
is 'find takes no --candidates' 0 "$(grep -c -e --candidates "$work/out")"
t 'partners by words' 0 '*"consort-likeness/1"*"dogwood-model"*' '' partners "${find[@]:1}" --like model
"$consort" "${find[@]}" --like model >"$work/found" 2>/dev/null
is 'partners by words, as find' '' "$("$consort" partners "${find[@]:1}" --like model 2>/dev/null | diff "$work/found" -)"
t 'partners by words, for a firm' 2 '' "*'--like' stands for itself: it takes no --firm*" partners "${find[@]:1}" --like model --firm alder
for option in --every-firm --prices --matrix --recheck '--candidates 5' '--most-partners 2' '--whom-i-need all' '--time-each 1' '--resume x' '--format jsonl'; do
    read -ra words <<<"$option"
    t "partners by words, with $option" 2 '' "*'--like' stands for itself: it takes no *" partners "${find[@]:1}" --like model "${words[@]}"
done
t 'partners, so many offerings without words' 2 '' "*'--most' needs '--like'*" partners "${find[@]:1}" --most 3 --firm alder opportunity.json
t 'partners, a slot without words' 2 '' "*'--slot' needs '--like'*" partners "${find[@]:1}" --slot chips --firm alder opportunity.json
t 'find, no catalog' 2 '' "*'find' needs a catalog*" find --like model
t 'find, no words' 2 '' "consort: 'find' needs words: --like TEXT" "${find[@]}"
t 'find takes no file' 2 '' "*'find' has no use for 'opportunity.json'*" "${find[@]}" --like model opportunity.json
t 'find, a misspelt slot' 2 '' "consort: option '--slot': the rules have no slot 'modles'; did you mean 'models'?" "${find[@]}" --like model --slot modles
t 'find, none' 2 '' "*'--most' takes a whole number from 1 to 1000000, not '0'*" "${find[@]}" --like model --most 0
t 'find, what is no text' 2 '' '*the text is not UTF-8 from here*' "${find[@]}" --like $'mod\xff'
t 'find, a missing catalog' 3 '' 'consort: cannot read nowhere.json*' find -c nowhere.json --like model
t 'find, a broken catalog' 3 '' 'broken.json:2:*' find --rules rules.json -c broken.json --like model
t 'find, JSON by default' 0 '{*"format": "consort-likeness/1"*"offering": "birch-rack"*"found": "compact"*"unknown_words": \[*"zebra"*}' '' "${find[@]}" --like 'COMPACT racks, zebra'
t 'find, text' 0 $'Like  compact racks\n\nProposal*\nbirch-rack *compact, racks (rack)*no order of*' '' "${find[@]}" --format text --like 'compact racks'
is 'no line is wider than 100 columns' 0 "$(grep -c '^.\{101,\}' "$work/out")"
t 'find, accents and case' 0 '*birch-rack",*"by_words": 0.[0-9]*' '' "${find[@]}" --like 'CÖMPACT'
t 'find, another script' 0 '*"offering": "birch-*"found": "北海"*' '' "${find[@]}" --like 北海
t 'find, one slot' 0 '*"slot": "models"*' '' "${find[@]}" --like 'models and racks' --slot models
is 'and no other' 0 "$(grep -c '"slot": "chips"' "$work/out")"
t 'find, so many' 0 $'*\n2 more are less alike (--most).\n*' '' "${find[@]}" --format text --like 'rack' --most 1
t 'find, words that nothing has' 0 $'*No offering has a word of it*No offering has: zebra, crossing\n*' '' "${find[@]}" --format text --like 'zebra crossing'
t 'find, nothing' 0 '*"proposals": \[\]*' '' "${find[@]}" --like ''
t 'find, hostile words in visible form' 0 'Like  \\u001b\[31m*' '' "${find[@]}" --format text --like $'\033[31m'
"$consort" "${find[@]}" --like 'open models in racks' >"$work/one" 2>/dev/null
OPENBLAS_NUM_THREADS=1 "$consort" "${find[@]}" --like 'open models in racks' >"$work/two" 2>/dev/null
is 'the same bytes on one thread' '' "$(cmp "$work/one" "$work/two" 2>&1)"

propose=(match --rules rules.json -c catalog.json --text)
t 'match --text, JSON by default' 0 '{*"format": "consort-proposal/1"*"slots": {*"models": {*"every_has": \[*"weights:open"*"line": 3*"text": "The ministry asks for models with open weights."*}' '' "${propose[@]}" tender.txt
t 'match --text, text' 0 $'models: 3 offerings, 3 open*every_has  weights:open * \[1\] "open"*\[1\] 3:1 The ministry*  "slots": {\n    "models": { "every_has": \[ "weights:open" \] }\n  }\n\n*Nothing is applied*' '' "${propose[@]}" tender.txt --format text
t 'match --text, beside an opportunity' 0 $'Beside opportunity  ke-test*models: 3 offerings, [0-2] open*' '' "${propose[@]}" tender.txt --format text opportunity.json
t 'match --text, no tender matched' 0 '*' '' "${propose[@]}" tender.txt impossible.json
is 'and no package written' 0 "$(grep -c packages "$work/out")"
input=tender.txt
t 'match --text from standard input' 0 '*weights:open*' '' "${propose[@]}" -
t 'standard input twice' 2 '' "*standard input ('-') can be read only once*" match -c - --text -
input=/dev/null
t 'match --text, an empty one' 0 '*names no capability or rating*' '' "${propose[@]}" - --format text
t 'match --text, a missing file' 3 '' 'consort: cannot read nowhere.txt*' "${propose[@]}" nowhere.txt
t 'match --text, all that is wrong is said' 3 '' '*cannot read nowhere.txt*broken.json:2:*' match --rules rules.json -c broken.json --text nowhere.txt
printf 'one\ntwo \xff' >"$work/latin.txt"
t 'match --text, not UTF-8' 3 '' '*latin.txt:2:5: the text is not UTF-8 from here' "${propose[@]}" "$work/latin.txt"
head -c 16777217 /dev/zero | tr '\0' x >"$work/long.txt"
t 'match --text, too long' 3 '' '*long.txt:1:1: the text is longer than 16 MiB*' "${propose[@]}" "$work/long.txt"
t 'match --text under several rules' 2 '' "*'--text' goes with one '--rules' at most*" match --rules rules.json --rules default -c catalog.json --text tender.txt
t 'match --text twice' 2 '' "*option '--text' is given twice*" "${propose[@]}" tender.txt --text tender.txt

# ---------------------------------------------------------------- menus

menu=(menu --rules rules.json -c catalog.json markets.json)
t 'menu, help' 0 'usage: consort menu *-c CATALOG --packages K MARKETS*--max-members N*' '' menu --help
t 'menu, text' 0 '*at most 2 teams of at most 10 firms for 3 markets, of weight 4*proven*led by alder: 2 markets of weight 3*none*by no team*budget*cedar*100.00%*' '' \
    "${menu[@]}" --packages 2 --format text
is 'menu, at most 100 columns wide' 0 "$(grep -c '^.\{101,\}' "$work/out")"
t 'menu, teams that bring nothing more stand in one line' 0 '*at most *teams *markets *weight *
* 1 *1 *2 *3 *+3 *proven *
* 2 to 100 *1 *2 *3 *0 *proven *proven
*Teams*' '' "${menu[@]}" --packages 100 --format text
t 'menu, JSON' 0 '{*"format": "consort-menu/1"*"status": "solved"*"curve":*"cover": "none"*"firms":*}' '' "${menu[@]}" --threads 1
cp "$work/out" "$work/menu"
"$consort" "${menu[@]}" --threads 2 >"$work/out" 2>&1
is 'menu, the same bytes on two threads' same "$(cmp -s "$work/menu" "$work/out" && echo same)"
t 'menu, a region' 0 '*"served": 2*' '' "${menu[@]}" --region east
t 'menu, a region that nobody can serve' 1 '*"status": "infeasible"*' '*no team can serve any of the markets: proven*' "${menu[@]}" --region west
t 'menu, a region that there is not' 2 '' "*no market is of the region 'north'*" "${menu[@]}" --region north
t 'menu, teams that are too small' 1 '*"status": "infeasible"*' '*proven*' "${menu[@]}" --max-members 1
t 'menu, no packages' 2 '' "*option '--packages' takes a whole number from 1 to 100, not '0'*" "${menu[@]}" --packages 0
t 'menu, teams of a firm' 0 '*"teams_per_firm": 1*' '' "${menu[@]}" --teams-per-firm 1
"$consort" "${menu[@]}" --packages 1 --region east >"$work/menu" 2>&1
t 'menu, a kept team' 0 '*1 team kept as given*1      1        2*2      1        2*kept, led by alder*' '' "${menu[@]}" --packages 2 --keep "$work/menu" --format text
t 'menu, a kept team, JSON' 0 '*"kept": 1*"kept": true*' '' "${menu[@]}" --keep "$work/menu"
t 'menu, kept teams beyond the limits' 3 '' '*/teams/0/members: a team has at most so many firms (max_members): 1, this has 2*' \
    "${menu[@]}" --keep "$work/menu" --max-members 1
sed 's/"cedar"/"ceder"/' "$work/menu" >"$work/gone"
t 'menu, a kept firm that is gone' 3 '' '*gone:[0-9]*:[0-9]*: /teams/0/members/1: the catalog has no firm "ceder": did you mean "cedar"*' \
    "${menu[@]}" --keep "$work/gone"
echo '{"format":"consort-menu/1","teams":[{"anchor":"alder","members":["cedar"]},{"members":["alder","alder"]}]}' >"$work/gone"
t 'menu, kept teams that are none' 3 '' '*/teams: 2 teams are kept, the menu has at most 1*/teams/0/anchor: the anchor is not among*/teams/1: missing key "anchor"*/teams/1/members/1: the firm is a member of this team already*' \
    "${menu[@]}" --keep "$work/gone" --packages 1
t 'menu, kept teams of a catalog' 3 '' '*catalog.json:1:*expected "consort-menu/1", found "consort-catalog/1"*' "${menu[@]}" --keep catalog.json
t 'menu, a small team' 1 '*some team of small firms only*proven: no menu has the teams*a team of small firms only:*none: in no market is there a package*Every market demands accelerators*1 firm of the catalog states no size*' '' \
    "${menu[@]}" --small-team --format text
t 'menu, a small team, JSON' 1 '*"small_team": true*"demand": "small_team"*"met": false*"why": "no_package"*"resources":*' '*no menu has the teams that are asked for: proven*' \
    "${menu[@]}" --small-team
t 'menu, an open-weight team' 0 '*some team with an open-weight model in each of its packages*in each package: t1*' '' "${menu[@]}" --open-weight-team --format text
t 'menu, an open-weight team, JSON' 0 '*"open_weight_team": true*"met": true*"possible_in":*"ke"*' '' "${menu[@]}" --open-weight-team
sed 's/"weights": "open"/"x-weights": "open"/; s/"weights_origin": "..", *//; s/"lineage": [^]]*], *//; s/^ *"lineage": .*\(], \)"units"/      "units"/' catalog.json >"$work/closed"
t 'menu, no open weights' 1 '*none: the catalog has no offering that states open weights: proven*' '' menu --rules rules.json -c "$work/closed" markets.json --open-weight-team --format text
t 'menu, capacity for all' 0 '*take no more units of an offering than there are*are worth no more to a firm*Status       proven*What all markets take together*Of 2 offerings at most half*' '' \
    "${menu[@]}" --shared-capacity all --format text
sed 's/"min": 1, "max": 40/"min": 1, "max": 8/' catalog.json >"$work/few"
few=(menu --rules rules.json -c "$work/few" markets.json)
t 'menu, capacity of something else' 2 '' "*option '--shared-capacity' does not take 'unit'; did you mean 'units'*" "${few[@]}" --shared-capacity unit
t 'menu, without sharing' 0 '*"served": 2*' '' "${few[@]}" --packages 1
t 'menu, capacity that is short' 4 '*UNPROVEN: a better menu may be possible*1      1        1       2    +2  UNPROVEN*alder-rack  alder        1      8   8*' '' \
    "${few[@]}" --packages 1 --shared-capacity units --format text
t 'menu, capacity that is short, JSON' 4 '*"shared_capacity": "units"*"capacity": *"offering": "alder-rack",*"units": 8,*"most": 8*' '*that there is no better menu is UNPROVEN*' "${few[@]}" --shared-capacity units
sed 's/"cedar", "name": "Cedar Models",/& "max_value": 36000,/' catalog.json >"$work/few"
t 'menu, a firm that can carry little' 4 '*"served": 2*"most_value": 36000*' '*' "${few[@]}" --packages 1 --shared-capacity value
t 'menu, a tender instead of markets' 3 '' '*opportunity.json:1:*expected "consort-markets/1", found "consort-opportunity/1"*' \
    menu --rules rules.json -c catalog.json opportunity.json
"$consort" "${menu[@]}" --threads 1 >"$work/menu.json" 2>/dev/null
verify_menu=(verify --rules rules.json -c catalog.json markets.json)
t 'verify, a menu' 0 '{*"holds": true*}' '' "${verify_menu[@]}" "$work/menu.json"
t 'verify, a menu, text' 0 'The menu holds: *' '' "${verify_menu[@]}" --format text "$work/menu.json"
sed 's/"cost": 2313004.5/"cost": 2313004/' "$work/menu.json" >"$work/forged.json"
t 'verify, a forged menu' 1 '{*"package": "",*"check": "teams/t1/cost"*}' '' "${verify_menu[@]}" "$work/forged.json"
sed '0,/"units": [0-9]*/s//"units": 1/' "$work/menu.json" >"$work/forged.json"
t 'verify, a forged menu, text' 1 'The menu does not hold: * findings.*market *ke *ledger/*' '' "${verify_menu[@]}" --format text "$work/forged.json"
t 'verify, a menu as the result of a tender' 3 '' '*expected "consort-result/1", found "consort-menu/1"*' "${verify[@]}" "$work/menu.json"
t 'verify, a result as a menu' 3 '' '*expected "consort-menu/1", found "consort-result/1"*' "${verify_menu[@]}" "$work/result.json"
"$consort" "${menu[@]}" --region east --packages 1 >"$work/east.json" 2>/dev/null
t 'compare, menus' 0 '2 menus side by side*A  menu.json  few *B  east.json  few, east *They are of different markets*t1 of A, t1 of B: the same team*ke *same*none *by no team*' '' \
    compare --format text "$work/menu.json" "$work/east.json"
is 'compare, menus, at most 100 columns wide' 0 "$(grep -c '^.\{101,\}' "$work/out")"
t 'compare, menus, JSON' 0 '{*"format": "consort-comparison/1"*"of": "menus"*"verdict": "only"*}' '' compare "$work/menu.json" "$work/east.json"
t 'compare, menus of one name' 0 '*A  *menu.json*B  *menu.json*' '' compare --format text "$work/menu.json" "$work/../${work##*/}/menu.json"
t 'compare, a menu with a result' 3 '' 'consort: 1 of the 2 files are menus: a menu is compared with menus alone*' compare "$work/menu.json" "$work/result.json"
menu_lines=("${menu[@]}" --packages 2 --format jsonl)
t 'menu, lines' 0 '{"format":"consort-menu-lines/1"*{"packages":0,*{"packages":1,*{"packages":2,*{"format":"consort-menu/1",*{"end":true}' '' "${menu_lines[@]}"
cp "$work/out" "$work/menu.jsonl"
is 'a line each: head, single markets, numbers of teams, the menu, the end' 6 "$(wc -l <"$work/menu.jsonl")"
for n in 0 1 2 3 4 5; do
    { head -n $n "$work/menu.jsonl"; sed -n "$((n + 1))p" "$work/menu.jsonl" | head -c 30; } >"$work/part.jsonl"
    "$consort" "${menu_lines[@]}" --resume "$work/part.jsonl" >"$work/out" 2>/dev/null
    is "menu, resumed after $n lines: the same bytes" same "$(cmp "$work/out" "$work/menu.jsonl" && echo same)"
    "$consort" "${menu_lines[@]}" --resume "$work/part.jsonl" --output "$work/part.jsonl" 2>/dev/null
    is "menu, resumed in place after $n lines: the same bytes" same "$(cmp "$work/part.jsonl" "$work/menu.jsonl" && echo same)"
done
for asked in "--keep $work/menu.json" --small-team --open-weight-team '--shared-capacity all' \
    "--keep $work/menu.json --open-weight-team --shared-capacity units --teams-per-firm 2"; do
    read -ra more <<<"$asked"
    "$consort" "${menu_lines[@]}" "${more[@]}" >"$work/asked.jsonl" 2>/dev/null
    sed -n 5p "$work/asked.jsonl" >"$work/asked.json"
    t "verify, a menu with ${asked//$work\//}" 0 '{*"holds": true*}' '' "${verify_menu[@]}" "$work/asked.json"
    { head -n 3 "$work/asked.jsonl"; sed -n 4p "$work/asked.jsonl" | head -c 30; } >"$work/part.jsonl"
    "$consort" "${menu_lines[@]}" "${more[@]}" --resume "$work/part.jsonl" >"$work/out" 2>/dev/null
    is "menu, resumed with ${asked//$work\//}: the same bytes" same "$(cmp "$work/out" "$work/asked.jsonl" && echo same)"
    t "menu, lines without ${asked//$work\//} are refused with it" 3 '' '*was not written with these files and options*' \
        "${menu_lines[@]}" "${more[@]}" --resume "$work/menu.jsonl"
done
"$consort" "${menu_lines[@]}" --keep "$work/menu.json" >"$work/asked.jsonl" 2>/dev/null
echo '{"format":"consort-menu/1","teams":[{"anchor":"alder","members":["alder"]}]}' >"$work/kept.json"
t 'menu, lines of other kept teams are refused' 3 '' '*was not written with these files and options*' \
    "${menu_lines[@]}" --keep "$work/kept.json" --resume "$work/asked.jsonl"
t 'compare, a menu that keeps a team' 0 '*asked for with different settings*' '' compare --format text "$work/menu.json" "$work/asked.json"
sed -n 5p "$work/menu.jsonl" >"$work/line.json"
t 'verify, the menu of the lines' 0 '{*"holds": true*}' '' "${verify_menu[@]}" "$work/line.json"
t 'menu, resumed where nothing is left: as it stands' 0 '*{"end":true}' '' "${menu_lines[@]}" --resume "$work/menu.jsonl" --time-limit 0.000001
t 'menu, lines of other options are refused' 3 '' '*was not written with these files and options*' "${menu_lines[@]}" --max-members 3 --resume "$work/menu.jsonl"
t 'menu, lines of other markets are refused' 3 '' '*was not written with these files and options*' "${menu_lines[@]}" --region east --resume "$work/menu.jsonl"
sed '2,$s/"alder-rack":[0-9]*/"alder-rack":1/g' "$work/menu.jsonl" | head -n 4 >"$work/part.jsonl"
t 'menu, lines with a package that does not hold' 3 '' '*part.jsonl has lines that do not hold: nothing is resumed*' "${menu_lines[@]}" --resume "$work/part.jsonl" --output "$work/none.json"
sed 's/"firms":\["alder"/"firms":["adler"/; 4q' "$work/menu.jsonl" >"$work/part.jsonl"
t 'menu, lines with a firm that there is not' 3 '*' '*has lines that do not hold*' "${menu_lines[@]}" --resume "$work/part.jsonl"
t 'menu, stopped at once: the menu, and no end' 4 '{"format":"consort-menu-lines/1"*{"format":"consort-menu/1",*"status":"limit"*' '*UNPROVEN*' "${menu_lines[@]}" --time-limit 0.000001
is 'menu, stopped at once: no end' 0 "$(grep -c '"end"' "$work/out")"
cp "$work/out" "$work/part.jsonl"
"$consort" "${menu_lines[@]}" --resume "$work/part.jsonl" >"$work/out" 2>/dev/null
is 'menu, gone on with after that: the same menu' same "$(tail -n 2 "$work/out" | cmp - <(tail -n 2 "$work/menu.jsonl") && echo same)"
sed '4s/"final":true/"final":false,"time_limit":9/; 5,$d' "$work/menu.jsonl" >"$work/part.jsonl"
"$consort" "${menu_lines[@]}" --resume "$work/part.jsonl" --output "$work/part.jsonl" 2>/dev/null
is 'menu, a line that is not final stays' '"packages":2,"final":false "packages":2,"final":true' \
    "$(sed -n '4,5s/^{\("packages":2,"final":[a-z]*\),.*/\1/p' "$work/part.jsonl" | xargs -d '\n')"
is 'menu, gone on with after that: the same menu, and the end' same "$(tail -n 2 "$work/part.jsonl" | cmp - <(tail -n 2 "$work/menu.jsonl") && echo same)"
t 'menu, resumed from that: as it stands' 0 '*{"end":true}' '' "${menu_lines[@]}" --resume "$work/part.jsonl" --time-limit 0.000001
head -n 4 "$work/menu.jsonl" >"$work/part.jsonl"
t 'menu, cut off behind its last number of teams' 0 '*{"format":"consort-menu/1",*"status":"solved"*' '*--resume goes on with it*' "${menu_lines[@]}" --resume "$work/part.jsonl" --time-limit 0.000001
is 'menu, cut off behind its last number of teams: no end' 0 "$(grep -c '"end"' "$work/out")"
t 'menu, to resume what is no lines' 2 '' "*'--resume' needs '--format jsonl'*" "${menu[@]}" --resume x
t 'check, a menu' 0 '*menu.json: ok: menu, its form*' '' check --format text "$work/menu.json"
t 'check, markets' 0 '*markets.json: ok: markets few, checked against 1 catalog' '' check --format text rules.json catalog.json markets.json

# ---------------------------------------------------------------- several rules, and compare

sed 's/cli-test-rules/cli-test-strict/; s/"concern": \[ "CN" \]/"concern": [ "CN", "US" ]/' rules.json >"$work/strict.json"
sed 's/cli-test-rules/cli-test-added/; s/"method": "made"/"method": "value_added"/' rules.json >"$work/added.json"
sed 's/"servers"/"boxes"/g' rules.json >"$work/boxes.json"
regimes=(match --by cost --candidates 1 -c catalog.json --rules rules.json)
t 'match, two rules' 0 '2 results side by side*A  cli-test-rules *proven *1
B  cli-test-strict  no package: proven *0*a package exists  yes *no  FLIPS*jurisdiction:J1 *B *A *test rules, row J1*' '' \
    "${regimes[@]}" --rules "$work/strict.json" --format text opportunity.json
is 'no line is wider than 100 columns' 0 "$(grep -c '^.\{101,\}' "$work/out")"
t 'match, two rules, JSON' 0 '{*"format": "consort-comparison/1"*"verb": "match"*"conclusion": "feasible",
      "verdict": "flips",
      "proven": true*"results": \[*"format": "consort-result/1"*"rules": "cli-test-strict"*}' '' \
    "${regimes[@]}" --rules "$work/strict.json" opportunity.json
cp "$work/out" "$work/compared.json"
"$consort" "${regimes[@]}" --rules "$work/strict.json" --threads 1 opportunity.json >"$work/one" 2>/dev/null
is 'the same bytes again, on one thread' same "$(cmp "$work/one" "$work/compared.json" && echo same)"
t 'match, three rules' 0 '3 results*C  cli-test-added *US content is measured by different methods*by value_added*' '' \
    "${regimes[@]}" --rules "$work/strict.json" --rules "$work/added.json" --format text opportunity.json
t 'match, default stands for the rules of the library' 0 '*A  cli-test-rules *
B  us-ai-exports-*' '' "${regimes[@]}" --rules default --format text opportunity.json
t 'match, default alone' 1 '{*"rules": "us-ai-exports-*}' '*proven' match -c catalog.json --rules default opportunity.json
t 'match, the same rules twice: called by their files' 0 '*A  rules.json *cli-test-rules *
B  ./rules.json *cli-test-rules *same offerings, units and licences, and the same figures*' '' \
    "${regimes[@]}" --rules ./rules.json --format text opportunity.json
t 'match, nothing fits under any rules' 1 '{*}' 'consort: no package satisfies the tender under any of the rules: proven' \
    "${regimes[@]}" --rules "$work/strict.json" impossible.json
t 'match, two rules, stopped at a limit' 4 '{*"verdict": "open"*}' 'consort: stopped at a limit before proof: something in the comparison is UNPROVEN' \
    "${regimes[@]}" --rules "$work/strict.json" --time-limit 1e-9 opportunity.json
t 'match, a catalog with faults under one of the rules' 3 '' 'consort: under the rules cli-test-rules (*boxes.json):*catalog.json:*/slot:*' \
    "${regimes[@]}" --rules "$work/boxes.json" opportunity.json
t 'match, faults of a tender are said once' 3 '' '*under the rules cli-test-rules (rules.json):*ten-mistakes.json:3:*' \
    "${regimes[@]}" --rules "$work/strict.json" ten-mistakes.json
is 'not for each of the rules' 1 "$(grep -c 'ten-mistakes.json:3:' "$work/err")"
t 'match, one of the rules with faults' 3 '' '*the tender is not checked*broken.json:2:*' "${regimes[@]}" --rules broken.json opportunity.json
t 'match, one of the rules missing' 3 '' '*cannot read norules.json*the tender is not checked*' "${regimes[@]}" --rules norules.json opportunity.json
t 'match, rules twice from standard input' 2 '' '*only once*' match -c catalog.json --rules - --rules - opportunity.json
t 'match, rules without a name' 2 '' "*option '--rules' needs the name of a file*" "${regimes[@]}" --rules= opportunity.json
input=catalog.json
t 'match, two rules, the catalog from standard input' 0 '*FLIPS*' '' \
    match --by cost --candidates 1 -c - --rules rules.json --rules "$work/strict.json" --format text opportunity.json
input=$work/strict.json
t 'match, two rules, one from standard input' 0 '*FLIPS*' '' "${regimes[@]}" --rules - --format text opportunity.json
input=/dev/null
t 'match, two rules, to a file' 0 '' '' "${regimes[@]}" --rules "$work/strict.json" --output "$work/new" opportunity.json
is 'as to standard output' same "$(cmp "$work/new" "$work/compared.json" && echo same)"
t 'other verbs take one file of rules' 2 '' "*option '--rules' is given twice*" explain --rules a --rules b -c c o

t 'compare, help' 0 'usage: consort compare *RESULT RESULT...*whatever*differs*' '' compare --help
is 'compare takes no --rules' 0 "$(grep -c -e '--rules ' "$work/out")"
t 'compare, one result alone' 2 '' "*'compare' needs RESULT RESULT...*" compare "$work/result.json"
mkdir "$work/first" "$work/second"
cp "$work/result.json" "$work/first/r.json"
"$consort" "${match[@]}" --by cost --candidates 2 opportunity.json >"$work/second/cheap.json" 2>/dev/null
"$consort" "${match[@]}" impossible.json >"$work/second/r.json" 2>/dev/null
t 'compare, text' 0 '2 results*A  r.json *B  cheap.json*different settings*least cost*same*No counterpart*' '' \
    compare --format text "$work/first/r.json" "$work/second/cheap.json"
t 'compare, results of the same name' 0 '*A  */first/r.json*B  */second/r.json*' '' compare --format text "$work/first/r.json" "$work/second/r.json"
t 'compare, JSON, without whole results' 0 '{*"format": "consort-comparison/1"*"verb": "compare"*"label": "r.json"*"label": "cheap.json"*}' '' \
    compare "$work/first/r.json" "$work/second/cheap.json"
is 'and no path' 0 "$(grep -c "$work" "$work/out")"
is 'and no results' 0 "$(grep -c '"results"' "$work/out")"
t 'compare, whatever differs' 0 '*FLIPS*' '' compare --format text "$work/first/r.json" "$work/second/r.json"
input=$work/second/r.json
t 'compare, from standard input' 0 '*B  <stdin>*' '' compare --format text "$work/result.json" -
input=/dev/null
t 'compare, no results' 3 '' 'catalog.json:1:*expected "consort-result/1", found "consort-catalog/1"*opportunity.json:1:*' compare catalog.json opportunity.json
t 'compare, a comparison' 3 '' '*compared.json:2:*expected "consort-result/1", found "consort-comparison/1"*' compare "$work/compared.json" "$work/result.json"
t 'compare, a missing file' 3 '' '*cannot read nowhere.json*' compare "$work/result.json" nowhere.json
t 'compare, a file that is broken' 3 '' 'broken.json:2:*' compare "$work/result.json" broken.json
cp "$work/result.json" "$work/"$'\xff.json'
t 'compare, a name that is no UTF-8' 0 '{*"label": "\\\\xff.json"*}' '' compare "$work/result.json" "$work/"$'\xff.json'

# ---------------------------------------------------------------- output

t 'output to a file' 0 '' '' "${match[@]}" --output "$work/new" opportunity.json
is 'the same as to standard output' same "$(cmp "$work/new" "$work/result.json" && echo same)"
is 'a new file has the usual mode' "$(umask 022; : >"$work/usual"; stat -c %a "$work/usual")" "$(umask 022; rm -f "$work/new"; "$consort" "${match[@]}" --output "$work/new" opportunity.json; stat -c %a "$work/new")"
t 'text to a file, on request' 0 '' '' "${match[@]}" --format text --output "$work/new" opportunity.json
is 'as wide as a pipe' same "$(cmp "$work/new" "$work/text" && echo same)"
printf old >"$work/mode"
chmod 640 "$work/mode"
t 'an old file is replaced' 0 '' '' "${match[@]}" --output "$work/mode" opportunity.json
is 'and keeps its mode' 640 "$(stat -c %a "$work/mode")"
ln -s mode "$work/link"
printf old >"$work/mode"
t 'a link is followed' 0 '' '' "${match[@]}" --output "$work/link" opportunity.json
is 'and stays' mode "$(readlink "$work/link")"
is 'the file behind it is new' same "$(cmp "$work/mode" "$work/result.json" && echo same)"
t 'a device is written to' 0 '{*}' '' "${match[@]}" --output /dev/stdout opportunity.json
t 'a folder' 5 '' '*cannot write .: Is a directory' "${match[@]}" --output . opportunity.json
t 'a folder that is not there' 5 '' '*cannot write /nowhere/x: No such file*' "${match[@]}" --output /nowhere/x opportunity.json
t 'a full device' 5 '' '*cannot write /dev/full: No space left on device' "${match[@]}" --output /dev/full opportunity.json
"$consort" "${match[@]}" opportunity.json >/dev/full 2>"$work/err"
is 'full standard output' '5 consort: cannot write standard output: No space left on device' "$? $(cat "$work/err")"
"$consort" --help >/dev/full 2>"$work/err"
is 'full standard output, help' '5 consort: cannot write standard output: No space left on device' "$? $(cat "$work/err")"
"$consort" "${match[@]}" opportunity.json >&- 2>"$work/err"
is 'closed standard output' '5 consort: cannot write standard output: Bad file descriptor' "$? $(cat "$work/err")"

# ---------------------------------------------------------------- killed at any moment

old_or_new() { # FILE: is it the old file or the new one?
    if [ "$(cat "$1")" = old ]; then
        echo old
    elif cmp -s "$1" "$work/result.json"; then
        echo new
    else
        echo broken
    fi
}

folder=$work/folder
mkdir "$folder"
whole=yes
for i in $(seq 30); do
    printf old >"$folder/x"
    "$consort" "${match[@]}" --output "$folder/x" opportunity.json &
    pid=$!
    sleep "0.00$i"
    kill -9 $pid 2>/dev/null
    wait $pid 2>/dev/null
    [ "$(old_or_new "$folder/x")" != broken ] || whole=no
done 2>/dev/null
is 'killed from outside: the old file or the new one' yes "$whole"

preload=$work/moment.so
if ${CC:-cc} -shared -fPIC -o "$preload" "$here/preload/moment.c" -ldl 2>/dev/null; then
    export ASAN_OPTIONS=verify_asan_link_order=0${ASAN_OPTIONS:+:$ASAN_OPTIONS}
    for n in 1 2 3 4 5 6; do
        rm -f "$folder"/.consort-*
        printf old >"$folder/x"
        (KILL_AT=$n LD_PRELOAD=$preload "$consort" "${match[@]}" --output "$folder/x" opportunity.json) >/dev/null 2>&1
        expected=old
        [ $n -le 4 ] || expected=new
        is "killed before step $n of writing: the $expected file" $expected "$(old_or_new "$folder/x")"
    done
    for n in 1 2 3 4; do
        rm -f "$folder"/.consort-*
        printf old >"$folder/x"
        FAIL_AT=$n LD_PRELOAD=$preload "$consort" "${match[@]}" --output "$folder/x" opportunity.json >/dev/null 2>"$work/err"
        is "step $n of writing fails: said, the old file stays, nothing is left" \
            "5 consort: cannot write $folder/x: Input/output error old x" \
            "$? $(cat "$work/err") $(old_or_new "$folder/x") $(ls -A "$folder")"
    done
    interrupted() { # how often
        INTERRUPTS=$1 LD_PRELOAD=$preload env --default-signal=INT "$consort" "${match[@]}" --format text opportunity.json >"$work/out" 2>/dev/null
        echo $?
    }
    is 'an interrupt stops the search' 4 "$(interrupted 1)"
    is 'what was found is said to be unproven' yes "$(grep -q UNPROVEN "$work/out" && echo yes)"
    is 'a second interrupt ends the command' 130 "$(interrupted 2)"
else
    echo '# skipped: no compiler for preload/moment.c'
fi

# ---------------------------------------------------------------- partners

partners=(partners --rules rules.json -c catalog.json)
t 'partners, help' 0 'usage: consort partners *-c CATALOG --firm ID TENDER...*--firm ID*--whom-i-need team|all*--most-partners M*--resume FILE*' '' partners --help
t 'partners, no firm' 2 '' "*'partners' needs '--firm ID' or '--every-firm'*" "${partners[@]}" opportunity.json
t 'partners, a cost that nothing is held to' 2 '' "*'--within' needs '--most-partners'*" "${partners[@]}" --firm birch --within 0.3 opportunity.json
t 'partners, prices of teams that are not listed' 2 '' "*'--prices' does not go with '--candidates'*" "${partners[@]}" --firm birch --prices --candidates 5 opportunity.json
t 'partners, no opportunity' 2 '' "*'partners' needs a file*" "${partners[@]}" --firm birch
t 'partners, a firm that is none' 2 '' "consort: the catalog has no firm 'birc'; did you mean 'birch'?" "${partners[@]}" --firm birc opportunity.json
t 'partners, an offering is no firm' 2 '' "consort: the catalog has no firm 'birch-rack'*" "${partners[@]}" --firm birch-rack opportunity.json
t 'partners, an empty id' 2 '' "*'--firm' needs ids of firms*" "${partners[@]}" --firm birch,, opportunity.json
t 'partners, whom I need, misspelt' 2 '' "*'--whom-i-need' does not take 'teams'; did you mean 'team'?*" "${partners[@]}" --firm birch --whom-i-need teams opportunity.json
t 'partners, to resume what is no lines' 2 '' "*'--resume' needs '--format jsonl'*" "${partners[@]}" --firm birch --resume x opportunity.json
t 'match has no lines' 2 '' "*'--format' does not take 'jsonl'*" match -c catalog.json --format jsonl opportunity.json
t 'partners, faults of all files' 3 '' 'ten-mistakes.json:*broken.json:*' "${partners[@]}" --firm birch ten-mistakes.json broken.json
t 'partners, one tender twice' 3 '' "*two of the tenders have the id 'ke-test'" "${partners[@]}" --firm birch opportunity.json opportunity.json
t 'partners, markets' 0 '*"id": "ke-test"*"weight": 1*"id": "ke"*"weight": 2*"id": "ke-2"*"weight": 1*"id": "none"*"competitive_in"*"opportunity": "ke"*"most_weight": 4*' '' \
    "${partners[@]}" --firm dogwood --most-partners 2 opportunity.json markets.json
t 'partners, markets weigh' 0 '*Tender *weight *ke  *2  *ke-2 *1  *' '' "${partners[@]}" --firm birch --matrix --format text markets.json
t 'partners, faults of a market' 3 '' 'bad-market.json:3:*/markets/0/opportunity/buyer/country*ten-mistakes.json:*' "${partners[@]}" --firm birch bad-market.json ten-mistakes.json
t 'partners, one market twice' 3 '' "*two of the tenders have the id 'ke-2'*" "${partners[@]}" --firm birch markets.json markets.json
t 'partners, markets without a tender' 3 '' '*no-market.json:*/markets: there is no market: there must be at least one' "${partners[@]}" --firm birch no-market.json
input=markets.json
t 'partners, markets on standard input' 0 '*"id": "ke-2"*' '' "${partners[@]}" --firm birch --prices -
input=/dev/null
t 'partners, text' 0 '*birch in ke-test: in packages, but in none of the cheapest: proven*Teams *t1 *Price: a rebate of 20,000.00 on its bill of 20,000.00*not:*proven.*' '' \
    "${partners[@]}" --firm birch --format text opportunity.json
is 'partners, within 100 columns' 0 "$(grep -c '^.\{101,\}' "$work/out")"
t 'partners, whom it needs' 0 '*Whom it needs *alder *367,996.00*chips: birch*cedar *7,500.00*models: dogwood*Who could come along*dogwood *500.00*' '' \
    "${partners[@]}" --firm birch --whom-i-need all --format text opportunity.json
t 'partners, who is refused fits nowhere' 1 '*elm in ke-test: refused by screening*jurisdiction:J1*' '' "${partners[@]}" --firm elm --format text opportunity.json
t 'partners, nothing fits the tender' 1 '*nothing fits: proven*' '' "${partners[@]}" --firm birch --format text impossible.json
t 'partners, a table' 0 '*Firm *1*alder *in*birch *+0.97%*elm *refused*' '' "${partners[@]}" --every-firm --matrix --format text opportunity.json
t 'partners, a set of them' 0 '*birch with 2 partners: alder, cedar*ke-test *2,077,004.00 *2,262,704.40*proven.*' '' \
    "${partners[@]}" --firm birch --most-partners 2 --within 0.1 --format text opportunity.json
t 'partners, too few for any tender' 0 '*birch: no set of partners makes it competitive*' '' \
    "${partners[@]}" --firm birch --most-partners 1 --within 0.1 --format text opportunity.json
t 'partners, thresholds solved anew' 0 '*"rechecked": 3*' '' "${partners[@]}" --firm birch --recheck opportunity.json
t 'partners, prices and facts' 0 '*"facts": [*"us_content.made"*"lead_weeks"*"rechecked": 3*' '' "${partners[@]}" --firm birch --prices --recheck opportunity.json
is 'prices alone speak of no teams' 0 "$(grep -c '"teams' "$work/out")"
t 'partners, solved anew, but stopped' 4 '*' '*some of it is UNPROVEN' "${partners[@]}" --firm birch --recheck --time-limit 0.000001 opportunity.json
t 'partners, stopped at once' 4 '*UNPROVEN*' '' "${partners[@]}" --firm birch --time-limit 0.000001 --format text opportunity.json
t 'partners, stopped at once, in JSON' 4 '*"complete": false*' '*some of it is UNPROVEN' "${partners[@]}" --firm birch --time-limit 0.000001 opportunity.json

"$consort" "${partners[@]}" --every-firm --whom-i-need all --threads 1 opportunity.json impossible.json >"$work/one" 2>/dev/null
"$consort" "${partners[@]}" --every-firm --whom-i-need all --threads 3 opportunity.json impossible.json >"$work/three" 2>/dev/null
is 'partners, the same bytes on three threads' same "$(cmp "$work/one" "$work/three" && echo same)"

lines=("${partners[@]}" --every-firm --candidates 2 --most-partners 2 --within 0.1 --format jsonl)
t 'partners, lines' 0 '{"format":"consort-partners-lines/1"*{"firm":"alder"*{"partner_set":*{"end":true}' '' "${lines[@]}" opportunity.json impossible.json
cp "$work/out" "$work/all.jsonl"
is 'a line each: head, firms and tenders, sets, the end' 17 "$(wc -l <"$work/all.jsonl")"
for n in 0 1 4 6 11 13 16; do
    { head -n $n "$work/all.jsonl"; sed -n "$((n + 1))p" "$work/all.jsonl" | head -c 30; } >"$work/part.jsonl"
    "$consort" "${lines[@]}" --resume "$work/part.jsonl" opportunity.json impossible.json >"$work/out" 2>/dev/null
    is "resumed after $n lines: the same bytes" same "$(cmp "$work/out" "$work/all.jsonl" && echo same)"
    "$consort" "${lines[@]}" --resume "$work/part.jsonl" --output "$work/part.jsonl" opportunity.json impossible.json 2>/dev/null
    is "resumed in place after $n lines: the same bytes" same "$(cmp "$work/part.jsonl" "$work/all.jsonl" && echo same)"
done
sed -i '5s/"complete":true/"complete":true,"x":1/; 13s/"status":"solved"/"status":"solved","x":1/' "$work/part.jsonl" # to be known again
head -n 14 "$work/part.jsonl" >"$work/marked.jsonl"
"$consort" "${lines[@]}" --resume "$work/marked.jsonl" opportunity.json impossible.json >"$work/out" 2>/dev/null
is 'what is written, partner sets included, is not done again' same "$(cmp "$work/out" "$work/part.jsonl" && echo same)"
{ head -n 11 "$work/all.jsonl"; sed -n 13p "$work/all.jsonl"; } >"$work/gap.jsonl"
"$consort" "${lines[@]}" --resume "$work/gap.jsonl" opportunity.json impossible.json >"$work/out" 2>/dev/null
is 'a partner set that is not the next one is dropped' same "$(cmp "$work/out" "$work/all.jsonl" && echo same)"
"$consort" "${lines[@]}" markets.json opportunity.json >"$work/markets.jsonl" 2>/dev/null
head -n 18 "$work/markets.jsonl" >"$work/part.jsonl"
"$consort" "${lines[@]}" --resume "$work/part.jsonl" markets.json opportunity.json >"$work/out" 2>/dev/null
is 'markets resumed: the same bytes' same "$(cmp "$work/out" "$work/markets.jsonl" && echo same)"
sed 's/"weight": 2/"weight": 3/' markets.json >"$work/heavier.json"
t 'markets of other weights are other inputs' 3 '' '*was not written with these files*' "${lines[@]}" --resume "$work/part.jsonl" "$work/heavier.json" opportunity.json
t 'resumed where nothing is left: as it stands' 0 '*{"end":true}' '' "${lines[@]}" --resume "$work/all.jsonl" --time-limit 0.000001 opportunity.json impossible.json
t 'lines of other inputs are refused' 3 '' '*was not written with these files, firms and options*' "${lines[@]}" --resume "$work/all.jsonl" opportunity.json
t 'lines of other options are refused' 3 '' '*was not written with these files, firms and options*' "${lines[@]}" --differ 2 --resume "$work/all.jsonl" opportunity.json impossible.json
t 'no lines to resume' 3 '' "consort: cannot read $work/none.jsonl: *" "${lines[@]}" --resume "$work/none.jsonl" opportunity.json impossible.json
t 'no lines yet, and they are the output' 0 '' '' "${lines[@]}" --resume "$work/none.jsonl" --output "$work/none.jsonl" opportunity.json impossible.json
is 'then they are begun' same "$(cmp "$work/none.jsonl" "$work/all.jsonl" && echo same)"
t 'what a limit cuts off is not written' 4 '{"format":"consort-partners-lines/1"*}' '*UNPROVEN' "${lines[@]}" --time-limit 0.000001 opportunity.json impossible.json
is 'only what is done is' 1 "$(grep -c -v -e '"complete":true' "$work/out")"
t 'lines that cannot be written' 5 '' 'consort: cannot write /: *' "${lines[@]}" --output / opportunity.json impossible.json
[ ! -e /dev/full ] || t 'lines on a full device' 5 '' 'consort: cannot write /dev/full: *' "${lines[@]}" --output /dev/full opportunity.json impossible.json

# ---------------------------------------------------------------- a terminal

if script -qec true /dev/null </dev/null >/dev/null 2>&1; then
    terminal() { # ARGUMENT...: on a terminal of 90 columns
        TERM=xterm script -qec "stty cols 90; $(printf '%q ' "$consort" "$@")" /dev/null </dev/null | tr -d '\r'
    }
    terminal "${match[@]}" opportunity.json >"$work/out"
    is 'text on a terminal' yes "$(grep -q 'best at' "$work/out" && echo yes)"
    is 'coloured' yes "$(grep -q $'\033\\[1m' "$work/out" && echo yes)"
    sed 's/\x1b\[[0-9;]*m//g' "$work/out" >"$work/plain"
    is 'as wide as the terminal' yes "$(grep -q '^═\{90\}$' "$work/plain" && echo yes)"
    is 'no line is wider' 0 "$(grep -c '^.\{91,\}' "$work/plain")"
    NO_COLOR=1 terminal "${match[@]}" opportunity.json >"$work/out"
    is 'NO_COLOR' 0 "$(grep -c $'\033' "$work/out")"
    terminal "${match[@]}" ten-mistakes.json >"$work/out"
    is 'a fault with its line and a caret' yes "$(grep -q '"titel": "a misspelt key"' "$work/out" && grep -q '\^' "$work/out" && echo yes)"
else
    echo '# skipped: no script(1), or no terminal that it could make'
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
