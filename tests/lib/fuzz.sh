#!/bin/sh
# tests/lib/fuzz.sh BUILD SECONDS: runs each fuzz target of tests/fuzz that
# long. New inputs go to BUILD/corpus, those of the project are only read; a
# crash is kept in BUILD/crashes and ends with status 1.
set -eu

failed=0
mkdir -p "$1/crashes"
for source in tests/fuzz/*.c; do
	[ -e "$source" ] || { echo 'no fuzz targets'; exit 0; }
	name=$(basename "$source" .c)
	mkdir -p "$1/corpus/$name"
	echo "fuzzing $name for $2 s"
	set -- "$1" "$2" "$1/corpus/$name"
	[ -d "tests/fuzz/corpus/$name" ] && set -- "$@" "tests/fuzz/corpus/$name"
	build=$1 seconds=$2
	shift 2
	"$build/fuzz/$name" -max_total_time="$seconds" -timeout=10 \
		-rss_limit_mb=1024 -print_final_stats=1 -verbosity=0 \
		-artifact_prefix="$build/crashes/$name-" "$@" || failed=1
	set -- "$build" "$seconds"
done
[ "$failed" -eq 0 ] || echo "crashes are in $1/crashes"
exit "$failed"
