import type { Request, Response } from 'express';
import type { Answer, CardObjectType, CrmEdit, LineAction, NewCrmRecord, QuoteAction, RecordAction } from './api.ts';
import { actOnRecord } from './crm/record-actions.ts';
import { changeLines } from './crm/deal-lines.ts';
import { createRecord, editRecord } from './crm/people.ts';
import { hasCards } from './crm/portal.ts';
import { changeQuotes } from './crm/quotes.ts';
import type { WebDeps } from './web.ts';

type Deps = Pick<WebDeps, 'portal' | 'tell'>;

export const editInCrm = (deps: Deps, req: Request, res: Response): Promise<void> =>
  answer(res, () => {
    const id = editRecord(deps.portal, typeIn(req), String(req.params['id']), req.body as CrmEdit);
    deps.tell({ kind: 'crm' });
    return { id };
  });

export const createInCrm = (deps: Deps, req: Request, res: Response): Promise<void> =>
  answer(res, () => {
    const id = createRecord(deps.portal, typeIn(req), req.body as NewCrmRecord);
    deps.tell({ kind: 'crm' });
    return { id };
  });

export const decideInCrm = (deps: Deps, req: Request, res: Response): Promise<void> =>
  answer(res, () => {
    const id = actOnRecord(deps.portal, typeIn(req), String(req.params['id']), req.body as RecordAction);
    deps.tell({ kind: 'crm' });
    return { id };
  });

export const editLines = (deps: Deps, req: Request, res: Response): Promise<void> =>
  answer(res, () => {
    changeLines(deps.portal, String(req.params['id']), req.body as LineAction & { userId: number });
    deps.tell({ kind: 'crm' });
    return {};
  });

export const editQuotes = (deps: Deps, req: Request, res: Response): Promise<void> =>
  answer(res, () => {
    changeQuotes(deps.portal, String(req.params['id']), req.body as QuoteAction & { userId: number });
    deps.tell({ kind: 'crm' });
    return {};
  });

function typeIn(req: Request): CardObjectType {
  const type = String(req.params['type']);
  if (!hasCards(type)) throw new Error(`${type} are not edited here`);
  return type;
}

/** What a person asked for: a refusal is an answer. */
export async function answer<T extends object>(res: Response, work: () => T | Promise<T>): Promise<void> {
  try {
    res.json({ done: true, ...(await work()) } satisfies Answer<T>);
  } catch (error) {
    res.json({ done: false, reason: error instanceof Error ? error.message : String(error) } satisfies Answer);
  }
}
