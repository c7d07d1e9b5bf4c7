import { parse } from '@babel/parser';
import { isSql } from '../mutation/sql-mutants.ts';
import type { SourceFile } from './source-files.ts';

interface Node {
  type: string;
  loc: { start: { line: number } };
  [key: string]: unknown;
}

/** What our code calls the pool and a transaction of it; others become known by their type or where they come from. */
const HANDLES = ['db', 'trx'];
const HANDLE_TYPES = /^(Db|Knex)$/;

/** Where a module asks the database itself (`path:line`): calls the pool or uses a member of it, holds SQL. Handing the pool on is no use. */
export function databaseUses({ path, text }: SourceFile): string[] {
  const nodes: Node[] = [];
  collect(parse(text, { sourceType: 'module', plugins: ['typescript'] }).program, nodes);
  const handles = new Set([...HANDLES, ...nodes.flatMap(handleNames)]);
  const isHandle = (value: unknown): boolean => isNode(value) && handles.has(nameOf(value) ?? '');
  const uses = nodes.filter(
    (node) =>
      (/^(Optional)?CallExpression$/.test(node.type) && isHandle(node['callee'])) ||
      (/^(Optional)?MemberExpression$/.test(node.type) && isHandle(node['object'])) ||
      (node.type === 'TaggedTemplateExpression' && isHandle(node['tag'])) ||
      // Taking methods out of it.
      (node.type === 'VariableDeclarator' && isHandle(node['init']) && nodeAt(node, 'id')?.type === 'ObjectPattern') ||
      isSqlText(node),
  );
  return [...new Set(uses.map(({ loc }) => `${path}:${loc.start.line}`))];
}

/** New names for a handle: `database: Db`, `const pool = deps.db`, `{ db: pool }`. */
function handleNames(node: Node): string[] {
  const { type } = node;
  const typeName = nodeAt(node, 'typeAnnotation')?.['typeAnnotation'];
  if (isNode(typeName) && HANDLE_TYPES.test(nameOf(nodeAt(typeName, 'typeName')) ?? '')) return namesOf(node, nodeAt(node, 'key'));
  if (type === 'VariableDeclarator' && HANDLES.includes(nameOf(nodeAt(node, 'init')) ?? '')) return namesOf(nodeAt(node, 'id'));
  if (type === 'ObjectProperty' && HANDLES.includes(nameOf(nodeAt(node, 'key')) ?? '')) return namesOf(nodeAt(node, 'value'));
  return [];
}

function isSqlText(node: Node): boolean {
  if (node.type === 'StringLiteral') return isSql(String(node['value']));
  return node.type === 'TemplateElement' && isSql((node['value'] as { raw: string }).raw);
}

/** Of `db`, and of `deps.db` too. */
function nameOf(node: Node | undefined): string | undefined {
  if (node?.type === 'Identifier') return String(node['name']);
  return node && node.type.endsWith('MemberExpression') && !node['computed'] ? nameOf(nodeAt(node, 'property')) : undefined;
}

const namesOf = (...nodes: (Node | undefined)[]): string[] => nodes.flatMap((node) => nameOf(node) ?? []);
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value && 'loc' in value;

function nodeAt(node: Node, key: string): Node | undefined {
  const value = node[key];
  return isNode(value) ? value : undefined;
}

function collect(value: unknown, found: Node[]): void {
  if (Array.isArray(value)) return value.forEach((item) => collect(item, found));
  if (!isNode(value)) return;
  found.push(value);
  for (const [key, child] of Object.entries(value)) if (key !== 'loc') collect(child, found);
}
