const char *said_zh(void) { return "帮扶方案有变化"; }
