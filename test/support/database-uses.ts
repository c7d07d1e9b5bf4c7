import { isSql } from '../mutation/sql-mutants.ts';
import type { SourceFile } from './source-files.ts';
import { isNode, nodeAt, nodesOf, placesOf, textOf, type Node } from './syntax.ts';

/** What our code calls the pool and a transaction of it; others become known by their type or where they come from. */
const HANDLES = ['db', 'trx'];
const HANDLE_TYPES = /^(Db|Knex)$/;

/** Where a module asks the database itself (`path:line`): calls the pool or uses a member of it, holds SQL. Handing the pool on is no use. */
export function databaseUses({ path, text }: SourceFile): string[] {
  const nodes = nodesOf(text);
  const handles = new Set([...HANDLES, ...nodes.flatMap(handleNames)]);
  const isHandle = (value: unknown): boolean => isNode(value) && handles.has(nameOf(value) ?? '');
  const uses = nodes.filter(
    (node) =>
      (/^(Optional)?CallExpression$/.test(node.type) && isHandle(node['callee'])) ||
      (/^(Optional)?MemberExpression$/.test(node.type) && isHandle(node['object'])) ||
      (node.type === 'TaggedTemplateExpression' && isHandle(node['tag'])) ||
      // Taking methods out of it.
      (node.type === 'VariableDeclarator' && isHandle(node['init']) && nodeAt(node, 'id')?.type === 'ObjectPattern') ||
      isSql(textOf(node) ?? ''),
  );
  return placesOf(path, uses);
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

/** Of `db`, and of `deps.db` too. */
function nameOf(node: Node | undefined): string | undefined {
  if (node?.type === 'Identifier') return String(node['name']);
  return node && node.type.endsWith('MemberExpression') && !node['computed'] ? nameOf(nodeAt(node, 'property')) : undefined;
}

const namesOf = (...nodes: (Node | undefined)[]): string[] => nodes.flatMap((node) => nameOf(node) ?? []);
