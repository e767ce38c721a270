#!/bin/sh
# Uploads site/ to the S3 bucket named first, each file with its type and the life of its copies. Hashed files go first,
# so that no page names one that is not there yet; freshness.json goes after all that it speaks for; what is gone is
# removed last. A folder that holds a freshness.json is one of the site in another language. Needs the AWS command line.
set -euf # -f: patterns are for aws, not for the shell
bucket=${1:?"say the bucket: $0 my-bucket"}
claims='public, max-age=60'
changes='public, max-age=60, stale-while-revalidate=60, stale-if-error=86400'
stays='public, max-age=31536000, immutable'
languages=$(find site -mindepth 2 -maxdepth 2 -name freshness.json | sed 's|^site/||; s|/.*||')

# The same in the folder of each language.
each() {
    for pattern; do
        echo "$pattern"
        for language in $languages; do echo "$language/$pattern"; done
    done
}
hashed=$(each 'assets/answerable/*' 'assets/stylesheets/*' 'assets/javascripts/bundle.*' 'assets/javascripts/workers/*' 'previews/*')
current=$(each 'api/*' 'badges/*' 'embed/*' status.txt)
fresh=$(each freshness.json)

# up LIFE TYPE PATTERN... [not PATTERN...]: an empty type is the one that aws guesses. The last pattern that fits counts.
up() {
    life=$1 type=$2 word=--include
    shift 2
    for pattern; do
        shift
        if test "$pattern" = not; then word=--exclude; else set -- "$@" "$word" "$pattern"; fi
    done
    aws s3 sync site "s3://$bucket" --no-progress --cache-control "$life" ${type:+--content-type "$type"} --exclude '*' "$@"
}

up "$stays" '' $hashed
up "$changes" 'application/xml; charset=utf-8' '*.atom' '*.opml' '*.rss' '*.xml'
up "$changes" 'text/calendar; charset=utf-8' '*.ics'
up "$changes" 'text/csv; charset=utf-8' '*.csv'
up "$changes" 'application/vnd.apache.parquet' '*.parquet'
up "$changes" 'application/linkset+json' '.well-known/api-catalog'
up "$changes" 'text/plain; charset=utf-8' '*.txt' not $current
up "$changes" 'application/json; charset=utf-8' '*.json' not $current $fresh
up "$claims" 'application/json; charset=utf-8' $(each 'api/*' 'badges/*.json')
up "$claims" 'image/svg+xml' $(each 'badges/*.svg')
up "$claims" 'text/plain; charset=utf-8' $(each status.txt)
up "$changes" 'text/html; charset=utf-8' '*.html' not $current
up "$claims" 'text/html; charset=utf-8' $(each 'embed/*')
up "$changes" '' '*' not $hashed $current $(each _headers) '*.atom' '*.opml' '*.rss' '*.xml' '*.ics' '*.csv' '*.parquet' '*.txt' \
    '*.json' '*.html' '.well-known/api-catalog'
up "$changes" 'application/json; charset=utf-8' $fresh
aws s3 sync site "s3://$bucket" --no-progress --exclude _headers --exclude '*/_headers' --delete --size-only
