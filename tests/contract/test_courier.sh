#!/usr/bin/env bash
# The courier against a real Kafka of its own and a sink that misbehaves; signatures are checked with
# somebody else's library. 77: no Kafka is wanted here (COASTLINE_BROKERS is not set).
#   test_courier.sh BUILD_FOLDER
set -euo pipefail
[ -n "${COASTLINE_BROKERS:-}" ] || exit 77
build=$(cd "$1" && pwd)
cd "$(dirname "$0")/../.."
. ops/lib.sh
unset COASTLINE_BROKERS # the topics' names are fixed, so a Kafka of our own
COASTLINE_RUN=$(mktemp -d)
COASTLINE_KAFKA_PORT=${COASTLINE_COURIER_KAFKA_PORT:-$(free_port 19792)}
export COASTLINE_RUN COASTLINE_KAFKA_PORT
clean() {
  ops/kafka wipe >/dev/null 2>&1 || true
  rm -rf "$COASTLINE_RUN"
}
trap clean EXIT
trap 'exit 130' INT TERM
ops/kafka start
python=$(ops/venv ops/requirements.txt)
"$python" -B tests/contract/test_courier.py "$build" "127.0.0.1:$COASTLINE_KAFKA_PORT" "$COASTLINE_RUN"
