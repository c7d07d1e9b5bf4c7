import { valueError } from './errors.ts';
import { modelOf } from './env.ts';
import type { Env } from './env.ts';
import { compileLeaf } from './leaf.ts';
import type { Leaf, Test } from './leaf.ts';

type Node = { kind: 'leaf'; leaf: Leaf } | { kind: '!'; of: Node } | { kind: '&' | '|'; left: Node; right: Node } | { kind: 'all' };

/** Polish notation; conditions that stand side by side are joined with "and". */
function parse(domain: readonly unknown[]): Node {
  let at = 0;
  const next = (): Node => {
    const item = domain[at++];
    if (item === '!') return { kind: '!', of: next() };
    if (item === '&' || item === '|') return { kind: item, left: next(), right: next() };
    if (Array.isArray(item) && item.length === 3 && typeof item[1] === 'string') {
      return item[0] === 1 && item[1] === '=' && item[2] === 1
        ? { kind: 'all' }
        : { kind: 'leaf', leaf: [String(item[0]), item[1], item[2]] };
    }
    throw valueError(`Invalid domain term ${JSON.stringify(item)}`);
  };
  let node: Node = { kind: 'all' };
  while (at < domain.length) {
    const right = next();
    node = node.kind === 'all' ? right : { kind: '&', left: node, right };
  }
  return node;
}

export interface CompiledDomain {
  test: Test;
  /** Conditions every match fulfils; the search looks for an index among them. */
  conditions: readonly Leaf[];
  mentionsActive: boolean;
}

export function compileDomain(env: Env, model: string, domain: unknown): CompiledDomain {
  if (!Array.isArray(domain)) throw valueError(`Invalid domain ${JSON.stringify(domain)}`);
  modelOf(env, model);
  const root = parse(domain);
  const leaves: Leaf[] = [];
  const compile = (node: Node): Test => {
    if (node.kind === 'all') return () => true;
    if (node.kind === 'leaf') {
      leaves.push(node.leaf);
      return compileLeaf(env, model, node.leaf);
    }
    if (node.kind === '!') {
      const of = compile(node.of);
      return (row) => !of(row);
    }
    const [left, right] = [compile(node.left), compile(node.right)];
    return node.kind === '&' ? (row) => left(row) && right(row) : (row) => left(row) || right(row);
  };
  const test = compile(root);
  return { test, conditions: conjunction(root), mentionsActive: leaves.some(([path]) => path === 'active') };
}

function conjunction(node: Node): Leaf[] {
  if (node.kind === 'leaf') return [node.leaf];
  return node.kind === '&' ? [...conjunction(node.left), ...conjunction(node.right)] : [];
}
