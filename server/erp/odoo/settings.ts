import { z } from 'zod';
import { Day } from '../shared/contract.ts';
import { BlankIsNone, serverUrl } from '../shared/settings.ts';

/** What an administrator enters. The version is found out, not asked. */
export const OdooSettings = z.object({
  /** `…/web#action=…` and `…/odoo/customers` lead to the same server. */
  url: serverUrl([/\/web(\/.*)?$/, /\/odoo(\/.*)?$/]),
  /** Not needed where the address serves one database and lists it, and from 19 on where it serves one. */
  database: BlankIsNone,
  /** Not needed from 19 on: the key names its user. */
  login: BlankIsNone,
  apiKey: z.string().trim().min(1),
  /** Ids of the companies to read; empty: all the user may see. */
  companies: z.array(z.string().regex(/^\d+$/)).default([]),
  /** The day the key ends, as Odoo showed it when the key was made. */
  keyExpiresOn: BlankIsNone.pipe(Day.nullable()),
  /** Fingerprint of a self-signed certificate an administrator accepted. */
  pinnedCertificate: BlankIsNone,
});
export type OdooSettings = z.output<typeof OdooSettings>;

export function publicSettings({ apiKey: _secret, ...shown }: OdooSettings): Record<string, string | string[] | null> {
  return shown;
}
