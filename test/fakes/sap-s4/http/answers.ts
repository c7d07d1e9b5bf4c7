import type { FakeAnswer } from '../../http.ts';

export const json = (body: unknown, headers: Record<string, string | string[]> = {}): FakeAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/json', dataserviceversion: '2.0', ...headers },
  body: JSON.stringify(body),
});
export const plainText = (body: string): FakeAnswer => ({
  status: 200,
  headers: { 'content-type': 'text/plain;charset=utf-8', dataserviceversion: '2.0' },
  body,
});
export const xml = (body: string): FakeAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/xml', dataserviceversion: '2.0' },
  body,
});

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** What everybody gets who does not ask for JSON. */
export function atom(root: string, rows: readonly Record<string, unknown>[]): FakeAnswer {
  const entries = rows.map(({ __metadata: meta, ...row }) => {
    const plain = Object.entries(row).filter(([, value]) => value === null || typeof value !== 'object');
    const fields = plain.map(([name, value]) =>
      value === null ? `<d:${name} m:null="true"/>` : `<d:${name}>${escaped(String(value))}</d:${name}>`,
    );
    const { id, type } = meta as { id: string; type: string };
    return `<entry><id>${escaped(id)}</id><category term="${type}" scheme="http://schemas.microsoft.com/ado/2007/08/dataservices/scheme"/><content type="application/xml"><m:properties>${fields.join('')}</m:properties></content></entry>`;
  });
  const namespaces =
    'xmlns="http://www.w3.org/2005/Atom" xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata" xmlns:d="http://schemas.microsoft.com/ado/2007/08/dataservices"';
  const body = `<?xml version="1.0" encoding="utf-8"?><feed ${namespaces} xml:base="${escaped(root)}/">${entries.join('')}</feed>`;
  return { status: 200, headers: { 'content-type': 'application/atom+xml;type=feed; charset=utf-8', dataserviceversion: '2.0' }, body };
}
