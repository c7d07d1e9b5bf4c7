import { randomUUID } from 'node:crypto';
import type { FakeAnswer, FakeRequest } from '../../http.ts';
import { badRequest, GatewayError } from '../errors.ts';
import type { WriteRequest } from './writer.ts';

const LINE = '\r\n';

/** The change sets of a batch, each with its requests. What is only read in one is refused: nobody here does that. */
export function readBatch({ headers, raw }: FakeRequest): WriteRequest[][] {
  return partsOf(headers['content-type'], raw.toString()).map((part) => {
    const { head, body } = halves(part);
    const inner = headerOf(head, 'content-type');
    if (!inner?.startsWith('multipart/mixed')) throw badRequest('Operations outside of a change set are not supported here');
    return partsOf(inner, body).map(requestOf);
  });
}

function requestOf(part: string): WriteRequest {
  const { head, body } = halves(part);
  if (!/content-transfer-encoding: *binary/i.test(head) || !/content-id: *\S/i.test(head)) throw badRequest('Malformed part of a batch');
  const { head: request, body: content } = halves(body);
  const [line = '', ...fields] = request.split(LINE);
  const [, method, path] = /^(POST|PATCH|MERGE|DELETE) (\S+) HTTP\/1\.1$/.exec(line) ?? [];
  if (method === undefined || path === undefined) throw badRequest('Malformed request line in a batch');
  const headers = Object.fromEntries(fields.map((field) => [field.split(':')[0]?.toLowerCase() ?? '', field.replace(/^[^:]*: */, '')]));
  if (content.trim() !== '' && Number(headers['content-length']) !== Buffer.byteLength(content)) throw badRequest('Wrong length of a part');
  return { method, path, headers, raw: Buffer.from(content) };
}

function partsOf(contentType: string | undefined, text: string): string[] {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType ?? '')?.[1];
  if (boundary === undefined || !text.includes(`--${boundary}--`)) throw badRequest('The boundary of a batch is missing');
  const [, ...parts] = text.slice(0, text.indexOf(`--${boundary}--`)).split(`--${boundary}${LINE}`);
  return parts.map((part) => part.slice(0, part.lastIndexOf(LINE)));
}

function halves(part: string): { head: string; body: string } {
  const at = part.indexOf(LINE + LINE);
  return at < 0 ? { head: part, body: '' } : { head: part.slice(0, at), body: part.slice(at + 4) };
}

const headerOf = (head: string, name: string): string | undefined =>
  head
    .split(LINE)
    .find((line) => line.toLowerCase().startsWith(`${name}:`))
    ?.replace(/^[^:]*: */, '');

// ── answers ──

/** What became of each change set: the answers to its requests, or the one refusal that undid it. */
export function batchAnswer(outcomes: readonly (FakeAnswer[] | GatewayError)[]): FakeAnswer {
  const boundary = `batch_${randomUUID()}`;
  const parts = outcomes.map((outcome) => {
    if (outcome instanceof GatewayError) return httpPart(outcome.answer);
    const inner = `changeset_${randomUUID()}`;
    const answers = outcome.map((answer) => `--${inner}${LINE}${httpPart(answer)}${LINE}`).join('');
    return `Content-Type: multipart/mixed; boundary=${inner}${LINE}${LINE}${answers}--${inner}--${LINE}`;
  });
  const body = `${parts.map((part) => `--${boundary}${LINE}${part}${LINE}`).join('')}--${boundary}--${LINE}`;
  return { status: 202, headers: { 'content-type': `multipart/mixed; boundary=${boundary}`, dataserviceversion: '2.0' }, body };
}

const WORDS: Readonly<Record<number, string>> = { 201: 'Created', 204: 'No Content', 400: 'Bad Request', 404: 'Not Found' };

function httpPart({ status, headers = {}, body }: FakeAnswer): string {
  const text = body === undefined ? '' : String(body);
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`);
  const message = [
    `HTTP/1.1 ${status} ${WORDS[status] ?? 'Error'}`,
    ...fields,
    `Content-Length: ${Buffer.byteLength(text)}`,
    '',
    text,
  ].join(LINE);
  const head = ['Content-Type: application/http', 'content-transfer-encoding: binary', `Content-Length: ${Buffer.byteLength(message)}`];
  return [...head, '', message].join(LINE);
}
