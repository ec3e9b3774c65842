/* systemd's notification datagram (wire.md 6.7); nothing happens where NOTIFY_SOCKET is not set. */
#ifndef COASTLINE_RUNTIME_NOTIFY_H
#define COASTLINE_RUNTIME_NOTIFY_H

#include "base/base.h"

/* Lines such as "READY=1". False if it could not be told; nobody need mind. */
bool notify_tell(const char *lines);
/* Half of WATCHDOG_USEC in seconds, at least 1; 0: systemd does not watch this process. */
int notify_watch_s(void);

#endif
