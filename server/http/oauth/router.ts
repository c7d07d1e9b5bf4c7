import { Router, type Request, type Response } from 'express';
import OAuth2Strategy from 'passport-oauth2';
import { isDatabaseAway } from '../../db/outage.ts';
import { PuenteError, TransientError } from '../../shared/errors.ts';
import type { Tokens } from '../../hubspot/oauth.ts';
import { portalId as asPortalId, type PortalId } from '../../shared/ids.ts';
import { admitInstaller, type InstallerDeps } from '../../portals/installer.ts';
import type { Secrets } from '../../portals/secrets.ts';
import type { Enqueue } from '../../sync/shared/job-data.ts';
import { installPortal } from '../../sync/connection/install.ts';
import { languageOf, sendPage } from './pages.ts';
import { BROWSER_COOKIE, createStateStore, isSecondTry, nameBrowser, STATE_LIFE_MS } from './state-store.ts';
import { installThrottle } from './throttle.ts';
import { authenticate, type Outcome, type StrategyOptions } from './strategy.ts';

interface OAuthRouterDeps extends StrategyOptions, InstallerDeps {
  secrets: Secrets;
  enqueue: Enqueue;
}

const REMOTE_FAILURES = [PuenteError, OAuth2Strategy.AuthorizationError];

/** `/oauth/install` sends the browser to HubSpot, `/oauth/callback` takes it back and stores the install. */
export function oauthRouter(deps: OAuthRouterDeps): Router {
  const store = createStateStore(deps);
  const router = Router();
  const mayBegin = installThrottle(deps.now);
  router.get('/install', async (req, res) => {
    if (!mayBegin(req)) return sendPage(res, 429, { language: languageOf(req), name: 'too_many' });
    res.cookie(BROWSER_COOKIE, nameBrowser(req), {
      httpOnly: true,
      sameSite: 'lax',
      secure: deps.publicUrl.startsWith('https:'),
      path: '/oauth',
      maxAge: STATE_LIFE_MS,
    });
    await answer(deps, req, res, await authenticate(deps, store, req));
  });
  router.get('/callback', async (req, res) => {
    // Without a code there is nothing to check: HubSpot tells of a refusal, or somebody opened the address.
    const isAnswer = typeof req.query['code'] === 'string' || typeof req.query['error'] === 'string';
    const outcome: Outcome = isAnswer ? await authenticate(deps, store, req) : { kind: 'refused', reason: 'state' };
    try {
      await answer(deps, req, res, outcome);
    } catch (error) {
      await answer(deps, req, res, { kind: 'failed', error });
    }
  });
  return router;
}

async function answer(deps: OAuthRouterDeps, req: Request, res: Response, outcome: Outcome): Promise<void> {
  const language = languageOf(req);
  if (outcome.kind === 'redirect') return res.redirect(outcome.to);
  if (outcome.kind === 'tokens') {
    const { portalId, isAdministrator } = await install(deps, outcome.tokens, language);
    const name = isAdministrator ? 'installed' : 'installed_for_others';
    return sendPage(res, 200, { language, name, installed: { portalId, authorizeUrl: deps.authorizeUrl } });
  }
  if (outcome.kind === 'failed') {
    // HubSpot's refusals and outages heal with another try; anything else is ours.
    const isRemote = REMOTE_FAILURES.some((kind) => outcome.error instanceof kind);
    const status = isDatabaseAway(outcome.error) ? 503 : isRemote ? 502 : 500;
    deps.log[status === 500 ? 'error' : 'warn']({ err: outcome.error }, 'install failed');
    return sendPage(res, status, { language, name: 'failed' });
  }
  if (outcome.reason !== 'state') return sendPage(res, 200, { language, name: 'cancelled' });
  // An install begun inside HubSpot, an old tab, or somebody else's code: never exchanged, begun again with a state of ours.
  if (!isSecondTry(req)) return res.redirect('/oauth/install?again=1');
  return sendPage(res, 403, { language, name: 'no_state' });
}

interface Installed {
  portalId: PortalId;
  isAdministrator: boolean;
}

async function install(deps: OAuthRouterDeps, tokens: Tokens, locale: 'en' | 'es'): Promise<Installed> {
  const { oauth, log } = deps;
  const who = await oauth.introspect(tokens.accessToken).catch((error: unknown) => {
    // Without an installer nobody may change settings, so an outage is worth another try; a refusal would only come again.
    if (!(error instanceof TransientError && error.code === 'hubspot.oauth_refused')) throw error;
    log.warn({ err: error }, 'installer unknown: HubSpot did not say whose token this is');
    return { portalId: null, userId: null, userEmail: null };
  });
  const hub = tokens.portalId ?? who.portalId;
  if (hub === null) throw new Error('HubSpot named no account for this token');
  const portalId = asPortalId(hub);
  await installPortal(deps, { portalId, tokens, installedBy: who.userId, locale });
  const isAdministrator = await admitInstaller(deps, portalId, who);
  log.info({ portalId, isInstallerKnown: who.userId !== null, isAdministrator }, 'app installed');
  return { portalId, isAdministrator };
}
