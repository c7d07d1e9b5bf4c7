import type { Express } from 'express';

interface Layer {
  name: string;
  route?: { path: string; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
  match(path: string): boolean;
}

/** Every route that is mounted, as the application itself knows them. */
export function mountedRoutes(web: Express): string[] {
  const layers = (web as unknown as { router: { stack: Layer[] } }).router.stack;
  return layers.flatMap((layer) => {
    if (layer.route) return namesOf('', [layer]);
    if (!layer.handle.stack) return [];
    const prefix = ['/oauth', '/cards', '/settings', '/actions'].find((path) => layer.match(path));
    return namesOf(prefix ?? 'a router nobody knows', layer.handle.stack);
  });
}

const namesOf = (prefix: string, layers: Layer[]): string[] =>
  layers.flatMap(({ route }) => Object.keys(route?.methods ?? {}).map((method) => `${method.toUpperCase()} ${prefix}${route!.path}`));
