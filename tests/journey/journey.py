"""The whole hub, as its users have it, through days and through trouble.

  journey.py STAGE… --build FOLDER

Stages, in the order given: walk (a small province, and the books must agree), kills (again on emptied
storage with the same secrets, while services are killed and Kafka and Redis are away: everything must
come out the same), secret (a planted document number must be found nowhere), hostile (bytes that no
agency would send). They share one hub. Everything that is killed or planted follows from the seed.

The dose, by environment; in brackets what CI takes and what the whole dose is:
  COASTLINE_JOURNEY_PEOPLE (60; 500)    COASTLINE_JOURNEY_DAYS (10; 60)
  COASTLINE_JOURNEY_KILLS (1; 5)        of each service
  COASTLINE_JOURNEY_AWAY (3; 60)        seconds that Kafka, then Redis, are away
  COASTLINE_JOURNEY_FLIPPED (1; 20)     records of each agency, cut and flipped at every place
  COASTLINE_JOURNEY_RANDOM (5000; 100000)
  COASTLINE_JOURNEY_SEED (1)
"""

import argparse
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "ops" / "walk"))
sys.dont_write_bytecode = True

from hub import Hub, Trouble, free_ports  # noqa: E402

import stage_hostile  # noqa: E402
import stage_kills  # noqa: E402
import stage_secret  # noqa: E402
import stage_walk  # noqa: E402

STAGES = {"walk": stage_walk.play, "kills": stage_kills.play, "secret": stage_secret.play,
          "hostile": stage_hostile.play}


class Journey:
    """The hub, the dose, and what was found wrong so far."""

    def __init__(self, build):
        self.wrong = 0
        self.people, self.days = self.dose("PEOPLE", 60), self.dose("DAYS", 10)
        self.kills, self.away = self.dose("KILLS", 1), self.dose("AWAY", 3)
        self.flipped, self.random = self.dose("FLIPPED", 1), self.dose("RANDOM", 5000)
        self.seed = self.dose("SEED", 1)
        self.reference = None  # what the undisturbed walk came to
        self.province = None
        self.run = Path(tempfile.mkdtemp(prefix="coastline-journey-"))
        # storage is emptied here: never that of somebody else
        for name in ("COASTLINE_BROKERS", "COASTLINE_REDIS"):
            os.environ.pop(name, None)
        first = free_ports(40)
        os.environ["COASTLINE_KAFKA_PORT"] = str(first + 30)
        os.environ["COASTLINE_REDIS_PORT"] = str(first + 32)
        self.hub = Hub(self.run, preset=Path(build).name, port=first, partitions=4)

    @staticmethod
    def dose(name, small):
        return int(os.environ.get(f"COASTLINE_JOURNEY_{name}", small))

    def check(self, what, differences):
        """`differences`: sentences, or a truth that should hold."""
        if isinstance(differences, bool):
            differences = [] if differences else ["it does not hold"]
        print(f"  {'right' if not differences else 'WRONG'}  {what}", flush=True)
        for sentence in differences[:10]:
            print(f"         {sentence}", flush=True)
        self.wrong += bool(differences)

    def close(self):
        self.hub.end_all()
        self.hub.servers_stop()
        if self.wrong:
            print(f"what the services said is in {self.run}/logs")
        else:
            shutil.rmtree(self.run, ignore_errors=True)


def main():
    p = argparse.ArgumentParser(description=__doc__,
                                formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("stages", nargs="+", choices=STAGES)
    p.add_argument("--build", required=True, help="folder of the preset that was built")
    asked = p.parse_args()
    # the way out is the same: it stops what runs
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    journey = Journey(asked.build)
    try:
        for name in asked.stages:
            print(f"{name}:", flush=True)
            STAGES[name](journey)
    except Trouble as e:
        print(f"  WRONG  {e}")
        journey.wrong += 1
    except BaseException:
        journey.wrong += 1  # so that what the services said is kept
        raise
    finally:
        journey.close()
    return 1 if journey.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
