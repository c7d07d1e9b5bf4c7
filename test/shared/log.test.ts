import { describe, expect, it } from '@jest/globals';
import { ReconnectError } from '../../server/shared/errors.ts';
import { createLog } from '../../server/shared/log.ts';

function logged(write: (log: ReturnType<typeof createLog>) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  write(createLog('info', { write: (line) => void lines.push(line) }));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('the log', () => {
  it('writes one line per outcome, with its facts as fields', () => {
    const [line] = logged((log) => log.info({ portalId: 7, records: 87 }, 'page pulled'));
    expect(line).toEqual({ level: 'info', time: expect.any(String), portalId: 7, records: 87, msg: 'page pulled' });
  });

  it('leaves out what is below its level', () => {
    expect(logged((log) => log.debug({}, 'why'))).toEqual([]);
  });

  it('never shows secrets, wherever they hide', () => {
    const [line] = logged((log) =>
      log.warn(
        { password: 's3cret', headers: { authorization: 's3cret' }, request: { body: { apiKey: 's3cret', refresh_token: 's3cret' } } },
        'odd',
      ),
    );
    expect(JSON.stringify(line)).not.toContain('s3cret');
  });

  it('stays short whatever a remote said', () => {
    const lines: string[] = [];
    const remote = 'x'.repeat(5_000_000);
    const err = new ReconnectError(remote, { code: 'erp.odd', params: { said: remote }, cause: new Error(remote) });
    createLog('info', { write: (line) => void lines.push(line) }).warn({ err }, 'odd');
    expect(lines.join('').length).toBeLessThan(30_000);
  });

  it('tells what an error says and what can be done, not what foreign errors carry along', () => {
    const cause = Object.assign(new Error('connect postgres://app:s3cret@db/puente failed'), { config: { data: 'a whole request' } });
    const [line] = logged((log) =>
      log.error(
        { err: new ReconnectError('refused', { code: 'erp.access_denied', params: { user: 7 }, help: 'Renew the key.', cause }) },
        'pull ended',
      ),
    );
    expect(line!['err']).toMatchObject({
      type: 'ReconnectError',
      message: 'refused',
      code: 'erp.access_denied',
      params: { user: 7 },
      help: 'Renew the key.',
      cause: { message: 'connect postgres://[secret]@db/puente failed' },
    });
    expect(JSON.stringify(line)).not.toMatch(/s3cret|whole request/);
  });
});
