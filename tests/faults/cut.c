/* Loaded before libc: counts what a process does to the files of one folder, and ends or fails it at the
 * n-th. Events are write, pwrite, fsync, fdatasync, ftruncate and unlink.
 *
 * With a folder for what is durable, a file's content is copied there at each fsync, and nothing else
 * ever: what lies there is what a power cut would leave, seen as darkly as can be.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { NOTHING, KILL, TEAR, FAIL, FAIL_ON, SIGNAL, DEAD };

static char place[PATH_MAX];
static char durable[PATH_MAX];
static long at;
static long seen;
static int how;
static int failure;

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_ftruncate)(int, off_t);
static int (*real_unlink)(const char *);

void fault_arm(const char *folder, const char *kept, long number, int what, int error) {
    snprintf(place, sizeof place, "%s", folder ? folder : "");
    snprintf(durable, sizeof durable, "%s", kept ? kept : "");
    at = number;
    how = what;
    failure = error;
    seen = 0;
}

long fault_seen(void) { return seen; }

static void __attribute__((constructor)) begin(void) {
    real_write = dlsym(RTLD_NEXT, "write");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
    real_unlink = dlsym(RTLD_NEXT, "unlink");
    const char *number = getenv("FAULT_AT");
    const char *signal = getenv("FAULT_SIGNAL");
    if (number)
        fault_arm(getenv("FAULT_PLACE"), NULL, atol(number), signal ? SIGNAL : KILL, signal ? atoi(signal) : 0);
    unsetenv("LD_PRELOAD");
}

static int is_here(const char *path) {
    return place[0] && !strncmp(path, place, strlen(place));
}

static int path_of(int fd, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length < 0)
        return 0;
    path[length] = 0;
    return is_here(path);
}

/* Whether this event is to fail; one that is to kill does not come back. */
static int happens(void) {
    seen++;
    if (!at || seen < at || (seen > at && how != FAIL_ON && how != DEAD))
        return 0;
    if (how == KILL || how == TEAR)
        kill(getpid(), SIGKILL);
    if (how == SIGNAL)
        kill(getpid(), failure);
    errno = failure;
    return how == FAIL || how == FAIL_ON || how == DEAD;
}

static int tears(void) { return at && how == TEAR && seen + 1 == at; }

static void keep(const char *path) {
    char target[2 * PATH_MAX], buffer[65536];
    const char *name = strrchr(path, '/') + 1;
    snprintf(target, sizeof target, "%s/%s", durable, name);
    int from = open(path, O_RDONLY), to = open(target, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    for (ssize_t length; (length = read(from, buffer, sizeof buffer)) > 0;)
        if (real_write(to, buffer, length) != length)
            abort();
    close(from);
    close(to);
}

static int synced(int fd, int (*real)(int)) {
    char path[PATH_MAX];
    struct stat status;
    if (!path_of(fd, path))
        return real(fd);
    if (happens())
        return -1;
    if (!durable[0]) /* what kills a process alone leaves the system's cache as it is */
        return how == KILL || how == TEAR ? 0 : real(fd);
    if (!fstat(fd, &status) && S_ISREG(status.st_mode))
        keep(path);
    return 0;
}

int fsync(int fd) { return synced(fd, real_fsync); }

int fdatasync(int fd) { return synced(fd, real_fdatasync); }

ssize_t write(int fd, const void *data, size_t length) {
    char path[PATH_MAX];
    if (place[0] && path_of(fd, path)) {
        if (tears() && real_write(fd, data, length / 2) < 0)
            abort();
        if (happens())
            return -1;
    }
    return real_write(fd, data, length);
}

ssize_t pwrite64(int fd, const void *data, size_t length, off_t offset) {
    char path[PATH_MAX];
    if (place[0] && path_of(fd, path)) {
        if (tears() && real_pwrite(fd, data, length / 2, offset) < 0)
            abort();
        if (happens())
            return -1;
    }
    return real_pwrite(fd, data, length, offset);
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) {
    return pwrite64(fd, data, length, offset);
}

int ftruncate64(int fd, off_t length) {
    char path[PATH_MAX];
    if (place[0] && path_of(fd, path) && happens())
        return -1;
    return real_ftruncate(fd, length);
}

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

int unlink(const char *path) {
    if (is_here(path)) {
        /* a full disk hinders nobody from removing a file */
        if (how != FAIL && how != FAIL_ON && happens())
            return -1;
        if (durable[0]) {
            char target[2 * PATH_MAX];
            snprintf(target, sizeof target, "%s/%s", durable, strrchr(path, '/') + 1);
            real_unlink(target);
        }
    }
    return real_unlink(path);
}
