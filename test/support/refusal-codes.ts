import { isNode, nodeAt, nodesOf, textOf, type Node } from './syntax.ts';
import { namesImportedBy, type SourceFile } from './source-files.ts';

/** A function, class or constant at the top of a file, with what it says. */
interface Declared {
  nodes: Node[];
  file: string;
}

const CODE = /^[a-z0-9-]+\.[a-z_]+$/;
const REFUSAL = 'RecordRejectedError';

/**
 * The codes of all refusals that these functions (`path name`) can end in, with where each is thrown: followed through the files by the names they
 * use. A code counts where a refusal is made of it, or where a function that makes refusals is called with it.
 */
export function refusalCodes(files: readonly SourceFile[], starts: readonly string[]): Map<string, string> {
  const declared = new Map<string, Declared>(files.flatMap(declarationsOf));
  const targets = new Map(files.map((file) => [file.path, new Map(namesImportedBy(file).map(({ to, name }) => [name, to]))]));
  const namedBy = ({ file, nodes }: Declared): string[] =>
    nodes.flatMap((node) => {
      if (node.type !== 'Identifier') return [];
      const name = String(node['name']);
      return [`${targets.get(file)?.get(name) ?? file} ${name}`].filter((key) => declared.has(key));
    });
  const names = new Map([...declared].map(([key, one]) => [key, namedBy(one)]));
  const makers = makersOf(declared, names);
  const reached = new Set<string>();
  const queue = [...starts];
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    const found = declared.get(key);
    if (!found) throw new Error(`No ${key}`);
    if (reached.has(key)) continue;
    reached.add(key);
    queue.push(...names.get(key)!);
  }
  const isMaker = ({ file }: Declared, callee: Node): boolean => {
    const name = String((callee.type === 'MemberExpression' ? nodeAt(callee, 'object') : callee)?.['name']);
    return makers.has(`${targets.get(file)?.get(name) ?? file} ${name}`);
  };
  const codes = [...reached].flatMap((key) => {
    const one = declared.get(key)!;
    return one.nodes.flatMap((node) => {
      const callee = nodeAt(node, 'callee');
      if (!callee) return [];
      const makes = node.type === 'NewExpression' ? callee['name'] === REFUSAL : node.type === 'CallExpression' && isMaker(one, callee);
      if (!makes) return [];
      // The code itself, or a small function or constant that says it.
      const said = namedBy({ ...one, nodes: within(node) }).flatMap((name) => (makers.has(name) ? [] : codesIn(declared.get(name)!.nodes)));
      return [...codesIn(within(node)), ...said].map((code) => [code, `${one.file}:${node.loc.start.line}`] as const);
    });
  });
  return new Map(codes);
}

/** Those that make a refusal of what they are given. */
function makersOf(declared: ReadonlyMap<string, Declared>, names: ReadonlyMap<string, readonly string[]>): Set<string> {
  const isSmall = ({ nodes }: Declared): boolean => !nodes.some(({ type }) => type === 'AwaitExpression');
  const makers = new Set<string>();
  const direct = (nodes: readonly Node[]) =>
    nodes.some((node) => node.type === 'NewExpression' && nodeAt(node, 'callee')?.['name'] === REFUSAL);
  for (let before = -1; before < makers.size;) {
    before = makers.size;
    for (const [key, one] of declared)
      if (isSmall(one) && (direct(one.nodes) || names.get(key)!.some((name) => makers.has(name)))) makers.add(key);
  }
  return makers;
}

function declarationsOf(file: SourceFile): [string, Declared][] {
  const program = nodesOf(file.text)[0]!;
  const body = (program['body'] as Node[]).map((node) => nodeAt(node, 'declaration') ?? node);
  return body.flatMap((node) => {
    const single = nodeAt(node, 'id');
    const many = Array.isArray(node['declarations']) ? (node['declarations'] as Node[]) : [];
    const named = single ? [node] : many;
    return named.map((one): [string, Declared] => [
      `${file.path} ${String(nodeAt(one, 'id')?.['name'])}`,
      { nodes: within(one), file: file.path },
    ]);
  });
}

function codesIn(nodes: readonly Node[]): string[] {
  return nodes.flatMap((one) => {
    const text = textOf(one);
    return text !== undefined && CODE.test(text) ? [text] : [];
  });
}

/** Itself and everything inside. */
function within(node: Node): Node[] {
  const inner = Object.entries(node).flatMap(([key, value]) => (key === 'loc' ? [] : Array.isArray(value) ? value : [value]));
  return [node, ...inner.filter(isNode).flatMap(within)];
}
