#include "runtime/topology.h"

const struct topology_row topology_rows[] = {
#define SERVICE(name, reads, writes, keeps, purpose) { #name, reads, writes, keeps, purpose },
#include "runtime/topology.def"
#undef SERVICE
    { 0 },
};
