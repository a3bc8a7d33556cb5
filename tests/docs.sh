#!/usr/bin/env bash
# The documentation does not lie: the commands it shows print what it shows, its example files are
# valid, its links lead somewhere, and it promises what CI runs.
#
#     tests/docs.sh
#
# In README.md and docs/*.md a block ```console holds commands ("$ ...") with what they print; a line
# "..." there stands for any lines. A block ```json NAME holds an example file, which is put into
# build/docs/NAME. Commands of ./setup and make are not run: they would run the tests again.

set -u
export LC_ALL=C.UTF-8
. "$(dirname "$0")/tap.sh"
pages=(README.md CONTRIBUTING.md docs/*.md)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# ---------------------------------------------------------------- example files

rm -rf build/docs
mkdir -p build/docs
awk '/^```/ {out = ""} out {print > out} /^```json [a-z.-]+$/ {out = "build/docs/" $2}' "${pages[@]}"
tap 'the example files are valid' "$(build/consort check --format text build/docs/*.json 2>&1 |
    grep -v ': ok: ')"

# ---------------------------------------------------------------- commands and their output

# Each command with its expected output as a file of its own: the command in the first line.
awk -v to="$work/command" '
    /^```console$/ {inside = 1; next}
    /^```/ {inside = 0}
    inside && /^\$ / {n++; line = substr($0, 3); print line > (to n); next}
    inside {print > (to n)}' "${pages[@]}"

pattern_of() { # FILE: its lines but the first as a shell pattern
    sed -e 1d -e 's/[][\\*?]/\\&/g' -e 's/^\.\.\.$/*/' "$1"
}

for file in "$work"/command*; do
    command=$(head -n 1 "$file")
    case $command in
        ./setup* | make* | git*) continue ;;
    esac
    expected=$(pattern_of "$file")
    bash -c "$command" >"$work/found" 2>&1 </dev/null
    # shellcheck disable=SC2053
    tap "$command" "$([[ $(cat "$work/found") == $expected ]] || sed 1d "$file" | diff - "$work/found")"
done

# ---------------------------------------------------------------- links, promises, paths

links() { # PAGE: those to files of the repository
    grep -o '](\([^)#:]*\))' "$1" | sed 's/^](//; s/)$//'
}

for page in "${pages[@]}"; do
    missing=$(links "$page" | while read -r link; do
        [ -e "$(dirname "$page")/$link" ] || echo "$link"
    done)
    is "$page: links lead to files" '' "$missing"
done

is 'every source file has its place in the architecture' '' "$(for file in {model,solver,cli}/*.c; do
    grep -q "\`${file##*/}\`" docs/architecture.md || echo "$file"
done)"
is 'README: CI runs its second command' "$(sed -n 's/^exec //p' .ci/run)" \
    "$(sed -n 's/^\$ \(.\/setup .*\)/\1/p' README.md | sed -n 2p)"
is 'no paths of anybody'\''s machine' '' "$(grep -rnIE '/(home|root|work)/' --include='*' . \
    --exclude-dir=build --exclude-dir=.git --exclude=docs.sh | head -n 5)"
tap_end
