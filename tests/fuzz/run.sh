#!/bin/sh
# run.sh - what `make fuzz` does once the targets are built: runs each for a time, and
# says what came of it. Works in the build folder; its environment is set by tests.am.
#
#   fuzz-build/corpus/TARGET   inputs that reached something new, kept from run to run
#   fuzz-build/seeds/TARGET    what it starts from beside those
#   fuzz-build/found/          crashers
#   fuzz-build/TARGET.log      what libFuzzer said
set -eu
. "$SOURCE/tests/fuzz/seeds.sh"
cd fuzz-build

# The first words of a list whose longer lines go on below.
names() { HOME=/ ../glitch "$1" | awk '/^[^ ]/ { print $1 }'; }

# Words that the parsers know, from the command's own help.
make_dictionaries() {
    glitch=../glitch
    quote='s/.*/"&"/'
    $glitch --help | grep -oE -- '(^| )--?[a-z-]+' | tr -d ' ' | sort -u | sed "$quote" >options.dict
    {
        names --list-filters
        for filter in $(names --list-filters); do
            $glitch --help-filter "$filter" | sed -n 's/^  \([a-z][a-z-]*\) .*/\1=/p'
            $glitch --help-filter "$filter" | grep -oE '\([a-z, ]+; default' |
                grep -oE '[a-z]+'
        done
        printf '%s\n' 1e9 -0.5 99999999 px % , : auto .. @sine '*i'
    } | sort -u | sed "$quote" >chain.dict
}

# The chains of presets, a line each.
make_chains() { # in folder $1
    mkdir -p "$1"
    for preset in $(names --list-presets); do
        HOME=/ ../glitch --preset "$preset" --print-chain | grep -v '^#' |
            tr '\n' ' ' >"$1/$preset"
    done
}

dictionary() { # of target $1, as an option, where there is one
    for d in "$SOURCE/tests/fuzz/$1.dict" "$1.dict"; do
        [ ! -f "$d" ] || echo "-dict=$d"
    done
}

longest() { # input that is worth while
    case $1 in
    fuzz_chain) echo 512 ;; # each filter takes its time
    fuzz_options) echo 2048 ;;
    *) echo $MOST_BYTES ;;
    esac
}

# libFuzzer's last line of figures, and its final ones.
report() {
    last=$(grep -E '^#[0-9]+.* cov: ' "$1.log" | tail -n 1)
    stat() { sed -n "s/^stat::$1: *//p" "$2.log"; }
    echo "$1: $(stat number_of_executed_units "$1") executions," \
        "$(stat average_exec_per_sec "$1") a second," \
        "cov $(echo "$last" | sed -n 's/.* cov: \([0-9]*\).*/\1/p')," \
        "features $(echo "$last" | sed -n 's/.* ft: \([0-9]*\).*/\1/p')," \
        "$(find "corpus/$1" -type f | wc -l) inputs kept," \
        "slowest $(stat slowest_unit_time_sec "$1") s, $(stat peak_rss_mb "$1") MiB," \
        "$(cpu_seconds "$1.time") s of CPU"
}

# The last line of `times` is that of the children: 1m2.5s 0m0.7s.
cpu_seconds() {
    tail -n 1 "$1" | tr 'ms' '  ' | awk '{ printf "%.0f", 60 * $1 + $2 + 60 * $3 + $4 }'
}

fuzz() {
    mkdir -p "corpus/$1" found
    seed "$1" "seeds/$1"
    [ "$1" != fuzz_chain ] || make_chains "seeds/$1"
    status=0
    # shellcheck disable=SC2046 # at most one word
    (
        "tests/fuzz/$1" -max_total_time="$SECONDS_EACH" -timeout=10 -rss_limit_mb=2048 \
            -max_len="$(longest "$1")" -print_final_stats=1 \
            -artifact_prefix="found/$1-" $(dictionary "${1#fuzz_}") \
            "corpus/$1" "seeds/$1" >"$1.log" 2>&1 || status=$?
        times >"$1.time"
        exit $status
    ) || status=$?
    report "$1"
    [ $status = 0 ] || explain "$1"
    return $status
}

explain() {
    grep -E 'a promise is broken|^SUMMARY|ERROR' "$1.log" || tail -n 5 "$1.log"
    crasher=$(sed -n 's/.*Test unit written to //p' "$1.log" | tail -n 1)
    echo "The input: $PWD/$crasher"
    echo "Once more:      $PWD/tests/fuzz/$1 $PWD/$crasher"
    echo "Make it small:  $PWD/tests/fuzz/$1 -minimize_crash=1 -max_total_time=60 \\"
    echo "                    -exact_artifact_path=small $PWD/$crasher"
    echo "Keep it:        as $SOURCE/tests/regress/${1#fuzz_}/NAME; see tests/README.md"
}

make_dictionaries
failed=
for target in $TARGETS; do
    fuzz "$target" || failed="$failed $target"
done
[ -z "$failed" ] || { echo "found something:$failed" >&2; exit 1; }
