import { parse } from '@babel/parser';

export interface Node {
  type: string;
  loc: { start: { line: number } };
  [key: string]: unknown;
}

/** Everything a module consists of, in the order of its text. */
export function nodesOf(text: string): Node[] {
  const nodes: Node[] = [];
  collect(parse(text, { sourceType: 'module', plugins: ['typescript'] }).program, nodes);
  return nodes;
}

export const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value && 'loc' in value;

export function nodeAt(node: Node, key: string): Node | undefined {
  const value = node[key];
  return isNode(value) ? value : undefined;
}

/** What a text says, be it quoted or a part of a template. */
export function textOf(node: Node): string | undefined {
  if (node.type === 'StringLiteral') return String(node['value']);
  return node.type === 'TemplateElement' ? (node['value'] as { raw: string }).raw : undefined;
}

/** `path:line`, each once. */
export const placesOf = (path: string, nodes: readonly Node[]): string[] => [
  ...new Set(nodes.map(({ loc }) => `${path}:${loc.start.line}`)),
];

function collect(value: unknown, found: Node[]): void {
  if (Array.isArray(value)) return value.forEach((item) => collect(item, found));
  if (!isNode(value)) return;
  found.push(value);
  for (const [key, child] of Object.entries(value)) if (key !== 'loc') collect(child, found);
}
