import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build, type BuildOptions, type Plugin } from 'esbuild';

const ROOT = resolve(import.meta.dirname, '../..');
const PROJECT = join(ROOT, 'hubspot-app');

type Location = 'crm.record.tab' | 'crm.record.sidebar' | 'settings';

/** A card or settings page of the HubSpot project, as its meta file declares it. */
interface Extension {
  location: Location;
  title: string;
  entrypoint: string;
}

export interface Bundles {
  extensions: Extension[];
  /** Scripts by file name. */
  scripts: ReadonlyMap<string, string>;
}

/** Builds the page, the frame that stands for HubSpot's worker, and the real cards and settings page. */
export async function buildBundles(): Promise<Bundles> {
  const extensions = await findExtensions();
  const [page, frame, ...built] = await Promise.all([
    bundle(join(import.meta.dirname, 'page/main.tsx')),
    bundle(join(import.meta.dirname, 'frame/main.ts')),
    ...extensions.map(({ entrypoint }) => bundle(entrypoint, { plugins: [workerGlobals] })),
  ]);
  const named = extensions.map(({ location }, at): [string, string] => [`${location}.js`, built[at] ?? '']);
  return { extensions, scripts: new Map([['page.js', page], ['frame.js', frame], ...named]) };
}

interface Meta {
  type: string;
  config: { name?: string; location?: string; entrypoint?: string };
}

async function findExtensions(): Promise<Extension[]> {
  const found: Extension[] = [];
  for await (const path of glob('app/**/*-hsmeta.json', { cwd: PROJECT })) {
    const { type, config } = JSON.parse(readFileSync(join(PROJECT, path), 'utf8')) as Meta;
    if (config.entrypoint === undefined || (type !== 'card' && type !== 'settings')) continue;
    const location = (type === 'settings' ? 'settings' : config.location) as Location;
    found.push({ location, title: config.name ?? 'Settings', entrypoint: join(PROJECT, config.entrypoint) });
  }
  return found;
}

async function bundle(entryPoint: string, more: BuildOptions = {}): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entryPoint],
    bundle: true,
    write: false,
    format: 'iife',
    jsx: 'automatic',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
    ...more,
  });
  return outputFiles?.[0]?.text ?? '';
}

/** HubSpot's build leaves these out of an extension too: its worker brings them. */
const GLOBALS: Record<string, string> = { react: 'React', '@remote-ui/react': 'RemoteUI' };

const workerGlobals: Plugin = {
  name: 'worker-globals',
  setup(pluginBuild) {
    pluginBuild.onResolve({ filter: /^(react|@remote-ui\/react)$/ }, ({ path }) => ({ path, namespace: 'worker-global' }));
    pluginBuild.onLoad({ filter: /.*/, namespace: 'worker-global' }, ({ path }) => ({
      contents: `module.exports = globalThis.${GLOBALS[path]};`,
      loader: 'js',
    }));
  },
};
