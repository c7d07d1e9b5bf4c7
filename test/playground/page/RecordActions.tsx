import { useState } from 'react';
import type { Answer, CardObjectType, RecordAction, RecordSummary } from '../api.ts';
import { post } from './client.ts';
import { RecordPicker } from './RecordPicker.tsx';
import { hrefOf } from './route.ts';
import { useViewer } from './viewer.ts';
import { useWords } from './words.ts';

interface RecordActionsProps {
  type: CardObjectType;
  id: string;
  name: string;
}

type Asked = Exclude<RecordAction['action'], 'restore'>;

/** What people do with a whole record, each after a second click: delete it, for privacy too, or merge it with another. */
export function RecordActions({ type, id, name }: RecordActionsProps) {
  const { recordActions } = useWords();
  const [asked, ask] = useState<Asked | null>(null);
  const [other, setOther] = useState<RecordSummary | null>(null);
  const decide = useRecordAction(type, id);
  const offered: Asked[] = ['merge', 'delete', ...(type === 'contacts' ? (['privacyDelete'] as const) : [])];
  const close = () => {
    ask(null);
    setOther(null);
  };
  if (asked === null)
    return (
      <div className="crm-record-actions">
        {offered.map((action) => (
          <button key={action} type="button" className="crm-button crm-button-quiet" onClick={() => ask(action)}>
            {recordActions[action]}
          </button>
        ))}
      </div>
    );
  return (
    <div className="crm-record-actions" role="group" aria-label={recordActions[asked]}>
      <p>{recordActions.asks[asked](name)}</p>
      {asked === 'merge' ? <RecordPicker type={type} label={recordActions.other} exceptId={id} pick={setOther} /> : null}
      <button
        type="button"
        className="crm-button"
        disabled={asked === 'merge' && other === null}
        onClick={() => void decide(asked, other?.id ?? null).then(close)}
      >
        {recordActions[asked]}
      </button>
      <button type="button" className="crm-button crm-button-quiet" onClick={close}>
        {recordActions.cancel}
      </button>
    </div>
  );
}

/** A record in the recycling bin, which a person can take out again. */
export function BinnedRecord({ type, id, name }: RecordActionsProps) {
  const { recordActions, types } = useWords();
  const decide = useRecordAction(type, id);
  return (
    <div className="crm-card crm-binned">
      <a className="crm-back" href={hrefOf({ view: 'list', type })}>
        ‹ {types[type].many}
      </a>
      <h1>{name}</h1>
      <p>{recordActions.binned}</p>
      <button type="button" className="crm-button" onClick={() => void decide('restore', null)}>
        {recordActions.restore}
      </button>
    </div>
  );
}

function useRecordAction(type: CardObjectType, id: string) {
  const { person, alert } = useViewer();
  const { form } = useWords();
  return async (action: RecordAction['action'], otherId: string | null): Promise<void> => {
    const order: RecordAction = { userId: person.id, action, otherId };
    const answer = await post<Answer<{ id: string }>>(`records/${type}/${id}/action`, order);
    if (!answer.done) alert({ type: 'danger', title: form.refused, message: answer.reason });
    else if (answer.id !== id) window.location.hash = hrefOf({ view: 'record', type, id: answer.id });
  };
}
