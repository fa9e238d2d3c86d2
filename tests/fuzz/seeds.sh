#!/bin/sh
# seeds.sh - what `make fuzz` and `make fuzz-coverage` share: small files for a target to
# start from, copied into the build folder. Needs SOURCE and SHARED, in which there may
# be corpora.

readonly MOST_BYTES=8192 # also what run.sh lets inputs grow to

copy_small() { # the files of folders $2… that are small into folder $1
    into=$1
    shift
    mkdir -p "$into"
    for folder; do
        [ -d "$folder" ] || continue
        find "$folder" -type f -size -$((MOST_BYTES / 1024 + 1))k -exec cp -n {} "$into" \;
    done
}

seed() { # fill folder $2 with seeds for the target $1
    c=$SHARED/corpora
    case $1 in
    fuzz_png) copy_small "$2" "$SOURCE/samples/images" "$c"/png-* "$c/apng" ;;
    fuzz_jpeg) copy_small "$2" "$c"/jpeg-* ;;
    fuzz_gif) copy_small "$2" "$SOURCE/samples/readme" "$c"/gif-* ;;
    fuzz_round_trip) copy_small "$2" "$c/gif-valid" ;;
    esac
    copy_small "$2" "$SOURCE/tests/regress/${1#fuzz_}"
    chmod -R u+w "$2"
}
