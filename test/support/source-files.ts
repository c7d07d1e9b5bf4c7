import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface SourceFile {
  /** From the project's root: `server/sync/pull/pull.ts`. */
  path: string;
  text: string;
}

export interface Import {
  from: string;
  /** A path from the project's root, or a package's name. */
  to: string;
  isTypeOnly: boolean;
}

export function sourceFiles(...folders: string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(tsx?|mjs|cjs|json|md|svg)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => ({ path: relative(root, path), text: readFileSync(path, 'utf8') })),
  );
}

const STATEMENT = /^\s*(?:import|export)\s+(type\s)?(?:[^'"`;]*?\sfrom\s+)?'([^']+)'/gm;
const DYNAMIC = /\bimport\(\s*'([^']+)'/g;

export function importsOf({ path, text }: SourceFile): Import[] {
  const resolved = (name: string) => (name.startsWith('.') ? relative(root, resolve(root, dirname(path), name)) : name);
  const statements = [...text.matchAll(STATEMENT)].map(([, type, name]) => ({
    from: path,
    to: resolved(name!),
    isTypeOnly: type !== undefined,
  }));
  const dynamic = [...text.matchAll(DYNAMIC)].map(([, name]) => ({ from: path, to: resolved(name!), isTypeOnly: false }));
  return [...statements, ...dynamic];
}
