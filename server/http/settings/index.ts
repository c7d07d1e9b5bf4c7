import { Router } from 'express';
import { approve, create, disconnect, preview, test, update } from './connections.ts';
import { decide, decideReviews } from './decisions.ts';
import { hints } from './hints.ts';
import { overview } from './overview.ts';
import { savePortalSettings } from './portal.ts';
import { listProblems, listReviews, retry } from './problems.ts';
import type { SettingsDeps } from './request.ts';
import { createTrials } from './trials.ts';
import { retryProperties, uninstall } from './account.ts';

/** All behind the signature check; each endpoint asks for an administrator by itself. */
export function settingsRoutes(deps: SettingsDeps): Router {
  const trial = createTrials(deps);
  return Router()
    .get('/overview', overview(deps))
    .get('/preview', preview(deps))
    .get('/problems', listProblems(deps))
    .get('/reviews', listReviews(deps))
    .post('/portal', savePortalSettings(deps))
    .post('/connections/test', trial(test(deps)))
    .post('/connections', trial(create(deps)))
    .post('/connections/update', trial(update(deps)))
    .post('/connections/approve', approve(deps))
    .post('/connections/disconnect', disconnect(deps))
    .post('/connections/hint', trial(hints(deps)))
    .post('/connections/decide', trial(decide(deps)))
    .post('/problems/retry', retry(deps))
    .post('/reviews/decide', decideReviews(deps))
    .post('/properties/retry', retryProperties(deps))
    .post('/uninstall', uninstall(deps));
}
