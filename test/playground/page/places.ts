import type { ObjectType } from '../api.ts';

const TYPES: Record<string, ObjectType> = { '0-1': 'contacts', '0-2': 'companies', '0-3': 'deals', '0-7': 'products' };
/** Addresses as HubSpot has them, whole or without a host, and where the same is on this page. */
const PLACES: readonly (readonly [RegExp, (found: RegExpExecArray) => string])[] = [
  [/\/objectLists\/(\d+)/, ([, list]) => `#/lists/${list}`],
  [/\/record\/(0-[1237])\/(\d+)/, ([, type, id]) => `#/${TYPES[type ?? '']}/${id}`],
  [/^\/(connected-apps|integrations-settings|settings)\//, () => '#/settings'],
  [/^\/workflows\//, () => '#/workflows'],
];

/** Where on this page an address of HubSpot leads; null: it is none of HubSpot's. */
export function placeOf(href: string, pageUrl: string): string | null {
  const { host, pathname } = new URL(href, pageUrl);
  if (host !== new URL(pageUrl).host && !/(^|\.)hubspot\.com$/.test(host)) return null;
  for (const [pattern, place] of PLACES) {
    const found = pattern.exec(pathname);
    if (found) return place(found);
  }
  return null;
}
