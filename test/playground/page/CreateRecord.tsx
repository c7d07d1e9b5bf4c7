import { useState, type FormEvent } from 'react';
import type { Answer, CustomerObjectType, NewCrmRecord, Property } from '../api.ts';
import { post } from './client.ts';
import { CompanyPicker } from './CompanyPicker.tsx';
import { useFetched } from './live.ts';
import { PropertyInput } from './PropertyInput.tsx';
import { hrefOf } from './route.ts';
import { useViewer } from './viewer.ts';
import { TYPE_WORDS } from './words.ts';

interface CreateRecordProps {
  type: CustomerObjectType;
  close(): void;
}

/** HubSpot begins with this one. */
const BEGINNING = { lifecyclestage: 'lead' };

export function CreateRecord({ type, close }: CreateRecordProps) {
  const { person, alert } = useViewer();
  const form = useFetched<Property[]>(`forms/${type}`, type);
  const [values, setValues] = useState<Record<string, string>>(BEGINNING);
  const [companyId, setCompanyId] = useState<string | null>(null);
  const one = TYPE_WORDS[type].one.toLowerCase();
  const create = async (event: FormEvent) => {
    event.preventDefault();
    const properties = Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ''));
    const answer = await post<Answer<{ id: string }>>(`records/${type}`, {
      userId: person.id,
      properties,
      companyId,
    } satisfies NewCrmRecord);
    if (answer.done) window.location.hash = hrefOf({ view: 'record', type, id: answer.id });
    else alert({ type: 'danger', title: 'HubSpot refused', message: answer.reason });
  };
  return (
    <form className="crm-card crm-create" aria-label={`Create ${one}`} onSubmit={(event) => void create(event)}>
      {type === 'contacts' ? <CompanyPicker pick={setCompanyId} /> : null}
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
          Create
        </button>
        <button type="button" className="crm-button crm-button-quiet" onClick={close}>
          Cancel
        </button>
      </div>
    </form>
  );
}
