import { Router } from 'express';
import { decideHeldArchivals, listArchivals } from './archivals.ts';
import { approveProducts, catalog, decideProduct, productReviews, saveCatalog, stopProducts } from './catalog.ts';
import { approve, create, disconnect, preview, test, update } from './connections.ts';
import { listDecided, undoDecided } from './decided.ts';
import { decide } from './decisions.ts';
import {
  decideConflict,
  decideConflicts,
  freezeListed,
  listCommands,
  listChanges,
  listConflicts,
  listFrozen,
  retryListed,
  undoListed,
  undoManyListed,
  unfreezeListed,
} from './customer-lists.ts';
import { createProperty, mappingSample } from './customer-mapping.ts';
import { createCustomerShapes } from './customer-shapes.ts';
import {
  approveCustomers,
  confirmCustomers,
  controlCustomerRun,
  customers,
  discardCustomers,
  previewCustomers,
  saveCustomers,
  stopWritingCustomers,
} from './customers.ts';
import { hints } from './hints.ts';
import { knownLists, makeLists, searchLists } from './lists.ts';
import { confirmOrders, listOrders, orderChoices, orderHistory, orderProducts, orders, retryOrders, saveOrders } from './orders.ts';
import { overview } from './overview.ts';
import { creatable, savePortalSettings } from './portal.ts';
import { listProblems, retry } from './problems.ts';
import { chooseProjectRecords, projectRecords } from './project-records.ts';
import type { SettingsDeps } from './request.ts';
import { createAllAnew, decideDoubtful, decideListed, leaveOutAll, listCreations, listReviews, listUnmatched } from './reviews.ts';
import { createTrials } from './trials.ts';
import { retryProperties, uninstall } from './account.ts';

/** All behind the signature check; each endpoint asks for an administrator by itself. */
export function settingsRoutes(deps: SettingsDeps): Router {
  const trial = createTrials(deps);
  const shapes = createCustomerShapes(deps);
  return Router()
    .get('/overview', overview(deps))
    .get('/preview', preview(deps))
    .get('/problems', listProblems(deps))
    .get('/reviews', listReviews(deps))
    .get('/reviews/unmatched', listUnmatched(deps))
    .get('/reviews/creations', listCreations(deps))
    .get('/creatable', creatable(deps))
    .post('/portal', savePortalSettings(deps))
    .post('/connections/test', trial(test(deps)))
    .post('/connections', trial(create(deps)))
    .post('/connections/update', trial(update(deps)))
    .post('/connections/approve', approve(deps))
    .post('/connections/disconnect', disconnect(deps))
    .post('/connections/hint', trial(hints(deps)))
    .post('/connections/decide', trial(decide(deps)))
    .post('/problems/retry', retry(deps))
    .get('/lists', knownLists(deps))
    .post('/lists', makeLists(deps))
    .get('/lists/search', searchLists(deps))
    .get('/decided', listDecided(deps))
    .post('/decided/undo', undoDecided(deps))
    .post('/reviews/decide', decideListed(deps))
    .post('/reviews/leave-out', leaveOutAll(deps))
    .post('/reviews/create-anew', createAllAnew(deps))
    .post('/reviews/creations/decide', decideDoubtful(deps))
    .get('/catalog', catalog(deps))
    .post('/catalog', saveCatalog(deps))
    .post('/catalog/approve', approveProducts(deps))
    .post('/catalog/stop', stopProducts(deps))
    .get('/catalog/reviews', productReviews(deps))
    .post('/catalog/decide', decideProduct(deps))
    .get('/customers', customers(deps, shapes))
    .post('/customers', trial(saveCustomers(deps, shapes)))
    .post('/customers/discard', discardCustomers(deps))
    .post('/customers/preview', previewCustomers(deps))
    .post('/customers/approve', approveCustomers(deps))
    .post('/customers/confirm', confirmCustomers(deps))
    .post('/customers/run', controlCustomerRun(deps))
    .post('/customers/stop', stopWritingCustomers(deps))
    .post('/customers/sample', trial(mappingSample(deps, shapes)))
    .post('/customers/property', createProperty(deps, shapes))
    .get('/customers/commands', listCommands(deps))
    .post('/customers/retry', retryListed(deps))
    .get('/customers/conflicts', listConflicts(deps))
    .get('/customers/archivals', listArchivals(deps))
    .post('/customers/archivals/decide', decideHeldArchivals(deps))
    .get('/customers/changes', listChanges(deps))
    .post('/customers/decide', decideConflict(deps))
    .post('/customers/decide-all', decideConflicts(deps))
    .post('/customers/undo', undoListed(deps))
    .post('/customers/undo-many', undoManyListed(deps))
    .post('/customers/freeze', freezeListed(deps))
    .get('/customers/frozen', listFrozen(deps))
    .post('/customers/unfreeze-all', unfreezeListed(deps))
    .get('/orders', orders(deps))
    .post('/orders', saveOrders(deps))
    .post('/orders/confirm', confirmOrders(deps))
    .get('/orders/choices', orderChoices(deps))
    .get('/orders/products', orderProducts(deps))
    .get('/orders/history', orderHistory(deps))
    .get('/orders/commands', listOrders(deps))
    .post('/orders/retry', retryOrders(deps))
    .get('/project-records', projectRecords(deps))
    .post('/project-records', chooseProjectRecords(deps))
    .post('/properties/retry', retryProperties(deps))
    .post('/uninstall', uninstall(deps));
}
