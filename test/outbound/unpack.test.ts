import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { unpack } from '../../server/outbound/unpack.ts';

const plain = Buffer.from(JSON.stringify({ name: 'Núñez', lines: 'x'.repeat(100_000) }));
const unpacked = (body: Buffer, encoding: string | null): Promise<Buffer> =>
  buffer(unpack(Readable.from([body.subarray(0, 5), body.subarray(5)]), encoding));

describe('a packed body', () => {
  it.each([
    [null, plain],
    ['identity', plain],
    ['gzip', gzipSync(plain)],
    ['X-Gzip', gzipSync(plain)],
    ['deflate', deflateSync(plain)],
    ['br', brotliCompressSync(plain)],
    // In the order in which it was packed.
    ['deflate, gzip', gzipSync(deflateSync(plain))],
    ['aws-chunked', plain],
  ])('is unpacked by what it says it was packed with: %s', async (encoding, body) => {
    expect(await unpacked(body, encoding)).toEqual(plain);
  });

  it('that was cut off is taken as far as it came', async () => {
    const part = await unpacked(gzipSync(plain).subarray(0, 150), 'gzip');
    expect(part.length).toBeGreaterThan(0);
    expect(plain.subarray(0, part.length)).toEqual(part);
  });

  it('that is none fails, and only for whoever reads it', async () => {
    await expect(unpacked(plain, 'gzip')).rejects.toMatchObject({ code: 'Z_DATA_ERROR' });
    const unread = Readable.from([plain]);
    unpack(unread, 'gzip').on('error', () => undefined);
    unread.destroy(new Error('dropped'));
    await new Promise(setImmediate);
  });

  it('that claims to be packed again and again is left as it is', async () => {
    const body = gzipSync(plain);
    expect(await unpacked(body, Array(6).fill('gzip').join(','))).toEqual(body);
  });
});
