import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { PuenteError } from '../../server/shared/errors.ts';
import { InvalidInputError, ReconnectError, TransientError, UnclearOutcomeError } from '../../server/shared/errors.ts';
import type { Outbound } from '../../server/outbound/index.ts';
import { createOutbound } from '../../server/outbound/index.ts';
import { parseRetryAfter } from '../../server/outbound/retry-after.ts';
import { CERTIFICATE, CERTIFICATE_OF_ANOTHER_HOST, OTHER_CERTIFICATE } from '../support/certificates.ts';
import { recordingLog } from '../support/log.ts';

const LOCAL = ['127.0.0.0/8', '::1'];
let servers: Server[] = [];
let doors: Outbound[] = [];
const calls: string[] = [];

function door(allowPrivateAddresses: string[] = LOCAL): Outbound {
  const outbound = createOutbound({ allowPrivateAddresses, log: recordingLog(), onCall: (outcome) => calls.push(outcome) });
  doors.push(outbound);
  return outbound;
}

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const answering = async (listener: RequestListener): Promise<string> => `http://127.0.0.1:${await listen(createServer(listener))}`;
const overTls = async (certificate: { key: string; cert: string }): Promise<string> =>
  `https://localhost:${await listen(createTlsServer(certificate, (_req, res) => res.end('secret hello')))}`;

async function failure(promise: Promise<unknown>): Promise<PuenteError> {
  return await promise.then(
    () => Promise.reject(new Error('expected a failure')),
    (error: PuenteError) => error,
  );
}

afterEach(async () => {
  await Promise.all(doors.map((outbound) => outbound.close()));
  for (const server of servers) server.close();
  [servers, doors] = [[], []];
  calls.length = 0;
});

describe('an answer', () => {
  it('arrives with status, headers and body, unpacked', async () => {
    const url = await answering((req, res) => {
      res.writeHead(201, { 'content-encoding': 'gzip', 'set-cookie': ['a=1', 'b=2'] });
      res.end(gzipSync(JSON.stringify({ method: req.method, type: req.headers['content-type'] })));
    });
    const response = await door().fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
    expect(response.status).toBe(201);
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(JSON.parse(await response.text())).toEqual({ method: 'POST', type: 'application/json' });
    expect(calls).toEqual(['201']);
  });

  it('may be empty, and may be an error of the other side', async () => {
    const url = await answering((req, res) => res.writeHead(req.url === '/gone' ? 404 : 204).end());
    expect((await door().fetch(`${url}/nothing`)).status).toBe(204);
    expect((await door().fetch(`${url}/gone`)).status).toBe(404);
  });

  const packed = (body: Buffer | string): Promise<string> =>
    answering((_req, res) => res.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(body)));

  it.each([
    ['longer than 8 MB', Buffer.alloc(9 * 1024 * 1024)],
    // 277 kB packed; parsing it took 15 to 29 s and 2.8 GB.
    ['of endless small values', `[${'[],'.repeat(300_000)}[]]`],
    ['nested without end', `${'['.repeat(100)}${']'.repeat(100)}`],
    ['nested inside objects', `${'{"a":'.repeat(100)}1${'}'.repeat(100)}`],
  ])('is refused when it is %s', async (_what, body) => {
    const url = await packed(body);
    expect(await failure(door().fetch(url))).toMatchObject({ code: 'outbound.too_large' });
  });

  it('may hold any text: what stands between quotes is no value', async () => {
    const text = JSON.stringify([`${'[{,'.repeat(300_000)}"\\`, 'é']);
    expect(await (await door().fetch(await packed(text))).text()).toBe(text);
  });

  it('that never ends is cut off at the limit', async () => {
    let sent = 0;
    const url = await answering((_req, res) => {
      const chunk = Buffer.alloc(1024 * 1024);
      const more = (): void => void (res.destroyed || ((sent += chunk.length), res.write(chunk, more)));
      more();
    });
    expect(await failure(door().fetch(url))).toMatchObject({ code: 'outbound.too_large' });
    expect(sent).toBeLessThan(64 * 1024 * 1024);
  });

  it('is never another address: redirects are refused', async () => {
    const url = await answering((_req, res) => res.writeHead(302, { location: 'http://169.254.169.254/latest?secret=1' }).end());
    const error = await failure(door().fetch(url));
    expect(error).toBeInstanceOf(ReconnectError);
    expect(error).toMatchObject({ code: 'outbound.redirected', params: { location: 'http://169.254.169.254' } });
  });
});

