import { useState, type FormEvent } from 'react';
import type { Answer, CardObjectType, NewCrmRecord, Property } from '../api.ts';
import { post } from './client.ts';
import { useFetched } from './live.ts';
import { PropertyInput } from './PropertyInput.tsx';
import { RecordPicker } from './RecordPicker.tsx';
import { hrefOf } from './route.ts';
import { useViewer } from './viewer.ts';
import { useWords } from './words.ts';

interface CreateRecordProps {
  type: CardObjectType;
  close(): void;
}

/** HubSpot begins with these. */
const LEAD = { lifecyclestage: 'lead' };
const OPEN_DEAL = { dealstage: 'appointmentscheduled' };

export function CreateRecord({ type, close }: CreateRecordProps) {
  const { person, alert, state } = useViewer();
  const { types, form: words } = useWords();
  const form = useFetched<Property[]>(`forms/${type}`, type);
  const [values, setValues] = useState<Record<string, string>>(
    type === 'deals' ? { ...OPEN_DEAL, deal_currency_code: state.portal.currency } : LEAD,
  );
  const [companyId, setCompanyId] = useState<string | null>(null);
  const create = async (event: FormEvent) => {
    event.preventDefault();
    const properties = Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ''));
    const answer = await post<Answer<{ id: string }>>(`records/${type}`, {
      userId: person.id,
      properties,
      companyId,
    } satisfies NewCrmRecord);
    if (answer.done) window.location.hash = hrefOf({ view: 'record', type, id: answer.id });
    else alert({ type: 'danger', title: words.refused, message: answer.reason });
  };
  return (
    <form className="crm-card crm-create" aria-label={types[type].create} onSubmit={(event) => void create(event)}>
      {type !== 'companies' ? (
        <RecordPicker type="companies" label={words.company} pick={(company) => setCompanyId(company?.id ?? null)} />
      ) : null}
      {form?.map((property) => (
        <label key={property.name}>
          {property.label}
          <PropertyInput
            property={property}
            value={values[property.name] ?? ''}
            set={(value) => setValues({ ...values, [property.name]: value })}
          />
        </label>
      ))}
      <div className="crm-create-buttons">
        <button type="submit" className="crm-button">
          {words.create}
        </button>
        <button type="button" className="crm-button crm-button-quiet" onClick={close}>
          {words.cancel}
        </button>
      </div>
    </form>
  );
}
