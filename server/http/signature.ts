import type { Request, RequestHandler, Response } from 'express';
import { verifySignature, verifyStepSignature } from '../hubspot/signature.ts';
import { portalId as asPortalId, type PortalId } from '../shared/ids.ts';
import type { Log } from '../shared/log.ts';
import { bytesOf, jsonBody, rawBody } from './body.ts';
import { refuse } from './refuse.ts';

interface SignatureDeps {
  clientSecret: string;
  /** How HubSpot reaches this service, without a trailing slash; the `Host` header is anybody's word. */
  publicUrl: string;
  now(): Date;
  log: Log;
}

/** Who asks, in HubSpot's own signed words. */
interface SignedUser {
  portalId: PortalId;
  userId: number;
  userEmail: string;
}

/** HubSpot sends and takes at most 1 MB. */
const BODY_LIMIT = '1mb';
/** What a step of a workflow was given is short. */
const STEP_LIMIT = '128kb';
const users = new WeakMap<Request, SignedUser>();

/** The user a card or settings request was signed for. Only behind `signedByHubSpot`. */
export function signedUser(req: Request): SignedUser {
  const user = users.get(req);
  if (!user) throw new Error('This route is not behind the signature check');
  return user;
}

/**
 * For webhooks, whose portal stands in the body. HubSpot signs with the same secret what any card sends to any address of ours, so a user of
 * one portal could have an event of another one signed. Then it appends who asks; the address of a webhook has no query.
 */
export const verifiedBody = (deps: SignatureDeps): RequestHandler[] => [notFromCard(deps), ...verified(deps, BODY_LIMIT, verifySignature)];

/** For steps of workflows and what they let choose: the portal stands in the body, as above, and the signature is HubSpot's older one. */
export const verifiedStep = (deps: SignatureDeps): RequestHandler[] => [
  notFromCard(deps),
  ...verified(deps, STEP_LIMIT, verifyStepSignature),
];

const notFromCard =
  (deps: SignatureDeps): RequestHandler =>
  (req, res, next) =>
    queryOf(req) === '' ? next() : refuseUnsigned(deps, req, res, 'has a query');

/** For cards and settings: additionally puts portal and user of the signed address on the request. */
export function signedByHubSpot(deps: SignatureDeps): RequestHandler[] {
  const identify: RequestHandler = (req, res, next) => {
    const user = userOf(req);
    if (!user) return refuseUnsigned(deps, req, res, 'no single user');
    users.set(req, user);
    // Figures for one person; nothing between us and HubSpot may keep them for the next.
    res.set('Cache-Control', 'no-store');
    next();
  };
  return [...verified(deps, BODY_LIMIT, verifySignature), identify];
}

/** Raw bytes, checked before anything reads them. The body is left as JSON. */
const verified = (deps: SignatureDeps, limit: string, verify: typeof verifyStepSignature): RequestHandler[] => [
  rawBody(limit),
  (req, res, next) => (isVerified(deps, req, res, verify) ? next() : undefined),
  jsonBody,
];

const refuseUnsigned = ({ log }: SignatureDeps, req: Request, res: Response, reason: string): void =>
  refuse(log, req, res, { status: 401, code: 'request.not_signed', who: 'operator', reason });

function isVerified(
  { clientSecret, publicUrl, now, log }: SignatureDeps,
  req: Request,
  res: Response,
  verify: typeof verifyStepSignature,
): boolean {
  const verdict = verify(
    {
      method: req.method,
      uri: publicUrl + req.originalUrl,
      rawBody: bytesOf(req),
      signature: req.get('x-hubspot-signature-v3'),
      timestamp: req.get('x-hubspot-request-timestamp'),
      signatureV2: req.get('x-hubspot-signature'),
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

/**
 * HubSpot appends portal and user to the address it signs. Code in the browser may have put parameters of the same name there before,
 * in any spelling, so a name that occurs twice names nobody.
 */
function userOf(req: Request): SignedUser | null {
  const query = new URLSearchParams(queryOf(req));
  const only = (name: string): string | null => {
    const values = query.getAll(name);
    return values.length === 1 ? values[0]! : null;
  };
  const portal = positive(only('portalId'));
  const userId = positive(only('userId'));
  const userEmail = only('userEmail');
  return portal === null || userId === null || userEmail === null ? null : { portalId: asPortalId(portal), userId, userEmail };
}

/** All behind the first question mark: another one belongs to it, or it would hide what HubSpot appended. */
const queryOf = ({ originalUrl }: Request): string => (originalUrl.includes('?') ? originalUrl.slice(originalUrl.indexOf('?') + 1) : '');

function positive(text: string | null): number | null {
  const value = text !== null && /^\d{1,15}$/.test(text) ? Number(text) : 0;
  return value > 0 ? value : null;
}
