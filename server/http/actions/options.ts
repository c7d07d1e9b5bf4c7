import type { RequestHandler } from 'express';
import { OPTION_LISTS } from '../../sync/actions/design.ts';
import { loadOptions } from '../../sync/actions/options.ts';
import { NotFoundError } from '../failures.ts';
import { readOptionsCall } from './request.ts';
import type { StepDeps } from './step.ts';

/** What somebody who builds a workflow chooses from, page by page. Some lists are asked of the ERPs. */
export function listOptions(deps: Pick<StepDeps, 'db' | 'connectors'>): RequestHandler {
  return async (req, res) => {
    const list = OPTION_LISTS.find((name) => name === req.params['list']);
    if (!list) throw new NotFoundError('No such list of options', { code: 'not_found' });
    const { portalId, search, after } = readOptionsCall(req.body);
    res.json(await loadOptions(deps, portalId, { list, search, after }));
  };
}
