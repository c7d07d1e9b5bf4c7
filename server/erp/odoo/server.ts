import { z } from 'zod';
import { ReconnectError } from '../../shared/errors.ts';
import { failureOf, notOdoo, type Asked } from './errors.ts';
import type { OdooSettings } from './settings.ts';
import type { Answer, Send } from '../shared/http.ts';
import { rowsOf } from '../shared/rows.ts';
import type { CompanyClock } from '../shared/today.ts';

export interface OdooServer {
  /** 16, 17, 18, 19, …; Odoo Online's versions in between count as the one they build on. */
  version: number;
  /** `Odoo 18.0`, `Odoo saas~18.2 Enterprise`. */
  product: string;
}

const OLDEST = 16;
const VersionInfo = rowsOf(z.union([z.string(), z.number()])).refine((parts) => parts.length > 0);
const Versions = z.union([
  z.object({ version_info: VersionInfo }).transform(({ version_info }) => version_info),
  z.object({ result: z.object({ server_version_info: VersionInfo }) }).transform(({ result }) => result.server_version_info),
]);

/** `/web/version` answers from 19 on, the older way everywhere; neither needs a login. */
export async function readServer(send: Send, settings: OdooSettings, clock: CompanyClock): Promise<OdooServer> {
  const asked = { settings, model: 'server', method: 'version', clock };
  const info = versionIn(await send('/web/version', {}), asked) ?? versionIn(await askVersion(send), asked);
  if (!info) throw notOdoo(settings);
  const [major, minor] = info.map(String);
  const version = Number(/\d+/.exec(major ?? '')?.[0]);
  if (!(version >= OLDEST)) {
    throw new ReconnectError('This Odoo is too old', { code: 'odoo.version_too_old', params: { version: String(major), oldest: OLDEST } });
  }
  const number = major?.includes('~') && major.includes('.') ? major : `${major}.${minor ?? 0}`;
  return { version, product: `Odoo ${number}${info.at(-1) === 'e' ? ' Enterprise' : ''}` };
}

/** The cheapest call every version answers. */
export const askVersion = (send: Send, signal?: AbortSignal): Promise<Answer> =>
  send('/web/webclient/version_info', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }, signal);

function versionIn(answer: Answer, asked: Asked): (string | number)[] | null {
  // A server that is down or busy is still the right address.
  if (answer.status === 429 || answer.status >= 500) throw failureOf(answer, asked);
  return Versions.safeParse(answer.json).data ?? null;
}

/** Null where the host does not list its databases, which is common. */
export async function listDatabases(send: Send, signal?: AbortSignal): Promise<string[] | null> {
  const body = JSON.stringify({ jsonrpc: '2.0', method: 'call', params: {} });
  const answer = await send('/web/database/list', { method: 'POST', headers: { 'content-type': 'application/json' }, body }, signal);
  return z.object({ result: rowsOf(z.string()) }).safeParse(answer.json).data?.result ?? null;
}
