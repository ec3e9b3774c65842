#include "base/base.h"
#include "bus/bus.h"
