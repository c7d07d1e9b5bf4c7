import { z } from 'zod';

const Entered = z.string().trim().min(1);

/** What an administrator enters. One connection reads one company database. */
export const B1Settings = z.object({
  /** Address of the Service Layer, without `/b1s/v2`. */
  url: Entered.transform(toBaseUrl).pipe(z.url({ protocol: /^https?$/ })),
  /** Name of the company database; the server compares its case. */
  companyDb: Entered,
  user: Entered,
  /** Blanks at its ends belong to it. */
  password: z.string().min(1),
  /** Fingerprint of a self-signed certificate an administrator accepted. */
  pinnedCertificate: z
    .string()
    .trim()
    .nullish()
    .transform((value) => value || null),
});
export type B1Settings = z.output<typeof B1Settings>;

/** People paste the address with the path of the service or of a page. */
function toBaseUrl(entered: string): string {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(entered) ? entered : `https://${entered}`;
  return address
    .replace(/[?#].*$/, '')
    .replace(/\/b1s(\/.*)?$/i, '')
    .replace(/\/+$/, '');
}

export function publicSettings({ password: _secret, ...shown }: B1Settings): Record<string, string | string[] | null> {
  return shown;
}

export const hostOf = ({ url }: Pick<B1Settings, 'url'>): string => new URL(url).host;
