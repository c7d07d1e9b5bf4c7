import { z } from 'zod';
import { BlankIsNone, serverUrl } from '../shared/settings.ts';

const Entered = z.string().trim().min(1);

/** What an administrator enters. One connection reads one company database. */
export const B1Settings = z.object({
  /** Address of the Service Layer, without `/b1s/v2`. */
  url: serverUrl([/\/b1s(\/.*)?$/i]),
  /** Name of the company database; the server compares its case. */
  companyDb: Entered,
  user: Entered,
  /** Blanks at its ends belong to it. */
  password: z.string().min(1),
  /** Fingerprint of a self-signed certificate an administrator accepted. */
  pinnedCertificate: BlankIsNone,
});
export type B1Settings = z.output<typeof B1Settings>;

export function publicSettings({ password: _secret, ...shown }: B1Settings): Record<string, string | string[] | null> {
  return shown;
}
