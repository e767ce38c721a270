#!/bin/sh
# Makes Answerable Sans, with fonttools 4 and brotli for python3. Usage: make.sh NOTO VAZIRMATN HEEBO, the folders with
# the sources that README.md names. Per weight it writes one TTF of all scripts, and one WOFF2 for each script that a
# page may load.
set -eu
noto=$1 vazirmatn=$2 heebo=$3
parts=$(mktemp -d)
trap 'rm -r "$parts"' EXIT
features=ccmp,locl,calt,rlig,liga,init,medi,fina,isol,mark,mkmk,kern
em=1000

subset() { # source, characters, result, further options
  source=$1 characters=$2 result=$3
  shift 3
  python3 -m fontTools.subset "$source" --unicodes="$characters" --output-file="$result" --no-hinting \
    --recalc-bounds --notdef-outline --layout-features=$features "$@"
}

part() { # source, script, characters
  subset "$1" "$3" "$parts/$2.ttf"
  python3 -m fontTools.ttLib.scaleUpem --output-file "$parts/$2.ttf" "$parts/$2.ttf" $em
}

# What a page in any language has: letters and signs of Latin, punctuation, currencies.
common=U+0020-007E,U+00A0-00FF,U+2002-200F,U+2010-2027,U+202F,U+2030-2033,U+2039,U+203A,U+20A9-20C0,U+2116,U+2122,U+2190-2193,U+2212,U+2260-2265
cyrillic=U+0400-045F,U+0490-0493,U+0496-049B,U+04A2-04A5,U+04AE-04B3,U+04BA,U+04BB,U+04C0,U+04CF,U+04D8,U+04D9,U+04E8,U+04E9
hebrew=U+0590-05FF,U+FB1D-FB4F
arabic=U+0600-06FF,U+0750-077F,U+FDFC

for weight in Regular Bold; do
  part "$noto/NotoSans-$weight.ttf" latin U+0020-024F,U+0300-036F,U+0370-03FF,U+0400-052F,U+1E00-1EFF,U+2000-206F,U+20A0-20CF,U+2116,U+2122,U+2190-2193,U+2212,U+2215,U+2260-2265
  part "$heebo"/*/Heebo_*00$weight.ttf hebrew $hebrew
  part "$vazirmatn/Vazirmatn-$weight.ttf" arabic $arabic
  python3 -m fontTools.merge "$parts/latin.ttf" "$parts/hebrew.ttf" "$parts/arabic.ttf" --output-file="$parts/merged.ttf"
  python3 - "$parts/merged.ttf" $weight <<'PYTHON'
import sys
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables.ttProgram import Program

merged, weight = sys.argv[1:]
font = TTFont(merged, recalcTimestamp=False)
names = {1: "Answerable Sans", 2: weight, 3: f"Answerable Sans {weight} 2", 4: f"Answerable Sans {weight}",
         6: f"AnswerableSans-{weight}"}
for record in list(font["name"].names):
    if record.nameID in names:
        record.string = names[record.nameID]
    elif record.nameID not in (0, 5, 13, 14):  # copyright, version, licence
        font["name"].names.remove(record)
# Without any program FreeType hints each letter by itself, which takes five times as long as drawing it.
font["prep"] = newTable("prep")
font["prep"].program = Program()
font["prep"].program.fromAssembly(["PUSHW[]", "511", "SCANCTRL[]", "PUSHB[]", "4", "SCANTYPE[]"] * 2)
font["maxp"].maxStackElements = 1
font["head"].created = font["head"].modified = 3_000_000_000
font.save(f"AnswerableSans-{weight}.ttf")
PYTHON
  for script in cyrillic hebrew arabic; do
    eval "characters=\$common,\$$script"
    subset AnswerableSans-$weight.ttf "$characters" "AnswerableSans-$weight-$script.woff2" --flavor=woff2
  done
done
