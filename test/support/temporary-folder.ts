import { accessSync, chmodSync, constants, existsSync, mkdtempSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Files in memory, on Linux. A container may have hardly any room there. */
const IN_MEMORY = '/dev/shm';
/** More than a run takes: its server with a log of 128 MB, and the servers of playgrounds. */
const ROOM_BYTES = 2 * 1024 ** 3;

/** All places where `temporaryPlace` may have put something in an earlier run. */
export const TEMPORARY_PLACES = [IN_MEMORY, tmpdir()].filter((path) => existsSync(path));

/** Where data lies that nobody needs after the run: in memory if there is room, where making a database takes a twentieth of the time. */
export function temporaryPlace(): string {
  return hasRoom(IN_MEMORY) ? IN_MEMORY : tmpdir();
}

/** A new folder there. As root the database runs as another user, who may enter it. */
export function makeTemporaryFolder(prefix: string): string {
  const folder = mkdtempSync(join(temporaryPlace(), prefix));
  chmodSync(folder, 0o755);
  return folder;
}

function hasRoom(path: string): boolean {
  if (process.platform !== 'linux' || process.availableMemory() < 2 * ROOM_BYTES) return false;
  try {
    accessSync(path, constants.W_OK);
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize >= ROOM_BYTES;
  } catch {
    return false; // it does not exist here
  }
}
