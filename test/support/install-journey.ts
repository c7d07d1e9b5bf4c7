import type { World } from './world.ts';

/** A browser that is sent to HubSpot and comes back; each has an address of its own. */
interface Browser {
  location: string;
  headers: Record<string, string>;
}

let count = 0;

export async function beginInstall({ publicUrl }: Pick<World, 'publicUrl'>): Promise<Browser> {
  count += 1;
  const from = { 'x-forwarded-for': `198.18.${(count >> 8) & 255}.${count & 255}` };
  const answer = await fetch(`${publicUrl}/oauth/install`, { headers: from, redirect: 'manual' });
  const cookies = answer.headers.getSetCookie().map((line) => line.split(';')[0]);
  return { location: answer.headers.get('location') ?? '', headers: { ...from, cookie: cookies.join('; ') } };
}

/** Who agrees at HubSpot: the portal's administrator, unless another is named. */
export interface Agreed {
  portalId: number;
  userId?: number;
}

export function comeBack({ hubspot }: Pick<World, 'hubspot'>, { location, headers }: Browser, agreed: Agreed): Promise<Response> {
  return fetch(hubspot.consent(location, agreed), { headers, redirect: 'manual' });
}
