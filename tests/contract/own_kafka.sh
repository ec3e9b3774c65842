#!/usr/bin/env bash
# own_kafka.sh PROGRAM [ARG]…: runs it with COASTLINE_BROKERS naming a Kafka that is its own and empty,
# for tests that need the hub's topics by their real names. Skipped (77) where no Kafka is wanted.
set -euo pipefail
[ -n "${COASTLINE_BROKERS:-}" ] || { echo "skipped: COASTLINE_BROKERS names no Kafka"; exit 77; }
unset COASTLINE_BROKERS COASTLINE_REDIS # a whole hub takes a Redis of its own too
root=$(cd "$(dirname "$0")/../.." && pwd)
. "$root/ops/lib.sh"
COASTLINE_RUN=$(mktemp -d "${TMPDIR:-/tmp}/coastline-kafka-XXXXXX")
# From a place of chance: what runs beside it looks for ports too, and tests take those above Kafka's.
COASTLINE_KAFKA_PORT=$(free_port $((21000 + 40 * (RANDOM % 270))))
export COASTLINE_RUN COASTLINE_KAFKA_PORT
clean() {
  "$root/ops/kafka" wipe >/dev/null 2>&1
  "$root/ops/redis" wipe >/dev/null 2>&1
  rm -rf "$COASTLINE_RUN"
}
trap clean EXIT
trap 'exit 130' INT TERM
"$root/ops/kafka" start
eval "$("$root/ops/kafka" env)"
"$@"
