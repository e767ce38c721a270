#!/bin/sh
# Uploads site/ to the S3 bucket named first, each file with its type and the life of its copies. Hashed files go first,
# so that no page names one that is not there yet; freshness.json goes after all that it speaks for; what is gone is
# removed last. Needs the AWS command line.
set -euf # -f: patterns are for aws, not for the shell
bucket=${1:?"say the bucket: $0 my-bucket"}
claims='public, max-age=60'
changes='public, max-age=60, stale-while-revalidate=60, stale-if-error=86400'
stays='public, max-age=31536000, immutable'
hashed='assets/answerable/* assets/stylesheets/* assets/javascripts/bundle.* assets/javascripts/workers/* previews/*'
current='api/* badges/* embed/* status.txt'

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
up "$changes" 'application/json; charset=utf-8' '*.json' not $current freshness.json
up "$claims" 'application/json; charset=utf-8' 'api/*' 'badges/*.json'
up "$claims" 'image/svg+xml' 'badges/*.svg'
up "$claims" 'text/plain; charset=utf-8' status.txt
up "$changes" 'text/html; charset=utf-8' '*.html' not $current
up "$claims" 'text/html; charset=utf-8' 'embed/*'
up "$changes" '' '*' not $hashed $current _headers '*.atom' '*.opml' '*.rss' '*.xml' '*.ics' '*.csv' '*.parquet' '*.txt' \
    '*.json' '*.html' '.well-known/api-catalog'
up "$changes" 'application/json; charset=utf-8' freshness.json
aws s3 sync site "s3://$bucket" --no-progress --exclude _headers --delete --size-only
