import { z } from 'zod';
import { Day } from '../contract.ts';

const blankIsNone = z
  .string()
  .trim()
  .nullish()
  .transform((value) => value || null);

/** What an administrator enters. The version is found out, not asked. */
export const OdooSettings = z.object({
  /** Address of the server, with the sub-path it may live under. */
  url: z
    .string()
    .trim()
    .min(1)
    .transform(toBaseUrl)
    .pipe(z.url({ protocol: /^https?$/ })),
  /** Not needed where the address serves one database and lists it, and from 19 on where it serves one. */
  database: blankIsNone,
  /** Not needed from 19 on: the key names its user. */
  login: blankIsNone,
  apiKey: z.string().trim().min(1),
  /** Ids of the companies to read; empty: all the user may see. */
  companies: z.array(z.string().regex(/^\d+$/)).default([]),
  /** The day the key ends, as Odoo showed it when the key was made. */
  keyExpiresOn: blankIsNone.pipe(Day.nullable()),
  /** Fingerprint of a self-signed certificate an administrator accepted. */
  pinnedCertificate: blankIsNone,
});
export type OdooSettings = z.output<typeof OdooSettings>;

/** People copy the address of a page they see: `…/web#action=…` and `…/odoo/customers` lead to the same server. */
function toBaseUrl(entered: string): string {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(entered) ? entered : `https://${entered}`;
  return address
    .replace(/[?#].*$/, '')
    .replace(/\/web(\/.*)?$/, '')
    .replace(/\/odoo(\/.*)?$/, '')
    .replace(/\/+$/, '');
}

export function publicSettings({ apiKey: _secret, ...shown }: OdooSettings): Record<string, string | string[] | null> {
  return shown;
}
