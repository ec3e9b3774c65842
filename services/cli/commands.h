/* Every command: argv[0] is its own name; returns the exit status: 0 done, 1 failed, 2 misused. */
#ifndef COASTLINE_CLI_COMMANDS_H
#define COASTLINE_CLI_COMMANDS_H

#include "base/base.h"

#define COMMAND(name, purpose) int command_##name(int argc, char *argv[]);
#include "commands.def"
#undef COMMAND

#endif
