import { z } from 'zod';
import { BlankIsNone, serverUrl } from '../shared/settings.ts';

const Entered = z.string().trim().min(1);

/** What an administrator enters. One connection reads one client of one system. */
export const S4Settings = z.object({
  /** Address of the API host, with what a proxy in front of it adds. */
  url: serverUrl([/\/sap\/opu(\/.*)?$/i, /\/ui(\/.*)?$/i]),
  /** `sap-client`; the system's own where it is left out, as in the cloud. */
  client: BlankIsNone.pipe(z.stringFormat('client', /^\d{3}$/).nullable()),
  /** Where tokens are given out (OAuth 2.0 client credentials); left out: user and password go with each call. */
  tokenUrl: BlankIsNone.pipe(z.url({ protocol: /^https?$/ }).nullable()),
  /** Communication user, or client id. */
  user: Entered,
  /** Its password, or client secret. Blanks at its ends belong to it. */
  password: z.string().min(1),
  /** Company codes to read; empty: all that can be seen. */
  companies: z.array(Entered).default([]),
  // ── of new customers, where nobody chooses otherwise ──
  /** `BusinessPartnerGrouping` of which the system gives out the numbers. */
  grouping: BlankIsNone,
  /** One of which Puente gives them, with letters and digits: the system itself then refuses a second customer of one command. */
  externalGrouping: BlankIsNone,
  companyCode: BlankIsNone,
  reconciliationAccount: BlankIsNone,
  /** `1010/10/00`: sales organisation, distribution channel, division. */
  salesArea: BlankIsNone.pipe(z.stringFormat('salesArea', /^\w{1,4}\/\w{1,2}\/\w{1,2}$/).nullable()),
  // ── of quotations and orders ──
  /** Kinds of documents; their codes depend on the language in which the system was set up. */
  quotationType: BlankIsNone,
  orderType: BlankIsNone,
  /** Condition types that may be entered by hand: a price, a discount in percent. */
  priceCondition: BlankIsNone,
  discountCondition: BlankIsNone,
  /** Why the items of what is called off are rejected. */
  rejectionReason: BlankIsNone,
  /** Fingerprint of a self-signed certificate an administrator accepted. */
  pinnedCertificate: BlankIsNone,
});
export type S4Settings = z.output<typeof S4Settings>;

export function publicSettings({ password: _secret, ...shown }: S4Settings): Record<string, string | string[] | null> {
  return shown;
}
