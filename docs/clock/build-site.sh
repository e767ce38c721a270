#!/bin/sh
# Takes over what was pushed, and builds the site when a file changed or the last build is 15 minutes old.
# Run it each minute, in the folder of the site; answerable-build.timer does.
set -u
last=site/freshness.json # each build writes it anew

# Without the git host the records that are here are built all the same.
timeout 60 git pull --quiet --ff-only || echo "git pull failed; building what is here" >&2

if test -e "$last"; then
  changed=$(find content overrides mkdocs.yml *.txt -newer "$last" -print 2>/dev/null | head -n 1)
  old=$(find "$last" -mmin +14)
  test -n "$changed$old" || exit 0
fi
# 3: published, but a record was left out. The unit then counts as failed, so that somebody looks.
exec "${ANSWERABLE:-.venv/bin/answerable}" build
