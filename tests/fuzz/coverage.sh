#!/bin/sh
# coverage.sh - what `make fuzz-coverage` does once replay is built: runs the seeds and
# what `make fuzz` has gathered, and prints the coverage of src/, file by file.
set -eu
. "$SOURCE/tests/fuzz/seeds.sh"
cd fuzz-coverage
replay=tests/fuzz/replay

merge() { # profiles into $1.data
    into=$1
    shift
    llvm-profdata merge -sparse "$@" -o "$into.data"
}

lines() { # the percentage of lines in a report's last row
    llvm-cov report $replay -instr-profile="$1.data" "$SOURCE/src" |
        awk '$1 == "TOTAL" { print $10 " of the lines, " $7 " of the functions" }'
}

for target in $TARGETS; do
    rm -f "$target".*.raw
    seed "$target" "seeds/$target"
    for folder in "seeds/$target" "../fuzz-build/corpus/$target"; do
        [ -d "$folder" ] || continue
        # Thousands of names are too many for one command line.
        find "$folder" -type f -print0 |
            LLVM_PROFILE_FILE="$target.%p.raw" xargs -0 -n 1000 $replay "${target#fuzz_}" >/dev/null
    done
    merge "$target" "$target".*.raw
    echo "$target: $(lines "$target")"
done
# shellcheck disable=SC2046 # names without blanks
merge all $(for target in $TARGETS; do echo "$target.data"; done)
llvm-cov report $replay -instr-profile=all.data "$SOURCE/src" | tee report.txt
