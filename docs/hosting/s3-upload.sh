#!/bin/sh
# Uploads site/ to the S3 bucket named first: hashed files first, so that no page names one that is not there yet;
# what is gone is removed last. Needs the AWS command line.
set -eu
bucket=${1:?"say the bucket: $0 my-bucket"}
changes='public, max-age=60, stale-while-revalidate=60, stale-if-error=86400'
stays='public, max-age=31536000, immutable'

hashed() { aws s3 sync site "s3://$bucket" --exclude '*' --include 'assets/answerable/*' \
    --include 'assets/stylesheets/*' --include 'assets/javascripts/workers/*' --cache-control "$stays"; }
typed() { aws s3 sync site "s3://$bucket" --exclude '*' --include "*.$1" --content-type "$2; charset=utf-8" \
    --cache-control "$changes"; }
others() { aws s3 sync site "s3://$bucket" --exclude 'assets/answerable/*' --exclude 'assets/stylesheets/*' \
    --exclude 'assets/javascripts/workers/*' --exclude '*.rss' --exclude '*.atom' --exclude '*.ics' \
    --exclude '_headers' --cache-control "$changes"; }

hashed
typed rss application/rss+xml
typed atom application/atom+xml
typed ics text/calendar
others
aws s3 sync site "s3://$bucket" --exclude '_headers' --delete --size-only
