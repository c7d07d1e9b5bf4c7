import { parse } from '@babel/parser';
import type { SourceFile } from './source-files.ts';

interface Node {
  type: string;
  loc?: { start: { line: number } };
  [child: string]: unknown;
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;

/** Functions, methods and their types that take more than `most` positional parameters, as `file:line name (5)`. */
export function longParameterLists({ path, text }: SourceFile, most: number): string[] {
  const found: string[] = [];
  const visit = (value: unknown, name: string): void => {
    if (Array.isArray(value)) return value.forEach((one) => visit(one, name));
    if (!isNode(value)) return;
    const parameters = value['params'] ?? value['parameters'];
    const own = nameOf(value) ?? name;
    if (Array.isArray(parameters) && !/TypeParameter/.test(value.type) && parameters.length > most) {
      found.push(`${path}:${value.loc?.start.line} ${own} (${parameters.length})`);
    }
    for (const [key, child] of Object.entries(value)) if (key !== 'loc') visit(child, own);
  };
  visit(parse(text, { sourceType: 'module', plugins: ['typescript'] }).program, 'anonymous');
  return found;
}

function nameOf(node: Node): string | undefined {
  const named = node['id'] ?? node['key'];
  return isNode(named) && typeof named['name'] === 'string' ? named['name'] : undefined;
}
