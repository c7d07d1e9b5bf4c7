import type { Stage } from '../bench/support/stage.ts';
import { beginInstall, comeBack } from '../support/install-journey.ts';
import type { Part } from './part.ts';

const FIRST_ID = 20_001;

/** So many people install at the same moment: all are away at HubSpot before the first comes back, and all come back at once. */
export async function overlappingInstalls({ world, database: { db } }: Stage, count: number): Promise<Part> {
  const ids = Array.from({ length: count }, (_, n) => FIRST_ID + n);
  for (const portalId of ids) world.hubspot.addPortal({ portalId });
  const startedAt = performance.now();
  const away = await Promise.all(ids.map(async (portalId) => ({ portalId, browser: await beginInstall(world) })));
  const answers = await Promise.all(
    away.map(async ({ portalId, browser }) => {
      const answer = await comeBack(world, browser, { portalId }).catch(() => null);
      return { portalId, status: answer?.status ?? 0, page: (await answer?.text()) ?? '' };
    }),
  );
  const elapsedMs = Math.round(performance.now() - startedAt);
  const stored = new Map(
    (await db('portals').whereIn('portalId', ids).select<{ portalId: number; status: string; installedBy: number }[]>()).map((row) => [
      row.portalId,
      row,
    ]),
  );
  const faults = answers.flatMap(({ portalId, status, page }) => {
    if (status !== 200) return [`install of ${portalId} was answered with ${status}`];
    if (!page.includes(String(portalId))) return [`the page after the install of ${portalId} does not lead there`];
    return stored.get(portalId)?.status === 'active' ? [] : [`portal ${portalId} is not stored as installed`];
  });
  const figure = { what: 'overlapping installs', measured: `${count - faults.length} of ${count}`, details: `${elapsedMs} ms in all` };
  return { figures: [{ ...figure, target: 'all', isMet: faults.length === 0 }], faults };
}
