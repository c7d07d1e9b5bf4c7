import { z } from 'zod';
import type { ErpIo } from '../shared/contract.ts';
import { createSend } from '../shared/http.ts';
import { singleFlight } from '../shared/single-flight.ts';
import { tokenFailure } from './errors.ts';
import type { S4Settings } from './settings.ts';

/** What says who we are. */
interface Pass {
  /** For the header `authorization`. */
  header: string;
  endsAt: number;
}

interface Access {
  get(signal: AbortSignal): Promise<Pass>;
  /** It was refused; true: another one may be given out. */
  forget(refused: Pass): boolean;
}

const Token = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive().optional() });
/** Before the server says so: a call that is on its way still has to be let in. */
const EARLY_MS = 60_000;
const DEFAULT_LIFE_S = 600;

export function createAccess(settings: S4Settings, io: ErpIo): Access {
  const { user, password, tokenUrl } = settings;
  if (tokenUrl !== null) return tokenAccess(settings, new URL(tokenUrl), io);
  const pass = { header: basicOf(user, password), endsAt: Infinity };
  return { get: async () => pass, forget: () => false };
}

function tokenAccess(settings: S4Settings, address: URL, io: ErpIo): Access {
  const token = singleFlight(() => askForToken(settings, address, io));
  return {
    async get(signal) {
      const known = await token.get(signal);
      if (io.now().getTime() < known.endsAt) return known;
      token.forget(known);
      return token.get(signal);
    },
    forget(refused) {
      token.forget(refused);
      return true;
    },
  };
}

async function askForToken(settings: S4Settings, address: URL, io: ErpIo): Promise<Pass> {
  // The certificate that was accepted is the system's; tokens may come from elsewhere.
  const pinnedCertificate = address.origin === new URL(settings.url).origin ? settings.pinnedCertificate : null;
  const send = createSend({ url: address.origin, pinnedCertificate }, io);
  const headers = {
    authorization: basicOf(encodeURIComponent(settings.user), encodeURIComponent(settings.password)),
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'application/json',
  };
  const answer = await send(`${address.pathname}${address.search}`, { method: 'POST', headers, body: 'grant_type=client_credentials' });
  const { data } = Token.safeParse(answer.json);
  if (answer.status !== 200 || !data) throw tokenFailure(answer, { settings, host: address.host, now: io.now() });
  const lifeMs = (data.expires_in ?? DEFAULT_LIFE_S) * 1000;
  return { header: `Bearer ${data.access_token}`, endsAt: io.now().getTime() + Math.max(lifeMs - EARLY_MS, lifeMs / 2) };
}

const basicOf = (user: string, password: string): string => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
