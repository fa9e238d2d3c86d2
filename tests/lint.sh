#!/bin/sh
# lint.sh - the bug-finding checks of gcc (-fanalyzer) and clang-tidy over src/; `make lint`
# runs it. Its argument is the source tree.
# One file at a time: clang-tidy 14 mixes up what it knows of several.
set -eu
cd "${1:-.}"
has_header() { echo "#include <$1>" | gcc -E - >/dev/null 2>&1; }

flags='-std=c11 -D_GNU_SOURCE -DPACKAGE_VERSION="0" -Iinclude -Isrc'
! has_header linux/landlock.h || flags="$flags -DHAVE_LINUX_LANDLOCK_H"
tidy=$(command -v clang-tidy || command -v clang-tidy-14) ||
    { echo "lint: clang-tidy is missing; ./bootstrap --tools installs it" >&2; exit 1; }
jobs=$(getconf _NPROCESSORS_ONLN)
# What the sandbox's filter is made with may be missing, and so is what it makes.
files=$(find src -name '*.c' | sort)
has_header seccomp.h || files=$(echo "$files" | grep -v make-filter)

echo "$files" | xargs -P "$jobs" -n 1 gcc $flags -O2 -fanalyzer -Werror -c -o /dev/null
echo "$files" | xargs -P "$jobs" -I FILE sh -c \
    "$tidy --quiet FILE -- $(echo "$flags" | tr -d '\n"') 2>/dev/null || { echo 'lint: FILE'; exit 1; }"
echo "lint: $(echo "$files" | wc -l) files, nothing found"
