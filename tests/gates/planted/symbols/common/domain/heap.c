/* The call hides behind a name of its own: the sources look innocent, what was built is not. */
extern void *take(unsigned long) __asm__("malloc");
void *domain_take(void);
void *domain_take(void) { return take(8); }
