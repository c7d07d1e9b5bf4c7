import { parse } from '@babel/parser';
import type { Mutant } from './mutant.ts';
import { isSql, sqlMutants } from './sql-mutants.ts';

interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

type Rule = (node: Node, source: string) => Mutant[];

const OPERATORS: Record<string, readonly string[]> = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '&&': ['||'],
  '||': ['&&'],
  '??': ['&&'],
};

// No object: `toString` is a method of every object, and would be found there.
const METHODS: ReadonlyMap<string, string> = new Map([
  ['some', 'every'],
  ['every', 'some'],
  ['min', 'max'],
  ['max', 'min'],
  ['startsWith', 'endsWith'],
  ['endsWith', 'startsWith'],
]);
/** Calls that only choose or arrange: without them, everything as it comes. */
const DROPPED = new Set(['filter', 'sort', 'toSorted', 'toLowerCase', 'toUpperCase', 'trim', 'slice', 'reverse']);

const RULES: Record<string, Rule> = {
  BinaryExpression: operator,
  LogicalExpression: operator,
  BooleanLiteral: (node) => replaced(node, String(!node['value'])),
  UnaryExpression: (node) => (node['operator'] === '!' ? [{ start: node.start, end: node.start + 1, replacement: '' }] : []),
  NumericLiteral: ({ value, ...node }) => replaced(node as Node, String(Number(value) + 1), String(Number(value) - 1)),
  StringLiteral: (node) => replaced(node, node['value'] === '' ? `'mutated'` : `''`),
  TemplateLiteral: (node) => replaced(node, '``'),
  ArrayExpression: (node) => (listOf(node['elements']).length > 0 ? replaced(node, '[]') : []),
  ConditionalExpression: (node, source) => [node['consequent'], node['alternate']].flatMap((kept) => replaced(node, textOf(kept, source))),
  IfStatement: (node) => (node['alternate'] ? [] : replaced(node, '{}')),
  ExpressionStatement: (node) => replaced(node, ';'),
  CallExpression: call,
};

/** Every mutant of a module, in the order of its text. Messages to people and types are left alone. */
export function mutantsOf(source: string): Mutant[] {
  const mutants: Mutant[] = [];
  visit(parse(source, { sourceType: 'module', plugins: ['typescript'] }).program as unknown as Node, source, mutants);
  return mutants.filter((mutant) => source.slice(mutant.start, mutant.end) !== mutant.replacement).toSorted((a, b) => a.start - b.start);
}

function visit(node: Node, source: string, mutants: Mutant[]): void {
  if (isSilent(node, source)) return;
  const text = source.slice(node.start, node.end);
  const isText = node.type === 'TemplateLiteral' || node.type === 'StringLiteral';
  mutants.push(...(isText && isSql(text) ? sqlMutants(text, node.start) : (RULES[node.type]?.(node, source) ?? [])));
  for (const [name, value] of Object.entries(node)) {
    if (name === 'key' && node['computed'] !== true) continue;
    for (const child of listOf(value)) visit(child, source, mutants);
  }
}

const KEPT_TYPES = new Set(['TSAsExpression', 'TSNonNullExpression', 'TSSatisfiesExpression']);

function isSilent({ type, callee }: Node, source: string): boolean {
  if (type.startsWith('TS')) return !KEPT_TYPES.has(type);
  if (type === 'CallExpression') return /\blog\.\w+$/.test(textOf(callee, source));
  return (
    type === 'ImportDeclaration' ||
    type === 'ExportAllDeclaration' ||
    (type === 'NewExpression' && textOf(callee, source).endsWith('Error'))
  );
}

function operator({ left, right, operator: sign }: Node, source: string): Mutant[] {
  const from = (left as Node).end;
  const start = from + source.slice(from, (right as Node).start).indexOf(String(sign));
  return (OPERATORS[String(sign)] ?? []).map((replacement) => ({ start, end: start + String(sign).length, replacement }));
}

function call({ callee, end }: Node): Mutant[] {
  const { type, object, property } = callee as Node;
  if (type !== 'MemberExpression') return [];
  const { name, ...member } = property as Node;
  const other = METHODS.get(String(name));
  if (other) return replaced(member as Node, other);
  return DROPPED.has(String(name)) ? [{ start: (object as Node).end, end, replacement: '' }] : [];
}

const replaced = ({ start, end }: Node, ...replacements: string[]): Mutant[] =>
  replacements.map((replacement) => ({ start, end, replacement }));

const textOf = (node: unknown, source: string): string => (isNode(node) ? source.slice(node.start, node.end) : '');

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value && 'start' in value;

const listOf = (value: unknown): Node[] => (Array.isArray(value) ? value : [value]).filter(isNode);
