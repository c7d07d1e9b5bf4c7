import type { FakeRequest } from '../../http.ts';
import { invalidQuery } from '../errors.ts';
import type { Key } from '../rows.ts';
import type { ApiVersion } from '../odata/project.ts';
import type { TypeSchema } from '../schema.ts';
import { userFieldKey } from '../user-fields.ts';

export function cookieOf(request: FakeRequest, name: string): string | undefined {
  return new RegExp(`(?:^|;\\s*)${name}=([^;]+)`).exec(request.headers.cookie ?? '')?.[1];
}

export function bodyOf(request: FakeRequest): Record<string, unknown> {
  try {
    return JSON.parse(request.raw.toString('utf8')) as Record<string, unknown>;
  } catch {
    throw invalidQuery('malformed JSON');
  }
}

/** Query options as sent in an address, or bare in the body of the query service. */
export function optionsOf(query: string, isEncoded = true): Map<string, string> {
  const decode = (text: string): string => (isEncoded ? decodeURIComponent(text.replaceAll('+', ' ')) : text);
  return new Map(
    query
      .split('&')
      .filter((part) => part !== '')
      .map((part) => {
        const at = part.indexOf('=');
        return at < 0 ? [decode(part), ''] : [decode(part.slice(0, at)).trim(), decode(part.slice(at + 1)).trim()];
      }),
  );
}

export const selectOf = (options: ReadonlyMap<string, string>): string[] | null => {
  const select = options.get('$select');
  return select ? select.split(',').map((name) => name.trim()) : null;
};

export function keyOf(type: TypeSchema, source: string): Key {
  const ofUserField = /^TableName='(@?\w+)',\s*FieldID=(\d+)$/.exec(source);
  if (type.name === 'UserFieldMD' && ofUserField) return userFieldKey(ofUserField[1] ?? '', Number(ofUserField[2]));
  const literal = source.replace(/^\w+=/, '');
  const quoted = /^'((?:[^']|'')*)'$/.exec(literal)?.[1];
  const isText = type.properties.get(type.key)?.type === 'Edm.String';
  if (isText && quoted !== undefined) return quoted.replaceAll("''", "'");
  if (!isText && /^-?\d+$/.test(literal)) return Number(literal);
  throw invalidQuery(`Invalid key ${source}`);
}

interface Linked {
  request: FakeRequest;
  version: ApiVersion;
}

/** Relative to the service root in v2, an absolute path in v1. */
export function nextLink({ request, version }: Linked, resource: string, { skip, top }: { skip: number; top: number | null }): string {
  const kept = request.url.search
    .slice(1)
    .split('&')
    .filter((part) => part !== '' && !/^(\$|%24)(skip|top)=/.test(part));
  const query = [...kept, ...(top === null ? [] : [`$top=${top}`]), `$skip=${skip}`].join('&');
  return `${version === 'v1' ? '/b1s/v1/' : ''}${resource}?${query}`;
}
