import { useState } from 'react';
import type { Candidate } from '../api/types.ts';
import { useCard } from './useCard.tsx';

export interface Creation {
  /** `seen`: ERP customers that stand beside the button, and are others. */
  create: (seen: readonly Pick<Candidate, 'customerId'>[]) => Promise<void>;
  /** Whom the ERP has already, so that nothing was asked. */
  known: Candidate[];
  forget: () => void;
}

type Run = (action: () => Promise<unknown>, success: null) => Promise<unknown>;

/** Has an ERP customer made of the record. Where the ERP has one that may be it, the person is asked first. */
export function useCreation({ connectionId, connectionName: name }: { connectionId: string; connectionName: string }, run: Run): Creation {
  const { t, api, actions } = useCard();
  const [known, setKnown] = useState<Candidate[]>([]);
  const create: Creation['create'] = async (seen) => {
    const ids = seen.map(({ customerId }) => customerId);
    await run(async () => {
      const answer = await api.createCustomer(connectionId, ids);
      setKnown('known' in answer ? answer.known : []);
      if ('key' in answer) actions.addAlert({ type: 'success', message: t('asked.again', { name }) });
    }, null);
  };
  return { create, known, forget: () => setKnown([]) };
}
