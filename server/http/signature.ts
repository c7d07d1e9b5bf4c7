import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { verifySignature } from '../hubspot/signature.ts';
import { portalId as asPortalId, type PortalId } from '../ids.ts';
import type { Log } from '../log.ts';
import { refuse } from './refuse.ts';

export interface SignatureDeps {
  clientSecret: string;
  /** How HubSpot reaches this service, without a trailing slash; the `Host` header is anybody's word. */
  publicUrl: string;
  now(): Date;
  log: Log;
}

/** Who asks, in HubSpot's own signed words. */
export interface SignedUser {
  portalId: PortalId;
  userId: number;
  userEmail: string;
}

/** HubSpot sends and takes at most 1 MB. */
const BODY_LIMIT = '1mb';
const users = new WeakMap<Request, SignedUser>();

/** The user a card or settings request was signed for. Only behind `signedByHubSpot`. */
export function signedUser(req: Request): SignedUser {
  const user = users.get(req);
  if (!user) throw new Error('This route is not behind the signature check');
  return user;
}

/** For webhooks: raw bytes, checked before anything reads them. The body is left as JSON. */
export function verifiedBody(deps: SignatureDeps): RequestHandler[] {
  return [rawBody, (req, res, next) => (isVerified(deps, req, res) ? parseBody(deps, req, res, next) : undefined)];
}

/** For cards and settings: additionally puts portal and user of the signed address on the request. */
export function signedByHubSpot(deps: SignatureDeps): RequestHandler[] {
  const identify: RequestHandler = (req, res, next) => {
    const user = userOf(req);
    if (!user) return refuse(deps.log, req, res, { status: 401, code: 'request.not_signed', who: 'operator', reason: 'no single user' });
    users.set(req, user);
    next();
  };
  return [...verifiedBody(deps), identify];
}

const rawBody = express.raw({ type: () => true, limit: BODY_LIMIT });

function isVerified({ clientSecret, publicUrl, now, log }: SignatureDeps, req: Request, res: Response): boolean {
  const verdict = verifySignature(
    {
      method: req.method,
      uri: publicUrl + req.originalUrl,
      rawBody: bytesOf(req),
      signature: req.get('x-hubspot-signature-v3'),
      timestamp: req.get('x-hubspot-request-timestamp'),
    },
    clientSecret,
    now(),
  );
  if (verdict === 'valid') return true;
  // A clock that is wrong here or there looks like an old request.
  const code = verdict === 'stale' ? 'request.stale' : 'request.not_signed';
  refuse(log, req, res, { status: 401, code, who: 'operator', reason: verdict });
  return false;
}

/** Express leaves the body unset when there is none. */
const bytesOf = (req: Request): Buffer => (Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0));

function parseBody({ log }: SignatureDeps, req: Request, res: Response, next: NextFunction): void {
  const bytes = bytesOf(req);
  try {
    req.body = bytes.length === 0 ? undefined : JSON.parse(bytes.toString('utf8'));
  } catch {
    return refuse(log, req, res, { status: 400, code: 'input.invalid', who: 'operator', reason: 'not JSON' });
  }
  next();
}

/**
 * HubSpot appends portal and user to the address it signs. Code in the browser may have put parameters of the same name there before,
 * in any spelling, so a name that occurs twice names nobody.
 */
function userOf(req: Request): SignedUser | null {
  const query = new URLSearchParams(req.originalUrl.split('?')[1] ?? '');
  const only = (name: string): string | null => {
    const values = query.getAll(name);
    return values.length === 1 ? values[0]! : null;
  };
  const portal = positive(only('portalId'));
  const userId = positive(only('userId'));
  const userEmail = only('userEmail');
  return portal === null || userId === null || userEmail === null ? null : { portalId: asPortalId(portal), userId, userEmail };
}

function positive(text: string | null): number | null {
  const value = text !== null && /^\d{1,15}$/.test(text) ? Number(text) : 0;
  return value > 0 ? value : null;
}
