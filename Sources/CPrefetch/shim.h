// An instruction of the processor that Swift has no name for.
#ifndef EXHIBIT_PREFETCH_H
#define EXHIBIT_PREFETCH_H

// Has the processor fetch what lies there while it goes on. Nothing is read: any address will do.
static inline void prefetch(const void *place) { __builtin_prefetch(place); }

#endif
