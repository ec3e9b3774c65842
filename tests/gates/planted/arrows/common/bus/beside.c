#include <hiredis/hiredis.h>

#include "store/store.h"
