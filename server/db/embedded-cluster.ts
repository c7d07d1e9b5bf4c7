import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Binaries } from './embedded-binaries.ts';
import { isReachable, serverUser } from './embedded-binaries.ts';
import { folderFailure, StartFailure } from '../shared/start-failure.ts';

const run = promisify(execFile);
export const SUPERUSER = 'app';
/** Our own files inside the server's data folder. */
const OURS = 'puente';

/** A server's data on disk: the data folder itself, with our few files in a folder of their own. */
export interface Cluster {
  folder: string;
  password: string;
  /** Path of one of our files: owner, url, log. */
  file(name: string): string;
}

/** Opens the data folder `<dataDir>/pg<major>`, made first if there is none. */
export async function openCluster(binaries: Binaries, dataDir: string, initOptions: readonly string[] = []): Promise<Cluster> {
  const existing = readCluster(binaries, dataDir);
  if (existing) return existing;
  refuseOtherMajor(dataDir, binaries.major);
  await create(binaries, dataDir, pathOf(binaries, dataDir), initOptions).catch((error: unknown) => {
    throw folderFailure(resolve(dataDir), error);
  });
  return readCluster(binaries, dataDir)!;
}

const pathOf = (binaries: Binaries, dataDir: string): string => resolve(dataDir, `pg${binaries.major}`);

export function readCluster(binaries: Binaries, dataDir: string): Cluster | null {
  const path = pathOf(binaries, dataDir);
  if (!existsSync(path)) return null;
  const folder = realpathSync(path);
  const file = (name: string) => join(folder, OURS, name);
  return { folder, file, password: readFileSync(file('password'), 'utf8') };
}

function refuseOtherMajor(dataDir: string, major: number): void {
  const other = existsSync(dataDir) ? readdirSync(dataDir).find((name) => /^pg\d+$/.test(name)) : undefined;
  if (other === undefined) return;
  throw new StartFailure(
    `${join(dataDir, other)} was made by another PostgreSQL than version ${major}, which this release brings. ` +
      `Move the data with a dump and restore (server/db/README.md), or set DATA_DIR to another folder to start empty.`,
  );
}

/** Made aside and moved into place, so that neither a crash nor a second starter leaves half a folder. */
async function create(binaries: Binaries, dataDir: string, path: string, initOptions: readonly string[]): Promise<void> {
  mkdirSync(dataDir, { recursive: true });
  const isHome = isReachable(dataDir);
  // initdb runs in another working folder.
  const home = isHome ? resolve(dataDir) : FOLDER_FOR_UNREACHABLE;
  mkdirSync(home, { recursive: true });
  removeUnfinished(home);
  const fresh = mkdtempSync(join(home, `pg${binaries.major}.new-${process.pid}-`));
  await initialise(binaries, fresh, initOptions);
  try {
    if (isHome) return renameSync(fresh, path);
    const kept = join(home, `pg${binaries.major}-${randomBytes(4).toString('hex')}`);
    renameSync(fresh, kept);
    symlinkSync(kept, path);
  } catch (error) {
    if (!existsSync(path)) throw error;
    rmSync(fresh, { recursive: true, force: true }); // another process was quicker
  }
}

/** As root below a folder that only root may enter (/root), the data lives here and the data folder gets a link to it. */
const FOLDER_FOR_UNREACHABLE = '/var/lib/puente';

async function initialise(binaries: Binaries, folder: string, initOptions: readonly string[]): Promise<void> {
  const password = randomBytes(24).toString('base64url');
  const passwordFile = `${folder}.password`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  try {
    for (const path of [folder, passwordFile]) if (serverUser) chownSync(path, serverUser.uid, serverUser.gid);
    const locale = ['-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
    const access = ['-U', SUPERUSER, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
    await run(binaries.initdb, ['-D', folder, ...access, ...locale, '--no-instructions', ...initOptions], { ...serverUser, cwd: '/' });
  } finally {
    rmSync(passwordFile, { force: true });
  }
  mkdirSync(join(folder, OURS), { mode: 0o700 });
  if (serverUser) chownSync(join(folder, OURS), serverUser.uid, serverUser.gid);
  writeFileSync(join(folder, OURS, 'password'), password, { mode: 0o600 });
}

/** What a process left behind that was killed while it made a data folder. */
function removeUnfinished(home: string): void {
  for (const name of readdirSync(home)) {
    const pid = /^pg\d+\.new-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(home, name), { recursive: true, force: true });
  }
}

export function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false; // 0 would ask about our own process group
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
