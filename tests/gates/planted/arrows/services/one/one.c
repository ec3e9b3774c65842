#include "base/base.h"
#include "two/inside.h"
