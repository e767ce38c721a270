#!/bin/sh
# Uploads site/ to the S3 bucket that you name: s3-upload.sh my-bucket. Needs the AWS command line.
# Hashed files go first, so that no page names a file that is not there yet; freshness.json, which vouches for the
# others, goes last; then what is gone from site/ is removed. Lines between marks are written by docs/write_hosting.py.
set -euf # -f: patterns are for aws, not for the shell
bucket=${1:?"say the bucket: $0 my-bucket"}
# <upload-lifetimes>
status='public, max-age=60'
dated='public, max-age=60, stale-while-revalidate=60, stale-if-error=86400'
hashed='public, max-age=31536000, immutable'
# </upload-lifetimes>
# A folder with a freshness.json is the site in another language.
languages=$(find site -mindepth 2 -maxdepth 2 -name freshness.json | sed 's|^site/||; s|/.*||')

# aws compares sizes and times alone, and would leave an older file there that has the same size. What differs in its
# content gets the present time. (ETags are MD5 sums unless the bucket is encrypted with SSE-KMS; then all is uploaded.)
lists=$(mktemp -d)
trap 'rm -rf "$lists"' EXIT
aws s3api list-objects-v2 --bucket "$bucket" --query 'Contents[].[ETag,Key]' --output text |
    tr -d '"' | LC_ALL=C sort >"$lists/there"
(cd site && find . -type f -exec md5sum {} +) | sed 's|  \./|	|' | LC_ALL=C sort >"$lists/here"
LC_ALL=C comm -23 "$lists/here" "$lists/there" | cut -f 2- | while IFS= read -r path; do touch "site/$path"; done

# each PATTERN...: the patterns, and the same in the folder of each language.
each() {
    for pattern; do
        echo "$pattern"
        for language in $languages; do echo "$language/$pattern"; done
    done
}

# up LIFE TYPE PATTERN... [not PATTERN...]: aws guesses an empty type. The last pattern that fits a file decides.
up() {
    life=$1 type=$2 word=--include
    shift 2
    for pattern; do
        shift
        if test "$pattern" = not; then word=--exclude; else set -- "$@" "$word" "$pattern"; fi
    done
    aws s3 sync site "s3://$bucket" --no-progress --cache-control "$life" ${type:+--content-type "$type"} --exclude '*' "$@"
}

# <uploads>
up "$hashed" '' $(each 'assets/answerable/*' 'assets/javascripts/bundle.*' 'assets/stylesheets/*' 'previews/*' \
    'search/periods/*')
up "$dated" 'text/html; charset=utf-8' $(each '*.html') not $(each embed/index.html 'embed/*.html')
up "$status" 'application/json; charset=utf-8' $(each 'api/*' 'badges/*.json')
up "$dated" 'text/csv; charset=utf-8' $(each transparency/rows.csv)
up "$dated" 'application/vnd.apache.parquet' $(each transparency/rows.parquet)
up "$dated" 'application/json; charset=utf-8' $(each pinned.json feed.json 'feeds/*.json' 'track/*.json' \
    search/index.json pinned.schema.json freshness.schema.json)
up "$dated" 'application/xml; charset=utf-8' $(each feed.xml feed.atom 'feeds/*.xml' 'feeds/*.atom' feeds.opml \
    history.rss history.atom 'sitemap*.xml')
up "$status" 'image/svg+xml' $(each 'badges/*.svg')
up "$dated" 'text/calendar; charset=utf-8' $(each calendar.ics 'calendar/*')
up "$dated" 'text/javascript; charset=utf-8' $(each embed.js)
up "$status" 'text/html; charset=utf-8' $(each 'embed/*')
up "$status" 'text/plain; charset=utf-8' $(each status.txt)
up "$dated" 'text/plain; charset=utf-8' $(each robots.txt .well-known/security.txt)
up "$dated" 'application/linkset+json' $(each .well-known/api-catalog)
up "$dated" '' '*' not $(each 'assets/answerable/*' 'assets/javascripts/bundle.*' 'assets/stylesheets/*' \
    'previews/*' 'search/periods/*' '*.html' 'api/*' 'badges/*.json' transparency/rows.csv \
    transparency/rows.parquet pinned.json feed.json 'feeds/*.json' 'track/*.json' search/index.json \
    pinned.schema.json freshness.schema.json feed.xml feed.atom 'feeds/*.xml' 'feeds/*.atom' feeds.opml \
    history.rss history.atom 'sitemap*.xml' 'badges/*.svg' calendar.ics 'calendar/*' embed.js 'embed/*' \
    status.txt robots.txt .well-known/security.txt .well-known/api-catalog freshness.json _headers)
up "$dated" 'application/json; charset=utf-8' $(each freshness.json)
# </uploads>
aws s3 sync site "s3://$bucket" --no-progress --exclude _headers --exclude '*/_headers' --delete --size-only
