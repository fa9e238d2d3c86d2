#!/bin/sh
# make.sh - a page of every filter and preset, with pictures made by the command itself;
# `make gallery` runs it.
#
#     make.sh GLITCH IMAGES OUT [NAME...]
#
# IMAGES is the folder of sample pictures, OUT gets index.html and the pictures; with names
# only those filters and presets are shown.
set -eu
glitch=$(realpath "$1") images=$(realpath "$2") out=$3
shift 3
mkdir -p "$out"
cd "$out"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$images"/*.png "$work"
export XDG_CONFIG_HOME="$work" # the user's own presets are not shown

escape() { sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g; s/"/\&quot;/g'; }
wanted() { # NAME NAMES...: is it among them, or are there none?
    name=$1
    shift
    [ $# -eq 0 ] && return
    for one; do [ "$one" != "$name" ] || return 0; done
    return 1
}
names() { "$glitch" "$1" | awk '/^[^ ]/ { print $1 }'; }
run() { "$glitch" "$@" -q -y --seed 7; }

figure() { # FILE CAPTION
    echo "<figure><img src=\"$1\" alt=\"\" loading=\"lazy\"><figcaption>"
    echo "$2" | escape
    echo "</figcaption></figure>"
}

heading() { # ID NAME SUMMARY
    printf '<section id="%s"><h3>%s</h3>\n<p>' "$1" "$2"
    echo "$3" | escape
    echo "</p>"
}

# At two intensities, and what --help-filter shows as an example.
filter() {
    run "$work/city.png" -F "$1" -i 2 -o "filter-$1-2.jpg"
    run "$work/portrait.png" -F "$1" -i 6 -o "filter-$1-6.jpg"
    "$glitch" --help-filter "$1" >"$work/help"
    command=$(sed -n '$s/^  //p' "$work/help")
    shown=${command##* }
    (cd "$work" && PATH="$(dirname "$glitch"):$PATH" sh -c "$command --seed 7 -q")
    mv "$work/$shown" "example-$shown"
    heading "filter-$1" "$1" "$(sed -n "1s/^$1: //p" "$work/help")"
    figure "filter-$1-2.jpg" "-F $1"
    figure "filter-$1-6.jpg" "-F $1 -i 6"
    figure "example-$shown" "$command"
    echo "</section>"
}

preset() {
    run "$work/city.png" --preset "$1" -o "preset-$1-2.jpg"
    run "$work/portrait.png" --preset "$1" -i 6 -o "preset-$1-6.jpg"
    run "$work/portrait.png" --preset "$1" -g -f 8 -d 120 --small -o "preset-$1.gif"
    heading "preset-$1" "$1" "$("$glitch" --list-presets |
        awk -v name="$1" '/^[^ ]/ { on = $1 == name; $1 = "" }
            on { sub(/^ +/, ""); text = text " " $0 } END { print substr(text, 2) }')"
    figure "preset-$1-2.jpg" "--preset $1"
    figure "preset-$1-6.jpg" "--preset $1 -i 6"
    figure "preset-$1.gif" "--preset $1 -g -f 8"
    echo "</section>"
}

page() {
    cat <<'END'
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>glitch: filters and presets</title>
<style>
body { background: #17181b; color: #ddd; font: 15px/1.5 system-ui, sans-serif;
  margin: 0 auto; max-width: 70em; padding: 1em; }
section { border-top: 1px solid #333; padding: .5em 0 1em; }
h3 { font-family: ui-monospace, monospace; margin: .3em 0 0; }
p { color: #aaa; margin: 0 0 .6em; }
figure { display: inline-block; margin: 0 1em .6em 0; vertical-align: top; }
figure img { display: block; height: 16em; max-width: 100%; object-fit: contain; }
figcaption { color: #8a8; font: 12px/1.4 ui-monospace, monospace; max-width: 26em;
  overflow-wrap: anywhere; }
</style></head><body>
<h1>glitch: filters and presets</h1>
<p>Every picture is made by the command below it, of the sample pictures, with
<code>--seed 7</code>.</p>
END
    echo "<h2>Presets</h2>"
    for one in $(names --list-presets); do ! wanted "$one" "$@" || preset "$one"; done
    echo "<h2>Filters</h2>"
    for one in $(names --list-filters); do ! wanted "$one" "$@" || filter "$one"; done
    echo "</body></html>"
}

page "$@" >"$work/index.html"
mv "$work/index.html" index.html
