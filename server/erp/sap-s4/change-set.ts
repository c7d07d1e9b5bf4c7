import { randomUUID } from 'node:crypto';
import { parseJson } from '../../shared/json.ts';
import type { Answer } from '../shared/http.ts';

/** One record that is made, changed or taken away. */
export interface Change {
  method: 'POST' | 'PATCH' | 'DELETE';
  /** Below the service: `A_BusinessPartner('11')`. */
  path: string;
  body?: object;
  /** What it was worked out from; where the record holds something else by now, the change is of another version. */
  before?: Readonly<Record<string, unknown>>;
  /** The version that was read, in the server's words. */
  etag?: string | null;
}

const LINE = '\r\n';

export const headersOf = ({ body, etag }: Change): Record<string, string> => ({
  ...(body && { 'content-type': 'application/json' }),
  ...(etag && { 'if-match': etag }),
});

/** Whether a record, as its server writes it, holds what a change of it was worked out from. */
export const isStillSo = (row: Readonly<Record<string, unknown>>, { before = {} }: Pick<Change, 'before'>): boolean =>
  Object.entries(before).every(([name, value]) => bare(row[name]) === bare(value));
const bare = (value: unknown): unknown => (typeof value === 'string' ? value.trim() : (value ?? ''));

/** Several changes as one change set: the server makes all of them, or none. */
export function changeSetOf(changes: readonly Change[]): { contentType: string; body: string } {
  const [batch, set] = [`batch_${randomUUID()}`, `changeset_${randomUUID()}`];
  const parts = changes.map((change, at) => `--${set}${LINE}${partOf(change, at + 1)}${LINE}`);
  const head = `Content-Type: multipart/mixed; boundary=${set}`;
  const body = `--${batch}${LINE}${head}${LINE}${LINE}${parts.join('')}--${set}--${LINE}${LINE}--${batch}--${LINE}`;
  return { contentType: `multipart/mixed; boundary=${batch}`, body };
}

function partOf(change: Change, id: number): string {
  const text = change.body ? JSON.stringify(change.body) : '';
  const fields = { accept: 'application/json', ...headersOf(change), 'content-length': String(Buffer.byteLength(text)) };
  const head = ['Content-Type: application/http', 'Content-Transfer-Encoding: binary', `Content-ID: ${id}`, ''];
  const request = [`${change.method} ${change.path} HTTP/1.1`, ...Object.entries(fields).map(([name, value]) => `${name}: ${value}`), ''];
  return [...head, ...request, text].join(LINE);
}

/** What a change set came to: the answer that refused all of it, or the last one. Null: no answer can be found in it. */
export function answerIn({ text }: Pick<Answer, 'text'>): Answer | null {
  const answers = [...text.matchAll(/HTTP\/1\.[01] (\d{3})[^\r\n]*\r?\n([\s\S]*?)\r?\n\r?\n([\s\S]*?)(?=\r?\n--|$)/g)].map(toAnswer);
  return answers.find(({ status }) => status >= 400) ?? answers.at(-1) ?? null;
}

function toAnswer([, status, head = '', text = '']: RegExpMatchArray): Answer {
  const headers = new Headers();
  for (const line of head.split(/\r?\n/)) {
    const [, name, value] = /^([\w-]+): *(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) headers.append(name, value);
  }
  const answer = { status: Number(status), headers, text };
  try {
    return { ...answer, json: parseJson(text), isJson: true };
  } catch {
    return { ...answer, json: null, isJson: false };
  }
}
