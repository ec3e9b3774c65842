"""Operations run what the topology says: docker-compose.yml has every service that is built, in the
order of common/runtime/topology.def, beside Kafka, Redis and what prepares them."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OTHERS = ["kafka", "redis", "prepare"]


def main():
    compose = (ROOT / "docker-compose.yml").read_text()
    block = re.search(r"^services:\n(.*?)(?=^\S)", compose, re.M | re.S)[1]
    named = re.findall(r"^  ([a-z]+):$", block, re.M)
    topology = re.findall(r"^SERVICE\((\w+),", (ROOT / "common/runtime/topology.def").read_text(), re.M)
    built = [s for s in topology if (ROOT / "services" / s / "main.c").exists()]
    wrong = []
    if named != OTHERS + built:
        wrong.append(f"docker-compose.yml has {' '.join(named)}\nbut should have "
                     f"{' '.join(OTHERS + built)}")
    for service, body in zip(named, re.split(r"^  [a-z]+:$", block, flags=re.M)[1:]):
        if "<<: *service" not in body and "healthcheck:" not in body:
            wrong.append(f"{service} has no health check")
        if service in built and f"command: [{service}]" not in body:
            wrong.append(f"{service} does not run {service}")
    print("\n".join(wrong) or "docker-compose.yml runs what the topology names")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
