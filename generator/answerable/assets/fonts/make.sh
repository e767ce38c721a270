#!/bin/sh
# Makes Answerable Sans from Noto Sans of Debian's fonts-noto-core 20201225-1, with pyftsubset and pyftmerge
# (fonttools 4) on the PATH: one file per weight for Latin, Greek, Cyrillic, Hebrew, Arabic and Persian, unhinted.
set -e
noto=/usr/share/fonts/truetype/noto
parts=$(mktemp -d)
trap 'rm -r "$parts"' EXIT

subset() { # script, weight, characters
  pyftsubset "$noto/NotoSans$1-$2.ttf" --unicodes="$3" --output-file="$parts/$1.ttf" --no-hinting --recalc-bounds \
    --notdef-outline --layout-features=ccmp,locl,calt,rlig,liga,init,medi,fina,isol,mark,mkmk,kern
}

for weight in Regular Bold; do
  subset "" $weight U+0020-024F,U+0300-036F,U+0370-03FF,U+0400-052F,U+1E00-1EFF,U+2000-206F,U+20A0-20CF,U+2116,U+2122,U+2212,U+2215,U+2260-2265
  subset Hebrew $weight U+0590-05FF,U+FB1D-FB4F
  subset Arabic $weight U+0600-06FF,U+0750-077F,U+FDFC
  pyftmerge "$parts/.ttf" "$parts/Hebrew.ttf" "$parts/Arabic.ttf" --output-file="$parts/merged.ttf"
  python3 - "$parts/merged.ttf" $weight <<'PYTHON'
import sys
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables.ttProgram import Program

merged, weight = sys.argv[1:]
font = TTFont(merged, recalcTimestamp=False)
names = {1: "Answerable Sans", 2: weight, 3: f"Answerable Sans {weight} 1", 4: f"Answerable Sans {weight}",
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
done
