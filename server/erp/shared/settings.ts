import { z } from 'zod';

/** A field of a form: an empty one says nothing. */
export const BlankIsNone = z
  .string()
  .trim()
  .nullish()
  .transform((value) => value || null);

/** Address of a server, with the sub-path it may live under. People paste that of a page they see: what begins at one of `pages` goes. */
export const serverUrl = (pages: readonly RegExp[]) =>
  z
    .string()
    .trim()
    .min(1)
    .transform((entered) => toServerUrl(entered, pages))
    .pipe(z.url({ protocol: /^https?$/ }));

function toServerUrl(entered: string, pages: readonly RegExp[]): string {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(entered) ? entered : `https://${entered}`;
  return pages.reduce((url, page) => url.replace(page, ''), address.replace(/[?#].*$/, '')).replace(/\/+$/, '');
}

export const hostOf = ({ url }: { url: string }): string => new URL(url).host;
