import { beforeAll, describe, expect, it } from '@jest/globals';
import { beginInstall as begin, comeBack, hubspot, log, useInstallApp, type Begun } from '../support/install-app.ts';

const PORTALS = [4711, 4712];
let calls = 0;
// The first to ask is answered last, so that the installs overtake each other.
const db = useInstallApp({ latencyMs: () => 60 - (calls++ % 6) * 10 });
beforeAll(() => {
  for (const portalId of PORTALS) hubspot.addPortal({ portalId });
});

/** Which portal the browser's last page confirms. */
async function finish(begun: Begun): Promise<{ asked: number; confirmed: number }> {
  const page = await (await comeBack(begun)).text();
  return { asked: begun.portalId, confirmed: Number(/integrations-settings\/(\d+)\//.exec(page)?.[1]) };
}

describe('installs at the same time', () => {
  it('each browser has its own way to HubSpot and is told of its own portal', async () => {
    const browsers = Array.from({ length: 12 }, (_, index) => PORTALS[index % 2]!);
    const begun = await Promise.all(browsers.map(begin));
    expect(new Set(begun.map(({ location }) => new URL(location).searchParams.get('state'))).size).toBe(12);
    // While some come back, others begin.
    const [finished, alsoBegun] = await Promise.all([Promise.all(begun.map(finish)), Promise.all(browsers.map(begin))]);
    for (const { asked, confirmed } of [...finished, ...(await Promise.all(alsoBegun.map(finish)))]) expect(confirmed).toBe(asked);
    expect(log.levels().filter((level) => level !== 'info')).toEqual([]);
    expect(await db()('portals').orderBy('portalId').select('portalId')).toEqual(PORTALS.map((portalId) => ({ portalId })));
  });

  const TOKEN = /POST \/oauth\/[^/]+\/token$/;
  it.each([
    ['cannot be read', { kind: 'status', status: 200, body: 'null', match: TOKEN }],
    ['does not come', { kind: 'hang', match: TOKEN }],
    ['breaks off', { kind: 'cutOff', match: TOKEN }],
  ] as const)('one whose token answer %s fails alone, and is nothing the operator must act on', async (_what, fault) => {
    log.lines.length = 0;
    const [broken, whole] = await Promise.all(PORTALS.map(begin));
    hubspot.faults.next(fault);
    expect((await comeBack(broken!)).status).toBe(502);
    expect((await finish(whole!)).confirmed).toBe(whole!.portalId);
    expect(log.levels()).toEqual(['warn', 'info']);
    hubspot.faults.clear();
  });
});
