/*
 * Makes every flush of a process take longer, so that a local disk that acknowledges at once behaves like a volume across a network.
 * Preloaded into the PostgreSQL of one figure; slow-flush.ts builds it.
 *
 *   cc -shared -fPIC -O2 -o slow-flush.so slow-flush.c -ldl
 *   LD_PRELOAD=./slow-flush.so SLOW_FLUSH_MICROS=3500 postgres ...
 *
 * The flush itself is done first: nothing becomes less durable. What is added is sleep, not work, as it would be with a real volume.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <time.h>

typedef int (*flush_function)(int);

static void sleep_as_asked(void) {
  const char *text = getenv("SLOW_FLUSH_MICROS");
  long micros = text == NULL ? 0 : strtol(text, NULL, 10);
  if (micros <= 0) return;
  struct timespec rest = {micros / 1000000, (micros % 1000000) * 1000};
  while (nanosleep(&rest, &rest) == -1 && errno == EINTR) {
  }
}

static int flush_and_sleep(const char *name, int fd) {
  flush_function real = (flush_function)dlsym(RTLD_NEXT, name);
  int result = real(fd);
  int reason = errno;
  sleep_as_asked();
  errno = reason;
  return result;
}

int fdatasync(int fd) { return flush_and_sleep("fdatasync", fd); }

int fsync(int fd) { return flush_and_sleep("fsync", fd); }
