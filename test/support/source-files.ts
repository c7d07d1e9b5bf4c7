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

const resolved = (from: string, name: string): string => (name.startsWith('.') ? relative(root, resolve(root, dirname(from), name)) : name);

export function importsOf({ path, text }: SourceFile): Import[] {
  const statements = [...text.matchAll(STATEMENT)].map(([, type, name]) => ({
    from: path,
    to: resolved(path, name!),
    isTypeOnly: type !== undefined,
  }));
  const dynamic = [...text.matchAll(DYNAMIC)].map(([, name]) => ({ from: path, to: resolved(path, name!), isTypeOnly: false }));
  return [...statements, ...dynamic];
}

const NAMES_FROM = /\b(?:import|export)\s+(?:type\s+)?(?:\w+\s*,\s*)?(?:\{([^}]*)\}|\*(?:\s+as\s+\w+)?)\s*from\s+'([^']+)'/g;
const NAMES_DYNAMIC = /(?:const\s+\{([^}]*)\}\s+=\s+await\s+)?\bimport\(\s*'([^']+)'/g;

/** What a file takes from which other by name; `*` where it takes everything. */
export function namesImportedBy({ path, text }: SourceFile): { to: string; name: string }[] {
  return [...text.matchAll(NAMES_FROM), ...text.matchAll(NAMES_DYNAMIC)].flatMap(([, list, module]) =>
    namesIn(list ?? '*').map((name) => ({ to: resolved(path, module!), name })),
  );
}

const namesIn = (list: string): string[] =>
  list
    .split(',')
    .map((one) =>
      one
        .trim()
        .replace(/^type\s+/, '')
        .split(/\s+as\s+|:/)[0]!
        .trim(),
    )
    .filter((name) => name !== '');
