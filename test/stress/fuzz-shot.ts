import { signatureHeaders } from '../fakes/hubspot/signing.ts';
import type { Portal } from '../fakes/hubspot/index.ts';
import type { Shot } from '../bench/support/load.ts';
import type { World } from '../support/world.ts';
import { mutate, pick, type Random } from './fuzz-values.ts';
import type { Route } from './fuzz-routes.ts';

const UNSIGNED_SHARE = 0.15;
const UNTOUCHED_SHARE = 0.1;
const METHODS = ['PUT', 'DELETE', 'HEAD', 'PATCH', 'OPTIONS'] as const;
const ODD_BODIES = [
  Buffer.from([0xff, 0xfe, 0, 0x80]),
  Buffer.from('{"a":'),
  Buffer.from('['.repeat(50_000)),
  Buffer.alloc(1_100_000, 0x20),
];
const ODD_PATHS = ['%00', '%ff', '/..', '//', '?', '%', ';x', '/%2e%2e'];

export interface FuzzShot extends Omit<Shot, 'method'> {
  method: string;
  route: string;
}

/** One request to one of the routes, nearly right or far from it; mostly signed, as only HubSpot can. */
export function fuzzShot(random: Random, world: World, route: Route): FuzzShot {
  const input = random() < UNTOUCHED_SHARE ? route.input : mutate(random, route.input ?? {});
  const isBody = route.method === 'POST';
  const query = new URLSearchParams(isBody ? [] : parameters(input));
  if (route.signedFor === 'person') for (const [name, value] of personOf(random, world.portal, route)) query.append(name, value);
  const method = random() < 0.02 ? pick(random, METHODS) : route.method;
  const path = route.path + (random() < 0.02 ? pick(random, ODD_PATHS) : '') + (query.size > 0 ? `?${query}` : '');
  const body = isBody ? bodyOf(random, input) : Buffer.alloc(0);
  const signable = { method, uri: world.publicUrl + path, body, timestamp: Date.now() - (random() < 0.02 ? 3_600_000 : 0) };
  const isSigned = route.signedFor !== 'nobody' && random() >= UNSIGNED_SHARE;
  const headers = {
    ...(isBody && { 'content-type': random() < 0.05 ? 'text/plain' : 'application/json' }),
    ...(isSigned && signatureHeaders(world.hubspot.clientSecret, signable)),
  };
  return { route: `${route.method} ${route.path}`, method, path, headers, ...(body.length > 0 && { body }) };
}

/** HubSpot appends who asks; code in a browser may have put more of the same before. */
function personOf(random: Random, { id, admin }: Portal, { isLast = false }: Route): [string, string][] {
  const chance = random();
  const administrator = chance < 0.8 && !isLast;
  const portalId = chance > 0.97 ? pick(random, ['999', '0', '-1', '1e3', '\0', '9'.repeat(30)]) : String(id);
  const userId = administrator ? String(admin.userId) : pick(random, ['77', '0', '\0', '9'.repeat(16)]);
  const email = administrator ? admin.email : pick(random, ['rep@acme.test', '', '\0@x', `${'a'.repeat(5_000)}@x`, "o'brien@acme.test"]);
  return [
    ['userId', userId],
    ['portalId', portalId],
    ['userEmail', email],
  ];
}

function parameters(input: unknown): [string, string][] {
  if (typeof input !== 'object' || input === null) return [];
  const texts = Object.entries(input).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  // A server refuses longer addresses before anybody reads them.
  return texts.map(([name, value]) => [name, value.slice(0, 2_000)]);
}

function bodyOf(random: Random, input: unknown): Buffer {
  return random() < 0.03 ? pick(random, ODD_BODIES) : Buffer.from(JSON.stringify(input) ?? '');
}
