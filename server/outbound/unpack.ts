import { pipeline, type Duplex, type Readable } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

// What is written of a body that was cut off short is taken all the same: servers send slightly wrong ones that every browser reads.
const { Z_SYNC_FLUSH: flush, BROTLI_OPERATION_FLUSH: brotliFlush } = constants;
const UNPACKERS: Readonly<Record<string, () => Duplex>> = {
  gzip: () => createGunzip({ flush, finishFlush: flush }),
  'x-gzip': () => createGunzip({ flush, finishFlush: flush }),
  deflate: () => createInflate({ flush, finishFlush: flush }),
  br: () => createBrotliDecompress({ flush: brotliFlush, finishFlush: brotliFlush }),
};
/** What is asked for: of `deflate` servers understand two things. */
export const PACKINGS = 'gzip, br';
/** Nobody packs more often; who says so would have us make as many streams as they like. */
const MOST_OFTEN = 5;

/** The body as it was before it was packed, piece by piece. What it was packed with is named in that order; of what we do not know nothing is unpacked. */
export function unpack(body: Readable, contentEncoding: string | null): Readable {
  // Whoever reads it gets the failure; it may also be dropped unread.
  body.on('error', () => undefined);
  const named = (contentEncoding ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim());
  const unpackers = named.filter((name) => name !== '').map((name) => UNPACKERS[name]);
  if (unpackers.length > MOST_OFTEN || unpackers.includes(undefined)) return body;
  return unpackers.reduceRight<Readable>((packed, create) => pipeline(packed, create!(), () => undefined), body);
}
