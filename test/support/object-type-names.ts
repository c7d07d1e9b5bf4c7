import { OBJECT_TYPES } from '../../server/shared/object-types.ts';
import type { SourceFile } from './source-files.ts';
import { nodeAt, nodesOf, placesOf, textOf, type Node } from './syntax.ts';

const NAMES: readonly string[] = OBJECT_TYPES;
const QUOTED_IN_SQL = new RegExp(`'(${NAMES.join('|')})'`);

/** Where a module spells the name of a HubSpot object (`path:line`): as a text or a type, in SQL, or several of them as the keys of an object. */
export function objectTypeNames({ path, text }: SourceFile): string[] {
  const spelt = nodesOf(text).filter((node) => {
    const said = textOf(node);
    if (said !== undefined) return NAMES.includes(said) || QUOTED_IN_SQL.test(said);
    return keysOf(node).filter((key) => NAMES.includes(key)).length > 1;
  });
  return placesOf(path, spelt);
}

/** Of an object, a pattern, or the type of an object. */
function keysOf(node: Node): string[] {
  const members = [node['properties'], node['members'], node['body']].find((list) => Array.isArray(list)) as Node[] | undefined;
  return (members ?? []).flatMap((member) => {
    const key = member['computed'] ? undefined : nodeAt(member, 'key');
    return key?.type === 'Identifier' ? [String(key['name'])] : [];
  });
}