describe('addresses', () => {
  const refused = [
    'https://127.0.0.1',
    'https://127.1',
    'https://0x7f000001',
    'https://2130706433',
    'https://0.0.0.0',
    'https://10.1.2.3',
    'https://172.31.255.255',
    'https://192.168.0.1',
    'https://169.254.169.254',
    'https://100.64.0.1',
    'https://224.0.0.1',
    'https://255.255.255.255',
    'https://[::1]',
    'https://[::]',
    'https://[::ffff:10.0.0.1]',
    'https://[::ffff:7f00:1]',
    'https://[::7f00:1]',
    'https://[64:ff9b::a9fe:a9fe]',
    'https://[2002:7f00:1::]',
    'https://[::ffff:0:7f00:1]',
    'https://[5f00::1]',
    'https://[a000::1]',
    'https://[fec0::1]',
    'https://[fd00::1]',
    'https://[fe80::1]',
    'https://[ff02::1]',
    'https://localhost',
  ];
  it.each(refused)('outside the public internet are refused: %s', async (url) => {
    const error = await failure(door([]).fetch(url, { timeoutMs: 3_000 }));
    expect(error).toBeInstanceOf(ReconnectError);
    expect(error.code).toBe('outbound.address_not_allowed');
  });

  it('of a private network are open when the operator names it, and only that one', async () => {
    const url = await answering((_req, res) => res.end('ok'));
    expect((await door(['127.0.0.1']).fetch(url)).status).toBe(200);
    expect((await door(['*']).fetch(url)).status).toBe(200);
    expect((await failure(door(['10.0.0.0/8']).fetch(url))).code).toBe('outbound.address_not_allowed');
  });

  it('are checked where the connection goes, so a name that leads inside is refused too', async () => {
    const url = await answering((_req, res) => res.end('ok'));
    expect((await failure(door(['10.0.0.0/8']).fetch(url.replace('127.0.0.1', 'localhost')))).code).toBe('outbound.address_not_allowed');
    expect((await door().fetch(url.replace('127.0.0.1', 'localhost'))).status).toBe(200);
  });

  it('on the internet are reached with encryption only', async () => {
    expect((await failure(door(['*']).fetch('http://93.184.215.14', { timeoutMs: 3_000 }))).code).toBe('outbound.https_required');
  });

  it('with credentials or another scheme are refused', async () => {
    for (const url of ['https://user:pw@example.com', 'https://user@example.com']) {
      const error = await failure(door().fetch(url));
      expect(error).toBeInstanceOf(InvalidInputError);
      expect(error.code).toBe('outbound.credentials_in_address');
      expect(JSON.stringify({ ...error, message: error.message })).not.toContain('pw');
    }
    for (const url of ['file:///etc/passwd', 'ftp://example.com', 'example.com']) {
      expect((await failure(door().fetch(url))).code).toBe('outbound.invalid_address');
    }
  });
});

describe('certificates', () => {
  it('that nobody vouches for are refused before anything is sent, and described so that a person can accept them', async () => {
    let requests = 0;
    const port = await listen(createTlsServer(CERTIFICATE, (_req, res) => (requests++, res.end())));
    const error = await failure(door().fetch(`https://localhost:${port}`));
    expect(error).toBeInstanceOf(ReconnectError);
    expect(error).toMatchObject({
      code: 'outbound.certificate_untrusted',
      params: {
        subject: 'erp.example.test',
        fingerprint: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/),
        validTo: expect.stringContaining('GMT'),
        reason: 'DEPTH_ZERO_SELF_SIGNED_CERT',
      },
    });
    expect(requests).toBe(0);
  });

  it('are accepted by their fingerprint, every time, and for pinned calls only', async () => {
    const url = await overTls(CERTIFICATE);
    const outbound = door();
    const { fingerprint } = (await failure(outbound.fetch(url))).params;
    for (let n = 0; n < 3; n++)
      expect(await (await outbound.fetch(url, { pinnedCertificate: String(fingerprint) })).text()).toBe('secret hello');
    expect((await failure(outbound.fetch(url))).code).toBe('outbound.certificate_untrusted');
  });

  it('of another host are refused every time, also when the other side would resume the first conversation', async () => {
    const known = getCACertificates('default');
    setDefaultCACertificates([...known, CERTIFICATE_OF_ANOTHER_HOST.cert]);
    try {
      const outbound = door();
      // TLS 1.2 hands out its session before the verdict on the certificate.
      const port = await listen(
        createTlsServer({ ...CERTIFICATE_OF_ANOTHER_HOST, maxVersion: 'TLSv1.2' }, (_req, res) => res.end('secret hello')),
      );
      for (let n = 0; n < 3; n++)
        expect(await failure(outbound.fetch(`https://localhost:${port}`))).toMatchObject({
          code: 'outbound.certificate_untrusted',
          params: { reason: 'ERR_TLS_CERT_ALTNAME_INVALID' },
        });
    } finally {
      setDefaultCACertificates(known);
    }
  });

  it('other than the pinned one are refused', async () => {
    const { fingerprint } = (await failure(door().fetch(await overTls(CERTIFICATE)))).params;
    const error = await failure(door().fetch(await overTls(OTHER_CERTIFICATE), { pinnedCertificate: String(fingerprint) }));
    expect(error).toMatchObject({ code: 'outbound.certificate_mismatch', params: { subject: 'erp.example.test' } });
    expect(error.params['fingerprint']).not.toBe(fingerprint);
  });
});

