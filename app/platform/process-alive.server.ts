// Whether a process that left its number behind (in a lock, as a user of the database) is still there.

/** One that belongs to somebody else is there too, although we may not signal it. */
export function processAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
