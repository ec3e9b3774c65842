#define TOPIC_FACTS "hub.facts.v1"
#define TOPIC_LOST "hub.lost.v1"