describe('failures', () => {
  it('say that the name is unknown', async () => {
    const error = await failure(door().fetch('https://does-not-exist.invalid'));
    expect(error).toBeInstanceOf(TransientError);
    expect(error.code).toBe('outbound.host_not_found');
  });

  it('say that nobody listens', async () => {
    const server = createTcpServer();
    const port = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    expect(await failure(door().fetch(`http://127.0.0.1:${port}`))).toMatchObject({
      code: 'outbound.connection_refused',
      params: { reason: 'ECONNREFUSED' },
    });
  });

  it('say that the answer did not come in time; a write may have been carried out', async () => {
    const url = await answering(() => undefined);
    const read = await failure(door().fetch(url, { timeoutMs: 100 }));
    expect(read.code).toBe('outbound.timed_out');
    expect(read).not.toBeInstanceOf(UnclearOutcomeError);
    const write = await failure(door().fetch(url, { method: 'POST', body: '{}', timeoutMs: 100 }));
    expect(write).toBeInstanceOf(UnclearOutcomeError);
    expect(write.code).toBe('outbound.timed_out');
  });

  it('say that a body stalled or was cut off', async () => {
    const stalling = await answering((_req, res) => void res.writeHead(200, { 'content-length': '100' }).write('half'));
    expect((await failure(door().fetch(stalling, { timeoutMs: 200 }))).code).toBe('outbound.timed_out');
    const cutting = await answering((_req, res) => {
      res.writeHead(200, { 'content-length': '100' }).write('half');
      setTimeout(() => res.destroy(), 50);
    });
    const error = await failure(door().fetch(cutting, { method: 'POST', body: '{}' }));
    expect(error).toBeInstanceOf(UnclearOutcomeError);
    expect(error.code).toBe('outbound.cut_off');
  });

  it('say that something else than HTTP or TLS answers', async () => {
    const port = await listen(createTcpServer((socket) => void socket.once('data', () => socket.write('SSH-2.0-OpenSSH\r\n\r\n'))));
    expect((await failure(door().fetch(`http://127.0.0.1:${port}`))).code).toBe('outbound.not_http');
    expect((await failure(door().fetch(`https://127.0.0.1:${port}`))).code).toBe('outbound.tls_failed');
  });

  it("leave the caller's own abort alone", async () => {
    const url = await answering(() => undefined);
    const reason = new Error('stopping');
    await expect(door().fetch(url, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(calls).toEqual(['aborted']);
  });
});

describe('Retry-After', () => {
  const now = new Date('2026-11-23T12:00:00Z');
  it.each([
    ['30', '2026-11-23T12:00:30.000Z'],
    ['0', '2026-11-23T12:00:00.000Z'],
    ['Mon, 23 Nov 2026 12:05:00 GMT', '2026-11-23T12:05:00.000Z'],
    ['Mon, 23 Nov 2026 11:00:00 GMT', '2026-11-23T12:00:00.000Z'],
    ['99999999', '2026-11-24T12:00:00.000Z'],
    ['-5', undefined],
    ['soon', undefined],
    ['', undefined],
    [null, undefined],
  ])('%s means %s', (value, expected) => {
    expect(parseRetryAfter(value, now)?.toISOString()).toBe(expected);
  });
});
