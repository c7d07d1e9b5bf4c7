import type { FakeAnswer } from '../../http.ts';
import { notSupported } from '../errors.ts';
import type { ApiVersion } from '../odata/project.ts';
import type { Schema } from '../schema.ts';

export function json(status: number, body: unknown, version: ApiVersion): FakeAnswer {
  const type =
    version === 'v2'
      ? { 'content-type': 'application/json;odata.metadata=minimal;charset=utf-8', 'odata-version': '4.0' }
      : { 'content-type': 'application/json;odata=minimalmetadata;charset=utf-8', dataserviceversion: '3.0' };
  return { status, headers: type, body: JSON.stringify(body) };
}

export const plainText = (body: string): FakeAnswer => ({ status: 200, headers: { 'content-type': 'text/plain;charset=utf-8' }, body });

export function metadataAnswer(schema: Schema, version: ApiVersion): FakeAnswer {
  if (version === 'v1') throw notSupported('$metadata of v1');
  return { status: 200, headers: { 'content-type': 'application/xml;charset=utf-8', 'odata-version': '4.0' }, body: schema.xml };
}
