import { useState } from 'react';
import type { Answer, CardObjectType, RecordFate, RecordSummary } from '../api.ts';
import { post } from './client.ts';
import { RecordPicker } from './RecordPicker.tsx';
import { hrefOf } from './route.ts';
import { useViewer } from './viewer.ts';
import { useWords } from './words.ts';

interface RecordFatesProps {
  type: CardObjectType;
  id: string;
  name: string;
}

type Asked = Exclude<RecordFate['fate'], 'restore'>;

/** What people do with a whole record, each after a second click: delete it, for privacy too, or merge it with another. */
export function RecordFates({ type, id, name }: RecordFatesProps) {
  const { fates } = useWords();
  const [asked, ask] = useState<Asked | null>(null);
  const [other, setOther] = useState<RecordSummary | null>(null);
  const decide = useFate(type, id);
  const offered: Asked[] = ['merge', 'delete', ...(type === 'contacts' ? (['privacyDelete'] as const) : [])];
  const close = () => {
    ask(null);
    setOther(null);
  };
  if (asked === null)
    return (
      <div className="crm-fates">
        {offered.map((fate) => (
          <button key={fate} type="button" className="crm-button crm-button-quiet" onClick={() => ask(fate)}>
            {fates[fate]}
          </button>
        ))}
      </div>
    );
  return (
    <div className="crm-fates" role="group" aria-label={fates[asked]}>
      <p>{fates.asks[asked](name)}</p>
      {asked === 'merge' ? <RecordPicker type={type} label={fates.other} exceptId={id} pick={setOther} /> : null}
      <button
        type="button"
        className="crm-button"
        disabled={asked === 'merge' && other === null}
        onClick={() => void decide(asked, other?.id ?? null).then(close)}
      >
        {fates[asked]}
      </button>
      <button type="button" className="crm-button crm-button-quiet" onClick={close}>
        {fates.cancel}
      </button>
    </div>
  );
}

/** A record in the recycling bin, which a person can take out again. */
export function BinnedRecord({ type, id, name }: RecordFatesProps) {
  const { fates, types } = useWords();
  const decide = useFate(type, id);
  return (
    <div className="crm-card crm-binned">
      <a className="crm-back" href={hrefOf({ view: 'list', type })}>
        ‹ {types[type].many}
      </a>
      <h1>{name}</h1>
      <p>{fates.binned}</p>
      <button type="button" className="crm-button" onClick={() => void decide('restore', null)}>
        {fates.restore}
      </button>
    </div>
  );
}

function useFate(type: CardObjectType, id: string) {
  const { person, alert } = useViewer();
  const { form } = useWords();
  return async (fate: RecordFate['fate'], otherId: string | null): Promise<void> => {
    const order: RecordFate = { userId: person.id, fate, otherId };
    const answer = await post<Answer<{ id: string }>>(`records/${type}/${id}/fate`, order);
    if (!answer.done) alert({ type: 'danger', title: form.refused, message: answer.reason });
    else if (answer.id !== id) window.location.hash = hrefOf({ view: 'record', type, id: answer.id });
  };
}
